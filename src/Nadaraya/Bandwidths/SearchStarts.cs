namespace Nadaraya;

/// <summary>Where a search over several features starts.</summary>
/// <param name="space">Its coordinates.</param>
/// <param name="record">Says when time is up.</param>
/// <param name="seed">The seed of random starts.</param>
internal sealed class SearchStarts(SearchSpace space, SearchRecord record, int seed)
{
    private const double FarApart = 1.5; // in ln h, starts that the others do not come near
    private const int Levels = 12; // from eleven times the rules' bandwidths to a fifth of them

    /// <summary>Starts of the rules' shape: where the criterion on the part is lowest along all scales of it, which many squares of one weight tell at once.</summary>
    public IEnumerable<double[]> AlongScales(Criterion onPart, double shift)
    {
        const double Widest = 2.4;
        const int MostScales = 3;
        double[] At(double by) => space.Scaled(space.Start, by);
        double[] widest = At(Widest - shift);
        double[]? values = space.IsWhole
            ? record.Within(() => onPart.AlongScales(space.Bandwidths(widest), Levels))
            : null;
        return values is null or []
            ? ((double[])[-1.2, 1.2, Widest]).Select(At)
            : Enumerable.Range(0, Levels)
                .Where(k => (k == 0 || values[k] <= values[k - 1]) && (k == Levels - 1 || values[k] < values[k + 1]))
                .OrderBy(k => values[k])
                .Take(MostScales)
                .Select(k => space.Scaled(widest, shift - (k * Math.Log(2) / 2)));
    }

    /// <summary>Starts from rules of thumb, from features that are smoothed out and at random.</summary>
    public List<double[]> Scattered()
    {
        double[] start = space.Start, high = space.High;
        List<double[]> starts = [start];
        for (int k = 0; k < space.Dimensions; k++)
        {
            starts.Add([.. start.Select((x, j) => j == k ? high[j] : x)]);
            starts.Add([.. start.Select((x, j) => j == k ? x : high[j])]);
        }

        // One row far from all others makes a standard deviation, and every start by it, as large as it likes.
        if (start.Zip(space.Robust).Any(p => p.First - p.Second > FarApart))
        {
            foreach (double shift in (double[])[0, -1.2, 1.2])
            {
                starts.Add(space.Scaled(space.Robust, shift));
            }
        }

        Random random = new(seed);
        for (int r = 0; r < 4 + space.Dimensions; r++)
        {
            starts.Add([.. start.Select((x, k) => space.Axes[k].Scaled(x, (4 * random.NextDouble()) - 2.5))]);
        }

        return starts;
    }
}
