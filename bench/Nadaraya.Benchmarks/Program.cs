using BenchmarkDotNet.Running;
using Nadaraya.Benchmarks;

// `-- chapter` compares with the chapter's own code (bench/peers/run); anything else is BenchmarkDotNet's.
if (args is ["chapter", .. string[] rest])
{
    return ChapterComparison.Run(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(PredictVersusKeys).Assembly).Run(args);
return 0;
