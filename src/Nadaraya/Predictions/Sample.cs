using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>A dataset as the engines want it: rows that count, columns in whole vectors, weights at most 1, targets centred.</summary>
internal sealed partial class Sample
{
    // Row weights more than 300 powers of ten apart: the smaller one only matters where it is alone, and must not vanish there.
    private const double Smallest = 1e-300;

    private readonly int[]? rows;

    /// <param name="data">The rows.</param>
    /// <param name="counts">How many rows each row stands for, where its weight does not say; null where each is one row, or its frequency.</param>
    /// <param name="learned">How a learned score maps the rows; null for bandwidths.</param>
    public Sample(Dataset data, double[]? counts = null, LearnedKeys? learned = null)
        : this(data, ActiveRows(data.Weights), counts) => Learned = learned;

    private Sample(Dataset data, int[]? rows, double[]? counts)
    {
        Data = data;
        this.rows = rows;
        Columns = [.. Enumerable.Range(0, data.FeatureNames.Count).Select(j => Points.Pad(Gather(data.Feature(j))))];
        if (data.HasWeights)
        {
            double[] v = Gather(data.Weights);
            double largest = v.Max();
            RawWeights = v;

            // A power of two keeps every digit and brings the weights under 1, where their products can't overflow.
            int exponent = Math.ILogB(largest) + 1;
            Weights = new double[Points.PaddedLength(v.Length)];
            for (int i = 0; i < v.Length; i++)
            {
                Weights[i] = Math.Max(Math.ScaleB(v[i], -exponent), Smallest);
            }
        }

        Counts = counts is not null ? Gather(counts) : data.WeightMeaning == WeightMeaning.Frequency ? RawWeights : null;
        if (Counts is not null)
        {
            InverseCounts = new double[Points.PaddedLength(Counts.Length)];
            for (int i = 0; i < Counts.Length; i++)
            {
                InverseCounts[i] = 1 / Counts[i];
            }
        }

        Targets = [.. Enumerable.Range(0, data.TargetNames.Count).Select(t => Gather(data.Target(t)))];
        Payload = Payload.Of(Targets, Weights);
        Size = Counts?.Sum() ?? Count;
    }

    private Sample(Sample source, KeyOrder order)
    {
        Data = source.Data;
        rows = [.. order.Rows.Select(source.RowOf)];
        Columns = [.. source.Columns.Select(c => Payload.Permute(c, order.Rows))];
        foreach (double[] column in Columns)
        {
            column.AsSpan(rows.Length).Fill(column[rows.Length - 1]);
        }

        RawWeights = Ordered(source.RawWeights);
        Weights = Ordered(source.Weights);
        Counts = Ordered(source.Counts);
        InverseCounts = Ordered(source.InverseCounts);
        Targets = [.. source.Targets.Select(t => Ordered(t)!)];
        Payload = source.Payload.Ordered(order);
        Size = source.Size;
        Learned = source.Learned;

        double[]? Ordered(double[]? values) => values is null ? null : values.Length == rows.Length
            ? [.. order.Rows.Select(row => values[row])]
            : Payload.Permute(values, order.Rows);
    }

    private Sample(Sample source, double[] parts)
    {
        Data = source.Data;
        rows = source.rows;
        Columns = source.Columns;
        RawWeights = source.RawWeights;
        Counts = source.Counts;
        InverseCounts = source.InverseCounts;
        Targets = source.Targets;
        Size = source.Size;
        Learned = source.Learned;
        Weights = new double[Points.PaddedLength(Count)];
        for (int i = 0; i < Count; i++)
        {
            Weights[i] = Math.Max(source.Weight(i) * parts[i], Smallest);
        }

        Payload = Payload.Of(Targets, Weights);
    }

    /// <summary>The dataset.</summary>
    public Dataset Data { get; }

    /// <summary>How a learned score maps the rows; null for bandwidths.</summary>
    public LearnedKeys? Learned { get; private init; }

    /// <summary>The number of rows that count.</summary>
    public int Count => Targets[0].Length;

    /// <summary>All features, in whole vectors.</summary>
    public double[][] Columns { get; }

    /// <summary>All targets, in their own unit.</summary>
    public double[][] Targets { get; }

    /// <summary>Row weights as given, or null.</summary>
    public double[]? RawWeights { get; }

    /// <summary>Row weights at most 1, in whole vectors, or null.</summary>
    public double[]? Weights { get; }

    /// <summary>How many rows each key stands for: its frequency, or what a cell of a published model is worth; null where a key is one row.</summary>
    public double[]? Counts { get; }

    /// <summary>1/count of every key, in whole vectors; null where a key is one row.</summary>
    public double[]? InverseCounts { get; }

    /// <summary>The centred targets.</summary>
    public Payload Payload { get; }

    /// <summary>n: the number of rows, or the sum of what keys stand for.</summary>
    public double Size { get; }

    /// <summary>The row of the dataset that a key is.</summary>
    public int RowOf(int key) => rows?[key] ?? key;

    /// <summary>vᵢ, 1 where rows have no weights; at most 1.</summary>
    public double Weight(int key) => Weights?[key] ?? 1;

