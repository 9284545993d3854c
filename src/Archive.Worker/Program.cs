using Archive.Storage.Files;
using Archive.Worker;

// Visits sources on schedule, gives facts their place in the log, signs checkpoints. Holds platform tokens and keys.
FilePermissions.KeepToOwnerFromHere();
return await WorkerHost.Run(args, Console.Error);
