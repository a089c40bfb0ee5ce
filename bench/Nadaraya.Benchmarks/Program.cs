using BenchmarkDotNet.Running;
using Nadaraya.Benchmarks;

// `-- limit` measures against the processor (bench/limit), `-- statistics` simulates (bench/statistics), `-- searches` is timed beside R np (bench/searches),
// `-- peer` and `-- real` are our side of bench/peers/run and bench/real/run; anything else is BenchmarkDotNet's.
switch (args)
{
    case ["limit", .. string[] rest]:
        return LimitCommand.Run(rest);
    case ["statistics", .. string[] rest]:
        return StatisticsCommand.Run(rest);
    case ["searches", .. string[] rest]:
        return SearchesCommand.Run(rest);
    case ["peer", .. string[] rest]:
        return PeerCommand.Run(rest);
    case ["real", .. string[] rest]:
        return RealCommand.Run(rest);

    case ["machine"]:
        Console.WriteLine(Machine.Here.ToJson());
        return 0;
    default:
        _ = BenchmarkSwitcher.FromAssembly(typeof(PredictVersusKeys).Assembly).Run(args);
        return 0;
}
