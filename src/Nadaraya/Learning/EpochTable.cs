namespace Nadaraya;

/// <summary>Epochs as numbers, for files: six an epoch, and the parameters that are kept one after the other.</summary>
internal static class EpochTable
{
    /// <summary>Numbers an epoch: number, start, loss, held-out loss (NaN for none), rate, whether parameters are kept.</summary>
    public const int Columns = 6;

    /// <summary>The numbers of epochs, an epoch after the other.</summary>
    public static double[] Numbers(IEnumerable<TrainingEpoch> epochs) =>
        [.. epochs.SelectMany(e => new[] { e.Number, e.Start, e.Loss, e.HeldOutLoss ?? double.NaN, e.LearningRate, e.Parameters is null ? 0 : 1 })];

    /// <summary>The parameters that are kept, an epoch after the other.</summary>
    public static double[] Parameters(IEnumerable<TrainingEpoch> epochs) => [.. epochs.SelectMany(e => e.Parameters ?? [])];

    /// <summary>The epochs again.</summary>
    /// <param name="numbers">Their numbers.</param>
    /// <param name="parameters">The parameters that are kept.</param>
    /// <param name="count">The parameters of an epoch.</param>
    /// <exception cref="FormatException">The lengths do not fit.</exception>
    public static TrainingEpoch[] Read(double[] numbers, double[] parameters, int count)
    {
        int kept = numbers.Chunk(Columns).Count(e => e.Length == Columns && e[^1] != 0);
        if (numbers.Length % Columns != 0 || kept * count != parameters.Length)
        {
            throw new FormatException($"{parameters.Length} parameters of {numbers.Length} numbers of epochs");
        }

        int at = 0;
        return
        [
            .. numbers.Chunk(Columns).Select(e => new TrainingEpoch((int)e[0], (int)e[1], e[2], double.IsNaN(e[3]) ? null : e[3], e[4])
            {
                Parameters = e[5] == 0 ? null : parameters[at..(at += count)],
            }),
        ];
    }
}
