using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>From options to rows: every effect in every group at every counterfactual point, as the average of hat rows.</summary>
/// <param name="model">The model.</param>
/// <param name="options">Options.</param>
/// <param name="run">Threads, cancellation, progress.</param>
internal sealed class EffectRows(KernelRegression model, EffectOptions options, Run run)
{
    private const int MostPoints = 10_000;
    private const int MostGroups = 100;
    private const int Parts = 16; // of the rows; their sums are added in order, whatever the threads
    private const long MostNumbers = 30_000_000; // of all parts together: 240 MB

    private readonly double[][] columns = (options.Rows ?? Queries.Of(model.Data)).Columns;
    private readonly double[] weights = Weights(model, options);

    private int Rows => columns[0].Length;

    /// <summary>All rows.</summary>
    public List<EffectRow> All()
    {
        (string?[] names, int[] groupOfRow) = Groups();
        List<(string? Text, (int Feature, double Value)[] Set)> points = Points();
        List<(string? Feature, string? Comparison, int Index, int High, int Low)> terms = Terms();
        List<EffectRow> all = [];
        int passes = terms.Count * points.Count;
        int done = 0;
        foreach ((string? feature, string? comparison, int index, int high, int low) in terms)
        {
            EffectRow[]? first = null;
            foreach ((string? text, (int, double)[] set) in points)
            {
                EffectRow[] own = Pass(names, groupOfRow, Set(set), index, high, low, run.Part((double)done / passes, (done + 1.0) / passes));
                own = [.. own.Select(e => e with { Feature = feature, Comparison = comparison, At = text })];
                done++;
                if (!options.Contrast)
                {
                    all.AddRange(own);
                }
                else if (first is null)
                {
                    first = own;
                }
                else
                {
                    all.AddRange(own.Zip(first, Difference));
                }
            }
        }

        return all;
    }

    private static EffectRow Difference(EffectRow one, EffectRow other) => one with
    {
        At = $"({one.At}) − ({other.At})",
        Row = one.Row is null || other.Row is null ? null : [.. one.Row.Zip(other.Row, (a, b) => a - b)],
        IsLevel = false,
        Rows = Math.Min(one.Rows, other.Rows),
        LeftOut = Math.Max(one.LeftOut, other.LeftOut),
    };

