namespace Nadaraya;

/// <summary>The rows of a fit that take part in cells, and whom they stand for.</summary>
internal sealed class Individuals
{
    private readonly double[] weights;
    private readonly int[]? clusters;
    private readonly int[] seen; // of each cluster, in which count it was met last
    private int count;

    public Individuals(FitResult fit)
    {
        Sample = fit.Fitted.Sample;
        double[]? parts = fit.Robustness;
        weights = [.. Enumerable.Range(0, Sample.Count).Select(i => (Sample.RawWeights?[i] ?? 1) * (parts?[i] ?? 1))];
        double largest = weights.Max();
        if (!double.IsFinite(largest * weights.Length))
        {
            // Importance has no scale; a power of two keeps every digit where the sum would overflow.
            weights = [.. weights.Select(v => Math.ScaleB(v, -64))];
        }

        Keys = [.. Enumerable.Range(0, Sample.Count).Where(i => weights[i] > 0)];
        clusters = fit.Data.ClusterName is null ? null : Sample.ClusterOfKey();
        seen = clusters is null ? [] : new int[clusters.Max() + 1];
    }

    /// <summary>The rows as engines have them.</summary>
    public Sample Sample { get; }

    /// <summary>The keys that take part: a row that robust iterations left no weight hides nobody.</summary>
    public int[] Keys { get; }

    /// <summary>vᵢ as given, times what robust iterations left of it.</summary>
    public double Weight(int key) => weights[key];

    /// <summary>How many rows a key is: its frequency, else one.</summary>
    public double Rows(int key) => Sample.Counts?[key] ?? 1;

    /// <summary>How many rows keys are.</summary>
    public double Rows(ReadOnlySpan<int> keys)
    {
        double sum = 0;
        foreach (int key in keys)
        {
            sum += Rows(key);
        }

        return sum;
    }

    /// <summary>Whom keys stand for: distinct clusters where rows have any, else rows.</summary>
    public double People(ReadOnlySpan<int> keys)
    {
        double[] upTo = new double[keys.Length];
        CountUp(keys, upTo);
        return keys.IsEmpty ? 0 : upTo[^1];
    }

    /// <summary>Whom the first keys stand for, up to and with each.</summary>
    /// <param name="keys">The keys, in an order.</param>
    /// <param name="upTo">Receives as many numbers.</param>
    public void CountUp(ReadOnlySpan<int> keys, Span<double> upTo)
    {
        count++;
        double sum = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            if (clusters is null)
            {
                sum += Rows(keys[i]);
            }
            else if (seen[clusters[keys[i]]] != count)
            {
                seen[clusters[keys[i]]] = count;
                sum++;
            }

            upTo[i] = sum;
        }
    }
}
