using System.Diagnostics;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>A call that is cancelled while it runs ends soon, whatever it is at: putting keys in place, its first block or any other.</summary>
public sealed class CancellationTests
{
    /// <summary>So long a call may go on; each call below takes longer, or has more than one block to go.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("dense", "gaussian", 3, 150_000, 0.3)]
    [InlineData("dense", "triweight", 1, 150_000, 0.3)]
    [InlineData("pruned", "gaussian", 3, 150_000, 0.3)]
    [InlineData("pruned", "biweight", 2, 150_000, 0.3)]
    [InlineData("cells", "gaussian", 1, 400_000, 1e-3)]
    [InlineData("windows", "triweight", 1, 400_000, 0.14)]
    [InlineData("laplace", "laplace", 1, 2_000_000, 1e-3)]
    [InlineData("windows", "triweight", 1, 400_000, 1e-3)]
    [InlineData("grid", "gaussian", 2, 150_000, 0.3)]
    [InlineData("grid", "gaussian", 2, 150_000, 3e-3)]
    public void Sum_CancelledWhileItRuns_EndsSoon(string name, string kernel, int dimensions, int n, double bandwidth)
    {
        // Where a query is, targets are 0 and those of the rows about it are not: no bound is of use there, and cells are summed key by key.
        double[][] x = [.. Enumerable.Range(0, dimensions).Select(j => Enumerable.Range(0, n).Select(i => (i * (j == 0 ? 1 : 7919L) % n) / (double)n).ToArray())];
        double[] y = [.. x[0].Select((v, i) => v is > 0.25 and < 0.75 ? 0 : (i % 2) - 0.5)];
        Points keys = Points.Keys(x, n);
        double[] h = [.. Enumerable.Repeat(bandwidth, dimensions)];
        Score score = new([Kernel.Parse(kernel).Accept(new FactorBuilder(keys, new FixedGeometry(h)))]);
        PoolingRequest request = new(keys, score, Payload.Of([y], null), Basis.Constant) { Tolerance = 1e-10 };
        Points queries = Points.Queries([.. x.Select(c => c.Select(v => 0.4 + (0.2 * v)).ToArray())], n);
        Engine engine = Planner.Shipped.Engines.First(e => e.Name == name);
        Assert.Null(engine.Declines(request));
        Stopwatch since = new();
        using CancellationTokenSource source = new();
        using CancellationTokenRegistration registration = source.Token.Register(since.Start);
        source.CancelAfter(TimeSpan.FromSeconds(0.3));
        Run run = new(1, source.Token, new CancelsAtFirst(source));
        _ = Assert.ThrowsAny<OperationCanceledException>(() => engine.Prepare(request).Sum(queries, Leave.Nobody, run));
        Assert.True(since.Elapsed < Most, $"It went on for {since.Elapsed.TotalSeconds:F1} s.");
    }

    /// <summary>Cancels at the first block done.</summary>
    private sealed class CancelsAtFirst(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value) => source.Cancel();
    }
}