    /// <summary>The average over the rows of each group of one thing: a prediction (index −1), a slope (levels −1), or a contrast.</summary>
    private EffectRow[] Pass(string?[] names, int[] groupOfRow, double[][] at, int index, int high, int low, Run part)
    {
        bool isContrast = high >= 0;
        SmootherRows above = new(model.Fitted, model.Options, isContrast ? With(at, index, high) : at, part);
        SmootherRows? below = isContrast ? new(model.Fitted, model.Options, With(at, index, low), part) : null;
        int parts = (int)Math.Clamp(Math.Min(Parts, MostNumbers / ((long)names.Length * above.Width)), 1, Rows);
        Sums[] sums = new Sums[parts];
        part.For(parts, p =>
        {
            sums[p] = new(names.Length, above.Width);
            SmootherRows.Reader up = above.Open();
            SmootherRows.Reader? down = below?.Open();
            Queries queries = Queries.FromColumns(above.Columns);
            Queries? others = below is null ? null : Queries.FromColumns(below.Columns);
            for (int q = (int)((long)Rows * p / parts); q < (long)Rows * (p + 1) / parts; q++)
            {
                part.Cancellation.ThrowIfCancellationRequested();
                int g = groupOfRow[q];
                if (weights[q] == 0)
                {
                    continue;
                }

                if (model.Verdict(up.Fit, above.Moments, queries, q) != SupportReason.Supported
                    || (down is not null && model.Verdict(down.Fit, below!.Moments, others!, q) != SupportReason.Supported))
                {
                    sums[p].LeftOut[g]++;
                    continue;
                }

                sums[p].Counts[g]++;
                sums[p].Totals[g] += weights[q];
                if (index >= 0 && !isContrast)
                {
                    up.AddSlope(q, index, weights[q], sums[p].Rows[g]);
                }
                else
                {
                    up.AddValue(q, weights[q], sums[p].Rows[g]);
                    down?.AddValue(q, -weights[q], sums[p].Rows[g]);
                }
            }
        });
        return [.. names.Select((name, g) =>
        {
            double[] row = new double[above.Width];
            double total = sums.Sum(s => s.Totals[g]);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = sums.Sum(s => s.Rows[g][i]) / total;
            }

            return new EffectRow(null, null, name, null, total > 0 ? row : null, index < 0, sums.Sum(s => s.Counts[g]), sums.Sum(s => s.LeftOut[g]));
        })];
    }

    private static double[][] With(double[][] at, int feature, double value)
    {
        double[] all = new double[at[0].Length];
        all.AsSpan().Fill(value);
        return [.. at.Select((c, j) => j == feature ? all : c)];
    }

    private double[][] Set((int Feature, double Value)[] set) => set.Aggregate(columns, (all, s) => With(all, s.Feature, s.Value));

    private List<(string? Feature, string? Comparison, int Index, int High, int Low)> Terms()
    {
        if (options.Predictions)
        {
            return [(null, null, -1, -1, -1)];
        }

        int[] features = options.Features is { Count: > 0 } named
            ? [.. named.Select(model.FeatureOf).Distinct()]
            : [.. Enumerable.Range(0, model.Features.Count).Where(j => model.Features[j].Bandwidth is not null)];
        List<(string?, string?, int, int, int)> terms = [];
        foreach (int j in features)
        {
            FeatureType type = model.Features[j].Type;
            if (!type.IsDiscrete)
            {
                terms.Add((model.Features[j].Name, "∂", j, -1, -1));
                continue;
            }

            for (int level = 1; level < type.Levels.Count; level++)
            {
                int low = type.Kind == FeatureKind.Ordered ? level - 1 : 0;
                terms.Add((model.Features[j].Name, $"{type.Levels[level]} − {type.Levels[low]}", j, level, low));
            }
        }

        return terms.Count > 0 ? terms : throw new DataException("No feature of the model varies, so none has an effect: average predictions instead.");
    }

    private List<(string? Text, (int Feature, double Value)[] Set)> Points()
    {
        List<(string? Text, (int Feature, double Value)[] Set)> points = [(null, [])];
        foreach (EffectPoint point in options.At)
        {
            int feature = model.FeatureOf(point.Feature);
            FeatureType type = model.Features[feature].Type;
            if ((long)points.Count * point.Values.Count > MostPoints)
            {
                throw new DataException($"There are more than {MostPoints} combinations of values: name fewer.");
            }

            points = [.. points.SelectMany(p => point.Values.Select(value =>
                ((string?)$"{(p.Text is null ? string.Empty : p.Text + ", ")}{point.Feature} = {Text(type, point.Feature, value)}", ((int, double)[])[.. p.Set, (feature, value)])))];
        }

        return options.Contrast && points.Count < 2
            ? throw new DataException("A contrast is a difference between points, and there is one point: name at least two values of a feature.")
            : points;
    }

    private static string Text(FeatureType type, string feature, double value)
    {
        if (!double.IsFinite(value) || (type.IsDiscrete && !(value >= 0 && value < type.Levels.Count && value == Math.Floor(value))))
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{feature} is set to {value}: give a finite number, or of levels the index of one."));
        }

        return type.IsDiscrete ? type.Levels[(int)value] : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private (string?[] Names, int[] GroupOfRow) Groups()
    {
        if (options.Groups is RowGroups given)
        {
            if (options.By is not null)
            {
                throw new DataException("Groups are named twice, by a feature and by labels: name them once.");
            }

            if (given.Labels.Count != Rows)
            {
                throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{given.Name} has {given.Labels.Count} labels for {Rows} rows: give each row one."));
            }

            return Grouped(given.Name, given.Labels);
        }

        if (options.By is null)
        {
            return ([null], new int[Rows]);
        }

        int feature = model.FeatureOf(options.By);
        FeatureType type = model.Features[feature].Type;
        double[] values = columns[feature];
        string[] labels = [.. values.Select(v => Text(type, options.By, v))];
        return Grouped(options.By, labels, [.. values.Distinct().Order().Select(v => Text(type, options.By, v))]);
    }

    private static (string?[] Names, int[] GroupOfRow) Grouped(string name, IReadOnlyList<string> labels, string[]? order = null)
    {
        order ??= [.. labels.Distinct(StringComparer.Ordinal)];
        if (order.Length > MostGroups)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{name} has {order.Length} different values: averages are given for at most {MostGroups} groups; take a column with fewer."));
        }

        Dictionary<string, int> places = order.Select((label, place) => (label, place)).ToDictionary(p => p.label, p => p.place, StringComparer.Ordinal);
        return (order, [.. labels.Select(label => places[label])]);
    }

    private static double[] Weights(KernelRegression model, EffectOptions options)
    {
        double[] weights = new double[options.Rows?.Count ?? model.Data.Rows];
        weights.AsSpan().Fill(1);
        if (options.Weights is not null)
        {
            if (options.Weights.Count != weights.Length || options.Weights.Any(w => !(w >= 0) || !double.IsFinite(w)))
            {
                throw new DataException("The weights of the rows to average over are not one finite number a row, none of them negative.");
            }

            options.Weights.ToArray().CopyTo(weights, 0);
        }
        else if (options.Rows is null && model.Data.HasWeights)
        {
            model.Data.Weights.CopyTo(weights);
        }

        // Relative to the largest, so that sums stay finite.
        double largest = weights.Max();
        return largest > 0 ? [.. weights.Select(w => w / largest)] : weights;
    }

    /// <summary>What a part of the rows adds up to, by group.</summary>
    private sealed class Sums(int groups, int width)
    {
        public double[][] Rows { get; } = [.. Enumerable.Range(0, groups).Select(_ => new double[width])];

        public double[] Totals { get; } = new double[groups];

        public int[] Counts { get; } = new int[groups];

        public int[] LeftOut { get; } = new int[groups];
    }
}
