namespace Nadaraya.Cli.Demo;

/// <summary>The current edition's numbers: four kernels, and the Gaussian at four widths.</summary>
internal sealed class CurrentLesson
{
    private static readonly double[] Widths = [0.1, 0.2, 0.5, 1];

    public CurrentLesson(DemoRows rows)
    {
        Rows = rows;
        Kernels =
        [
            Pool("gaussian", Kernel.Gaussian, 1),
            Pool("boxcar", Boxcar, 1),
            Constant(),
            Pool("epanechikov", Kernel.Triangular, 1),
        ];
        Sigmas = [.. Widths.Select(sigma => Pool("gaussian", Kernel.Gaussian, sigma))];
    }

    public static Kernel Boxcar { get; } = Kernel.Of("boxcar", default(OpenBoxcar));

    public DemoRows Rows { get; }

    public IReadOnlyList<CurrentModel> Kernels { get; }

    public IReadOnlyList<CurrentModel> Sigmas { get; }

    private CurrentModel Pool(string name, Kernel kernel, double bandwidth) => new(
        name,
        bandwidth,
        AttentionPooling.Pool(Rows.Queries, Rows.X, Rows.Y, kernel, bandwidth),
        AttentionPooling.Weights(Rows.Queries, Rows.X, kernel, bandwidth));

    /// <summary>k(u) = 1 everywhere is average pooling.</summary>
    private CurrentModel Constant()
    {
        double?[] predictions = new double?[Rows.Queries.Length];
        Array.Fill(predictions, AttentionPooling.Average(Rows.Y));
        double[,] weights = new double[Rows.Queries.Length, Rows.X.Length];
        for (int q = 0; q < Rows.Queries.Length; q++)
        {
            for (int i = 0; i < Rows.X.Length; i++)
            {
                weights[q, i] = 1.0 / Rows.X.Length;
            }
        }

        return new("constant", 1, predictions, weights);
    }
}
