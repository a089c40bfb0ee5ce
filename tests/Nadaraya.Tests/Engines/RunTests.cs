using Nadaraya.Engines;

namespace Nadaraya.Tests;

/// <summary>What a run tells of itself.</summary>
public sealed class RunTests
{
    [Fact]
    public void For_SeveralThreads_ReportsEachShareInOrder()
    {
        Heard heard = new();
        new Run(4, default, heard).For(20_000, _ => { });
        Assert.Equal(Enumerable.Range(1, 20_000).Select(k => k / 20_000.0), heard.Shares);
    }

    private sealed class Heard : IProgress<double>
    {
        private readonly Lock adding = new();

        public List<double> Shares { get; } = [];

        public void Report(double value)
        {
            Thread.SpinWait((int)(value * 20_000) % 7 * 50);
            lock (adding)
            {
                Shares.Add(value);
            }
        }
    }
}
