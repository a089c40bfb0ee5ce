using Nadaraya.Numerics;

namespace Nadaraya.Benchmarks;

/// <summary>A regression that is known: y = m(x) + s(x)·e.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Rows">n.</param>
/// <param name="Features">Draws one row of features.</param>
/// <param name="Mean">m.</param>
/// <param name="Spread">s.</param>
internal sealed record Design(string Name, int Rows, Func<SplitMix64, double[]> Features, Func<double[], double> Mean, Func<double[], double> Spread)
{
    /// <summary>Draws e, of variance 1 or of none; default N(0, 1).</summary>
    public Func<SplitMix64, double> Noise { get; init; } = random => random.NextNormal();

    /// <summary>One draw of it; equal seed and number give equal bits.</summary>
    public Draw Sample(int seed, int number)
    {
        SplitMix64 random = SplitMix64.ForDraw(seed, number);
        double[][] rows = [.. Enumerable.Range(0, Rows).Select(_ => Features(random))];
        double[] means = [.. rows.Select(Mean)];
        double[] targets = [.. rows.Select((x, i) => means[i] + (Spread(x) * Noise(random)))];
        return new([.. rows[0].Select((_, j) => rows.Select(x => x[j]).ToArray())], targets, means);
    }
}

/// <summary>Rows of a design with what is true of them.</summary>
/// <param name="Features">One column a feature.</param>
/// <param name="Targets">y.</param>
/// <param name="Means">m at every row.</param>
internal sealed record Draw(double[][] Features, double[] Targets, double[] Means)
{
    /// <summary>As a dataset.</summary>
    public Dataset Data => new([.. Features.Select((c, j) => new Column($"x{j + 1}", c))], [new("y", Targets)]);

    /// <summary>The mean squared distance of a fit from the truth at the rows; +∞ where a row has no value.</summary>
    public double ErrorOf(KernelRegression model)
    {
        double?[] fits = model.PredictMany(Queries.FromColumns(Features)).Values();
        return fits.Select((fit, i) => fit is double value ? (value - Means[i]) * (value - Means[i]) : double.PositiveInfinity).Average();
    }
}
