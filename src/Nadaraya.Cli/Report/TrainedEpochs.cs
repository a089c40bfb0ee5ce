namespace Nadaraya.Cli;

/// <summary>The epochs of a training that a picture shows.</summary>
internal static class TrainedEpochs
{
    /// <summary>At most so many of the epochs whose parameters are kept, those of the model among them, evenly chosen; the first, the one that was taken and the last among them.</summary>
    /// <param name="learned">The training.</param>
    /// <param name="most">How many at most, at least 3.</param>
    public static int[] Of(LearnedScore learned, int most)
    {
        int[] kept =
        [
            .. learned.StartParameters.Count > 0 ? [0] : Array.Empty<int>(),
            .. learned.Epochs.Where(e => e.Parameters is { Count: > 0 } || e.Number == learned.BestEpoch).Select(e => e.Number),
        ];
        if (kept.Length <= most)
        {
            return kept;
        }

        IEnumerable<int> even = Enumerable.Range(0, most - 1).Select(i => kept[(int)((long)i * (kept.Length - 1) / (most - 2))]);
        return [.. even.Concat(kept.Where(e => e == learned.BestEpoch)).Distinct().Order()];
    }
}
