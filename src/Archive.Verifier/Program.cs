using Archive.Evidence;
using Archive.Verifier;

VisibleWriter.Take();
return await VerifyArguments.Run(args, Console.Out, Console.Error);
