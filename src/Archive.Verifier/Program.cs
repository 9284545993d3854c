using Archive.Verifier;

return await VerifyArguments.Run(args, Console.Out, Console.Error);
