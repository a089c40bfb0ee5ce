namespace Nadaraya.Tests;

/// <summary>Where a search starts decides where it ends.</summary>
public sealed class BandwidthSearchTests
{
    [Theory]
    [InlineData(1e5)]
    [InlineData(1e8)]
    [InlineData(1e12)]
    public void Fit_OneRowFarFromAllOthers_FindsTheBandwidthsOfTheOthers(double far)
    {
        Random random = new(12);
        const int N = 301;
        double[,] x = new double[N, 2];
        double[] y = new double[N];
        for (int i = 0; i < N; i++)
        {
            (x[i, 0], x[i, 1]) = (6 * random.NextDouble(), 6 * random.NextDouble());
            y[i] = Math.Sin(x[i, 0]) + Math.Sin(x[i, 1]) + (0.2 * random.NextDouble());
        }

        (x[N - 1, 0], x[N - 1, 1], y[N - 1]) = (far, far, 0);
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y));
        foreach (FeatureFit feature in model.Features)
        {
            Assert.InRange(feature.Bandwidth!.Value, 0.1, 1.5);
        }
    }

    [Fact]
    public void Fit_TwoRowsThatAgreeByChance_GcvDoesNotInterpolate()
    {
        Random random = new(3);
        const int N = 60;
        double[,] x = new double[N, 1];
        double[] y = new double[N];
        for (int i = 0; i < N; i++)
        {
            (x[i, 0], y[i]) = (i, Math.Sin(i / 8.0) + random.NextDouble());
        }

        // Between these two alone a tiny bandwidth averages, at no cost: RSS and n − tr H both fall to 0, the square faster.
        (x[1, 0], y[1]) = (1e-3, y[0] + 1e-9);
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = Bandwidth.Gcv });
        Assert.InRange(model.Features[0].Bandwidth!.Value, 1, 10);
    }
}