    /// <summary>What of a key's weight goes when it is left out: all of it, or that of one of the rows it stands for.</summary>
    public double LeftOut(int key) => Counts is null ? Weight(key) : Weight(key) / Counts[key];

    /// <summary>The same rows by the values of a feature, the smallest first: engines that put keys in order find them so, and walk in memory's order.</summary>
    public Sample InOrder(KeyOrder order) => new(this, order);

    /// <summary>The same rows, each with a part of its weight; as it is for null.</summary>
    public Sample Weighed(double[]? parts) => parts is null ? this : new(this, parts);

    /// <summary>Some of the rows, drawn without replacement; all of them where there are no more.</summary>
    /// <param name="size">How many.</param>
    /// <param name="random">Draws them.</param>
    public Sample Part(int size, Random random)
    {
        if (Count <= size)
        {
            return this;
        }

        int[] drawn = [.. Enumerable.Range(0, Count)];
        for (int k = 0; k < size; k++)
        {
            int other = random.Next(k, Count);
            (drawn[k], drawn[other]) = (drawn[other], drawn[k]);
        }

        return Of([.. drawn[..size].Order()]);
    }

    /// <summary>Some of the rows, in their order.</summary>
    /// <param name="keys">Which.</param>
    public Sample Of(int[] keys) => new(Data, [.. keys.Select(RowOf)], CountsOfRows()) { Learned = Learned };

    /// <summary>Other rows in place of these, but for some features, which stay as they stand.</summary>
    /// <param name="drawn">The row that comes to each place.</param>
    /// <param name="kept">The features that stay.</param>
    public Sample Drawn(int[] drawn, IReadOnlyCollection<int> kept)
    {
        Sample other = Of(drawn);
        foreach (int feature in kept)
        {
            Columns[feature].CopyTo(other.Columns[feature], 0);
        }

        return other;
    }

    /// <summary>The fold of every key, drawn by a seed: parts of nearly the same number of rows, clusters undivided.</summary>
    /// <param name="folds">How many.</param>
    /// <param name="seed">Draws them.</param>
    public int[] Folds(int folds, int seed)
    {
        int[] group = ClusterOfKey();
        int groups = group.Max() + 1;
        int[] order = [.. Enumerable.Range(0, groups)];
        new Random(seed).Shuffle(order);
        int[] foldOfGroup = new int[groups];
        for (int k = 0; k < groups; k++)
        {
            foldOfGroup[order[k]] = k % Math.Min(folds, groups);
        }

        return [.. group.Select(g => foldOfGroup[g])];
    }

    /// <summary>The cluster of every key, from 0; each key its own where rows have none.</summary>
    public int[] ClusterOfKey()
    {
        if (Data.ClusterOfRow.IsEmpty)
        {
            return [.. Enumerable.Range(0, Count)];
        }

        Dictionary<int, int> places = [];
        int[] clusters = new int[Count];
        for (int key = 0; key < clusters.Length; key++)
        {
            int cluster = Data.ClusterOfRow[RowOf(key)];
            if (!places.TryGetValue(cluster, out int place))
            {
                places[cluster] = place = places.Count;
            }

            clusters[key] = place;
        }

        return clusters;
    }

    /// <summary>Every key's own row left out.</summary>
    public Leave LeaveOneOut()
    {
        double[]? kept = Counts is null ? null : [.. Counts.Select(c => (c - 1) / c)];
        return Leave.Row([.. Enumerable.Range(0, Count)], kept);
    }

    /// <summary>The smallest and largest value of a feature.</summary>
    public (double Lowest, double Highest) Range(int feature)
    {
        ReadOnlySpan<double> column = Columns[feature].AsSpan(0, Count);
        double low = column[0];
        double high = column[0];
        foreach (double x in column)
        {
            low = Math.Min(low, x);
            high = Math.Max(high, x);
        }

        return (low, high);
    }

    /// <summary>Some features as a request has their columns: numbers on a line, numbers on a circle, levels.</summary>
    public int[] Arranged(IEnumerable<int> features) => [.. features.OrderBy(j => Data.FeatureTypes[j].Kind switch
    {
        FeatureKind.Continuous => 0,
        FeatureKind.Periodic => 1,
        _ => 2,
    })];

    /// <summary>Counts by row of the dataset, where weights do not say them.</summary>
    private double[]? CountsOfRows()
    {
        if (Counts is null || Data.WeightMeaning == WeightMeaning.Frequency)
        {
            return null;
        }

        double[] counts = new double[Data.Rows];
        for (int key = 0; key < Counts.Length; key++)
        {
            counts[RowOf(key)] = Counts[key];
        }

        return counts;
    }

    private double[] Gather(ReadOnlySpan<double> column)
    {
        if (rows is null)
        {
            return column.ToArray();
        }

        double[] values = new double[rows.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = column[rows[i]];
        }

        return values;
    }

    /// <summary>Rows of weight 0 are counted but take no part; null where every row counts.</summary>
    private static int[]? ActiveRows(ReadOnlySpan<double> weights)
    {
        if (weights.IndexOf(0.0) < 0)
        {
            return null;
        }

        List<int> active = [];
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                active.Add(i);
            }
        }

        return [.. active];
    }
}
