using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Rows drawn again: counts cᵢ multiply the weights, and every draw's moments Σ c w b b' and Σ c w b y are products of rows and counts, solved at each query.</summary>
/// <remarks>Bandwidths stay as they are, those of neighbours too. A draw whose rows do not determine the polynomial at a query has no value there, and is counted.</remarks>
internal static class RowBootstrap
{
    /// <summary>A pivot of a unit diagonal under this has lost more than half of its digits.</summary>
    private const double Trusted = 1e-7;

    private const double MostFrequency = 1e8;

    /// <summary>Draws.</summary>
    public static BootstrapResult Of(KernelRegression model, Queries queries, BootstrapOptions options, Func<KernelRegression, Queries, double[][]> values, Run run)
    {
        model.CheckOneScore("bootstraps that draw rows");
        Sample sample = model.Fitted.Sample;
        Basis basis = model.Fitted.Engine.Request.Basis;
        int targets = sample.Payload.Targets;
        int terms = basis.TargetTerms;
        int width = basis.WeightTerms + (targets * terms);
        (Action<int, Span<double>> fill, double? blockLength) = Counts(model, options, run);
        RowDraws matrix = new(sample.Count, options.Replications, fill);
        double[][] fits = values(model, queries);
        BootstrapTally tally = new(model, queries.Count, options);
        int tile = matrix.GroupsOfTile(width);
        for (int start = 0; start < queries.Count; start += tile)
        {
            int length = Math.Min(tile, queries.Count - start);
            int first = start;
            Queries part = queries.Part(first, length);
            double[][] rows = [.. Enumerable.Range(0, width * length).Select(_ => matrix.Row())];
            double[][] products = [.. rows.Select(_ => new double[options.Replications])];
            double[][] own = [.. Enumerable.Range(0, targets * length).Select(_ => Nothing(options.Replications))];
            bool[] supported = new bool[length];
            double[,] means = new double[targets, length];
            QueryRow.Visit(model, part, run with { Progress = null }, (fit, row, _, q) =>
            {
                supported[q] = true;
                row.Take(fit, q);
                for (int a = 0; a < basis.WeightTerms; a++)
                {
                    double[] moment = rows[(q * width) + a];
                    row.Term(a, q, moment);
                    TileSums.Multiply(moment, row.Weights);
                    for (int t = 0; t < targets && a < terms; t++)
                    {
                        double[] beside = rows[(q * width) + basis.WeightTerms + (t * terms) + a];
                        moment.CopyTo(beside.AsSpan());
                        TileSums.Multiply(beside, sample.Payload.Columns[t].AsSpan(0, beside.Length));
                    }
                }

                for (int t = 0; t < targets; t++)
                {
                    means[t, q] = fit.Coefficients[t, 0];
                }
            });
            matrix.Multiply(rows, products, run with { Progress = null });
            (run with { Progress = null }).For(length, q =>
            {
                double[,] system = new double[terms, terms + targets];
                for (int b = 0; b < options.Replications && supported[q]; b++)
                {
                    for (int a = 0; a < terms; a++)
                    {
                        for (int c = 0; c < terms; c++)
                        {
                            system[a, c] = products[(q * width) + basis.Product(a, c)][b];
                        }

                        for (int t = 0; t < targets; t++)
                        {
                            system[a, terms + t] = products[(q * width) + basis.WeightTerms + (t * terms) + a][b];
                        }
                    }

                    if (Solve(system, terms, targets))
                    {
                        for (int t = 0; t < targets; t++)
                        {
                            own[(t * length) + q][b] = (system[0, terms + t] - means[t, q]) * sample.Payload.Scales[t];
                        }
                    }
                }
            });
            for (int r = 0; r < own.Length; r++)
            {
                tally.Take(r / length, first + (r % length), own[r]);
            }

            run.Progress?.Report((double)(start + length) / queries.Count);
        }

        return tally.Result(fits, blockLength);
    }

