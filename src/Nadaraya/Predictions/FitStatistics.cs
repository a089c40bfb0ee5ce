using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Fitted values and what they say of the fit: R², degrees of freedom, residual scale.</summary>
internal static class FitStatistics
{
    private const int Block = 256;

    /// <summary>One summary a target.</summary>
    /// <param name="fitted">The model's sample and engine.</param>
    /// <param name="leaveOneOut">Leave-one-out predictions by target, or null for a single row.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public static FitSummary[] Of(Fitted fitted, double[][]? leaveOneOut, Run run)
    {
        Sample sample = fitted.Sample;
        int n = sample.Count;
        PoolingRequest request = fitted.Engine.Request;
        Points queries = Points.Queries(request.Keys.Columns, n);
        Moments moments = fitted.Sum(queries, Leave.Nobody, run, Wanted.Squares);
        double[][] fits = [.. sample.Targets.Select(_ => new double[n])];
        int blocks = (n + Block - 1) / Block;
        double[] traces = new double[blocks];
        double[] squares = new double[blocks];
        (run with { Progress = null }).ForBlocks(n, Block, (from, to) =>
        {
            LocalFit fit = fitted.LocalFit(queries, Leave.Nobody, moments);
            HatRows rows = new(fitted.Engine, queries, Leave.Nobody, moments);
            for (int i = from; i < to; i++)
            {
                if (!fit.At(i))
                {
                    continue; // predicted by the mean, which is 0, with no row of its own
                }

                for (int t = 0; t < fits.Length; t++)
                {
                    fits[t][i] = fit.Coefficients[t, 0];
                }

                // hᵢᵢ = w(xᵢ)vᵢc₀ and Σ_j ℓ_ij² = Σw²/D², both relative to the same shift.
                double multiplicity = sample.Weight(i) / sample.LeftOut(i);
                traces[from / Block] += Math.Exp(request.Score.LogWeightAt(i) - moments.Shift(i)) * fit.Row[0];
                squares[from / Block] += multiplicity * (fit.Row.Length == 1
                    ? moments.SquaredWeights[i] * fit.Row[0] * fit.Row[0]
                    : SquareOf(rows, fit, i, sample.InverseCounts));
            }
        });
        double totalWeight = Enumerable.Range(0, n).Sum(sample.Weight);
        return [.. Enumerable.Range(0, fits.Length).Select(t =>
            OfTarget(sample, fits[t], t, leaveOneOut?[t], traces.Sum(), squares.Sum(), totalWeight))];
    }

    /// <summary>Σ ℓ² of a hat row; a key of count c is c rows of ℓ/c each.</summary>
    private static double SquareOf(HatRows rows, LocalFit fit, int row, double[]? inverseCounts)
    {
        double sum = 0;
        rows.Visit(fit, row, (start, ell) =>
        {
            for (int i = 0; i < ell.Length; i++)
            {
                sum += ell[i] * ell[i] * (inverseCounts?[start + i] ?? 1);
            }
        });
        return sum;
    }

    private static FitSummary OfTarget(
        Sample sample, double[] fits, int target, double[]? leaveOneOut, double trace, double traceOfSquares, double totalWeight)
    {
        Payload payload = sample.Payload;
        double[] c = payload.Columns[target];
        double rss = 0, tss = 0, fss = 0, cross = 0, loo = 0, absolute = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double v = sample.Weight(i);
            double fit = fits[i];
            rss += v * (c[i] - fit) * (c[i] - fit);
            tss += v * c[i] * c[i];
            fss += v * fit * fit;
            cross += v * c[i] * fit;
            absolute += v * Math.Abs(c[i] - fit);
            if (leaveOneOut is not null)
            {
                double e = c[i] - ((leaveOneOut[i] / payload.Scales[target]) - payload.Centers[target]);
                loo += v * e * e;
            }
        }

        double scale = payload.Scales[target];
        double freedom = sample.Size - (2 * trace) + traceOfSquares;
        return new(
            sample.Data.TargetNames[target],
            tss > 0 ? 1 - (rss / tss) : null,
            tss > 0 && fss > 0 ? cross * cross / (tss * fss) : tss > 0 ? 0 : null,
            leaveOneOut is not null && tss > 0 ? 1 - (loo / tss) : null,
            leaveOneOut is not null ? Math.Sqrt(loo / totalWeight) * scale : null,
            freedom > 1e-9 * sample.Size ? Math.Sqrt(rss / totalWeight * sample.Size / freedom) * scale : null,
            trace)
        {
            MeanAbsoluteError = absolute / totalWeight * scale,
            ResidualDegreesOfFreedom = freedom,
        };
    }
}
