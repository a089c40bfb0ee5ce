using Nadaraya.Cli;

using Interruption interruption = Interruption.OfProcess();
return CommandLine.Run(args, Terminal.OfProcess(), interruption);
