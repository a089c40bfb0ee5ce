using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>
/// The critical value of a band over a whole range of one feature: P(max |t| > c) = 2(1 − Φ(c)) + (κ₀/π)e^(−c²/2), κ₀ the length of the path of ℓ(x)a/‖ℓ(x)a‖ on the unit sphere.
/// </summary>
/// <remarks>With ν degrees of freedom the tail of t_ν and (κ₀/π)(1 + c²/ν)^(−ν/2). Source: Sun &amp; Loader (1994), Simultaneous confidence bands for linear regression and smoothing, (3) and (7).</remarks>
internal static class TubeFormula
{
    private const int FewestSteps = 400;
    private const int MostSteps = 4000;
    private const double StepsPerBandwidth = 32;

    /// <summary>The critical values, one a target.</summary>
    /// <param name="model">A model of one continuous feature.</param>
    /// <param name="errors">Its errors.</param>
    /// <param name="confidence">Of the band.</param>
    /// <param name="freedom">ν; ∞ for the normal distribution.</param>
    /// <param name="run">Threads and cancellation.</param>
    /// <exception cref="DataException">There is more than one feature, or the kernel jumps at its rim.</exception>
    public static double[] Critical(KernelRegression model, MeanErrors errors, double confidence, double freedom, Run run)
    {
        if (model.Features.Count != 1 || model.Features[0] is not { Type.Kind: FeatureKind.Continuous })
        {
            throw new DataException($"The tube formula is for one continuous feature, and the model has {model.Features.Count} ({string.Join(", ", model.Features.Select(f => f.Name))}): take a simultaneous band.");
        }

        KernelConstants constants = model.Kernel.Constants;
        if (constants.Compact && model.Kernel.Weight(constants.Support * (1 - 1e-12)) > 1e-6)
        {
            throw new DataException($"Kernel '{model.Kernel.Name}' jumps at its rim, and the tube formula wants weights that change without jumps: take a simultaneous band, or another kernel.");
        }

        return [.. Lengths(model, errors, run).Select(length => Solve(length, confidence, freedom))];
    }

    /// <summary>κ₀ of every target, over the training range.</summary>
    private static double[] Lengths(KernelRegression model, MeanErrors errors, Run run)
    {
        FeatureFit feature = model.Features[0];
        int targets = model.Data.TargetNames.Count;
        if (feature.Bandwidth is not double h || !(feature.Highest > feature.Lowest))
        {
            return new double[targets];
        }

        double wanted = model.Options.BandwidthType == BandwidthType.Fixed ? StepsPerBandwidth * (feature.Highest - feature.Lowest) / h : MostSteps;
        int steps = (int)Math.Clamp(Math.Ceiling(wanted), FewestSteps, MostSteps);
        Queries grid = Queries.From([.. Enumerable.Range(0, steps + 1).Select(k => feature.Lowest + ((feature.Highest - feature.Lowest) * ((double)k / steps)))]);

        // Pieces of the path, one after the other: each block of steps begins with the last row of the one before.
        double[][] angles = [.. Enumerable.Range(0, targets).Select(_ => new double[steps + 1])];
        const int Block = 64;
        run.ForBlocks(steps, Block, (from, to) =>
        {
            Queries part = Queries.From(grid.Column(0)[from..(to + 1)]);
            double[][] last = [.. angles.Select(_ => new double[errors.Units])];
            double[] own = new double[errors.Units];
            int[] seen = new int[targets];
            QueryRow.Visit(model, part, new Run(1, run.Cancellation), (fit, row, _, q) =>
            {
                row.Take(fit, q);
                for (int t = 0; t < targets; t++)
                {
                    errors.Parts(row.Hat, t, own);
                    double norm = Math.Sqrt(Square(own));
                    if (!(norm > 0))
                    {
                        continue;
                    }

                    double apart = 0;
                    for (int i = 0; i < own.Length; i++)
                    {
                        own[i] /= norm;
                        double change = own[i] - last[t][i];
                        apart += change * change;
                    }

                    if (seen[t]++ > 0)
                    {
                        // The first row of a block is the last of the one before, whose angle is its own.
                        angles[t][from + q] = 2 * Math.Asin(Math.Min(1, Math.Sqrt(apart) / 2));
                    }

                    own.CopyTo(last[t].AsSpan());
                }
            });
        });
        return [.. angles.Select(a => a.Sum())];
    }

    private static double Solve(double length, double confidence, double freedom)
    {
        double level = 1 - confidence;
        double low = StudentT.Quantile(1 - (level / 2), freedom);
        double high = low;
        while (Exceeds(high) > level)
        {
            high *= 2;
        }

        for (int k = 0; k < 100 && high - low > 1e-15 * high; k++)
        {
            double middle = (low + high) / 2;
            (low, high) = Exceeds(middle) > level ? (middle, high) : (low, middle);
        }

        return high;

        double Exceeds(double c) => (2 * StudentT.Cdf(-c, freedom))
            + (length / Math.PI * (double.IsInfinity(freedom) ? Math.Exp(-c * c / 2) : Math.Pow(1 + (c * c / freedom), -freedom / 2)));
    }

    private static double Square(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum;
    }
}