    /// <summary>What fills a draw: how often each key is drawn, over how many rows it is.</summary>
    private static (Action<int, Span<double>> Fill, double? BlockLength) Counts(KernelRegression model, BootstrapOptions options, Run run)
    {
        Sample sample = model.Fitted.Sample;
        int n = sample.Count;
        if (options.Kind == BootstrapKind.Pairs)
        {
            int[] group = model.Errors.ClusterOfKey;
            int groups = group.Max() + 1;
            if (sample.InverseCounts is null || model.Errors.HasClusters)
            {
                return ((draw, counts) => Drawn(SplitMix64.ForDraw(options.Seed, draw), group, groups, counts), null);
            }

            if (sample.Size > MostFrequency)
            {
                throw new DataException("The frequencies add up to more rows than are drawn one by one: take the wild bootstrap, which draws keys.");
            }

            double[] ends = new double[n];
            double total = 0;
            for (int i = 0; i < n; i++)
            {
                ends[i] = total += sample.RawWeights![i];
            }

            return ((draw, counts) => DrawnByFrequency(SplitMix64.ForDraw(options.Seed, draw), ends, sample.InverseCounts, counts), null);
        }

        if (sample.InverseCounts is not null)
        {
            throw new DataException("Blocks are of rows that follow one another, and weights that are frequencies say nothing of their order: repeat the rows, or draw pairs.");
        }

        bool moving = options.Kind == BootstrapKind.Block;
        double length = options.BlockLength ?? (model.Errors.RowResiduals(run with { Progress = null }) is not double[][] e ? 1 : moving ? BlockLength.Fixed(e[0]) : BlockLength.Stationary(e[0]));
        length = Math.Min(moving ? Math.Round(length) : length, n);
        return ((draw, counts) =>
        {
            int[] rows = new int[n];
            SplitMix64 random = SplitMix64.ForDraw(options.Seed, draw);
            if (moving)
            {
                BlockDraws.Moving((int)length, random, rows);
            }
            else
            {
                BlockDraws.Stationary(length, random, rows);
            }

            counts.Clear();
            foreach (int row in rows)
            {
                counts[row]++;
            }
        }, length);
    }

    private static void Drawn(SplitMix64 random, int[] group, int groups, Span<double> counts)
    {
        double[] drawn = new double[groups];
        for (int g = 0; g < groups; g++)
        {
            drawn[random.NextBelow(groups)]++;
        }

        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = drawn[group[i]];
        }
    }

    private static void DrawnByFrequency(SplitMix64 random, double[] ends, double[] inverseCounts, Span<double> counts)
    {
        counts.Clear();
        for (double k = 0; k < ends[^1]; k++)
        {
            int at = Array.BinarySearch(ends, Math.BitIncrement(Math.Floor(random.NextUniform() * ends[^1])));
            counts[at < 0 ? ~at : at]++;
        }

        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] *= inverseCounts[i];
        }
    }

    /// <summary>Elimination with the diagonal brought to 1 and the largest pivot; false where digits are lost.</summary>
    private static bool Solve(double[,] m, int terms, int targets)
    {
        int width = terms + targets;
        Span<double> unit = stackalloc double[terms];
        for (int a = 0; a < terms; a++)
        {
            unit[a] = 1 / Math.Sqrt(Math.Abs(m[a, a]));
            if (!double.IsFinite(unit[a]))
            {
                return false;
            }
        }

        for (int a = 0; a < terms; a++)
        {
            for (int b = 0; b < width; b++)
            {
                m[a, b] *= unit[a] * (b < terms ? unit[b] : 1);
            }
        }

        for (int a = 0; a < terms; a++)
        {
            int pivot = a;
            for (int r = a + 1; r < terms; r++)
            {
                pivot = Math.Abs(m[r, a]) > Math.Abs(m[pivot, a]) ? r : pivot;
            }

            if (!(Math.Abs(m[pivot, a]) > Trusted))
            {
                return false;
            }

            for (int b = a; b < width; b++)
            {
                (m[a, b], m[pivot, b]) = (m[pivot, b], m[a, b]);
            }

            for (int r = 0; r < terms; r++)
            {
                double times = r == a ? 0 : m[r, a] / m[a, a];
                for (int b = a; b < width && times != 0; b++)
                {
                    m[r, b] -= times * m[a, b];
                }
            }
        }

        for (int t = terms; t < width; t++)
        {
            m[0, t] *= unit[0] / m[0, 0];
        }

        return true;
    }

    private static double[] Nothing(int count)
    {
        double[] none = new double[count];
        none.AsSpan().Fill(double.NaN);
        return none;
    }
}
