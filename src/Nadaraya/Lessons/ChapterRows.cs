using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Rows as the chapter <i>Attention Pooling: Nadaraya–Watson Kernel Regression</i> of <i>Dive into Deep Learning</i> draws them.</summary>
/// <remarks>
/// The generator is SplitMix64 with normal numbers by the polar method, so that a seed means the same rows on every machine: first all x, then
/// the noise of each row in the order of sorted x, then the start of w.
/// </remarks>
/// <param name="X">n inputs, ascending.</param>
/// <param name="Y">n outputs.</param>
/// <param name="Start">w before training, from U(0, 1).</param>
public sealed record ChapterRows(IReadOnlyList<double> X, IReadOnlyList<double> Y, double Start)
{
    /// <summary>The chapter's test inputs: 0, 0.1, …, 4.9.</summary>
    public static IReadOnlyList<double> Queries { get; } = [.. Enumerable.Range(0, 50).Select(i => i / 10.0)];

    /// <summary>The noise-free function of the classic edition, 2 sin x + x^0.8.</summary>
    /// <param name="x">The input, 0 or more.</param>
    public static double Truth(double x) => (2 * Math.Sin(x)) + Math.Pow(x, 0.8);

    /// <summary>The noise-free function of the current edition, 2 sin x + x.</summary>
    /// <param name="x">The input.</param>
    public static double CurrentTruth(double x) => (2 * Math.Sin(x)) + x;

    /// <summary>Draws rows of the classic edition: x from U(0, 5) and sorted, y = 2 sin x + x^0.8 + N(0, 0.5).</summary>
    /// <param name="rows">n, at least 1; the chapter has 50.</param>
    /// <param name="seed">The seed; equal seeds give equal rows.</param>
    public static ChapterRows Draw(int rows, int seed) => Draw(rows, SplitMix64.ForDraw(seed, 0), Truth, 0.5);

    /// <summary>Draws rows of the current edition: x from U(0, 5) and sorted, y = 2 sin x + x + N(0, 1).</summary>
    /// <param name="rows">n, at least 1; the book has 40.</param>
    /// <param name="seed">The seed; equal seeds give equal rows.</param>
    public static ChapterRows DrawCurrent(int rows, int seed) => Draw(rows, SplitMix64.ForDraw(seed, 0), CurrentTruth, 1);

    /// <summary>The rows as a dataset with the feature x and the target y.</summary>
    public Dataset ToDataset() => Dataset.From([.. X], [.. Y]);

    /// <summary>One draw of many, for studies.</summary>
    internal static ChapterRows DrawOf(int rows, int seed, int draw) => Draw(rows, SplitMix64.ForDraw(seed, draw), Truth, 0.5);

    private static ChapterRows Draw(int rows, SplitMix64 random, Func<double, double> truth, double noise)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        double[] x = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            x[i] = 5 * random.NextUniform();
        }

        Array.Sort(x);
        double[] y = [.. x.Select(v => truth(v) + (noise * random.NextNormal()))];
        return new(x, y, random.NextUniform());
    }
}
