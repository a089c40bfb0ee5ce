namespace Nadaraya;

/// <content>A model in the middle of its training.</content>
public sealed partial class KernelRegression
{
    /// <summary>The learned map as directions, the largest first: rows √λₖ vₖ' of the eigenvectors of (W·sd)'(W·sd), one column a coordinate of <see cref="LearnedScore.Coordinates"/>.</summary>
    /// <remarks>
    /// The score is −½ Σₖ (directionₖ · z)² of the difference z of two rows in standard deviations (levels and circles as they stand): a large entry says which coordinates move it, and
    /// signs which combination. Of one sign or the other, as −v is v. Empty where nothing was learned, or no linear map.
    /// </remarks>
    public IReadOnlyList<IReadOnlyList<double>> LearnedDirections =>
        Result.Learned is { Score.Metric: { } metric } learned ? MetricDirections.Of(metric, learned.Coordinates) : [];

    /// <summary>Whether there are derivatives: of bandwidths and linear maps, not of other learned scores.</summary>
    public bool HasDerivatives => !IsMapped || Result.Learned!.Keys!.Slopes is not null;

    /// <summary>Whether the rows are mapped by a learned score, so that features have no bandwidth of their own.</summary>
    internal bool IsMapped => Result.Learned?.Keys is not null;

    /// <summary>∂ engine column/∂ feature of a learned map; null of a model by bandwidths.</summary>
    /// <exception cref="DataException">The score has no such slopes.</exception>
    internal double[,]? MapSlopes() => !IsMapped ? null : Result.Learned!.Keys!.Slopes
        ?? throw NotOf("derivatives", "a map that is the same everywhere: full or low-rank:K");

    /// <summary>The refusal of what a learned score can't tell.</summary>
    /// <param name="what">What was asked for.</param>
    /// <param name="needs">What it takes.</param>
    internal DataException NotOf(string what, string needs) => new(
        $"The score '{Result.Learned!.Score.Score.Name}' was learned, and has no {what}: that takes {needs}; fit such a model.");

    /// <summary>Refuses what takes a bandwidth a feature.</summary>
    internal void CheckBandwidths(string what)
    {
        if (IsMapped)
        {
            throw NotOf(what, "a bandwidth a feature: no learning, or scale or diagonal");
        }
    }

    /// <summary>The model as it stood after an epoch: the same rows under the parameters of then, without statistics of the fit.</summary>
    /// <param name="epoch">The epoch, from 1; 0 for where the first start began.</param>
    /// <exception cref="DataException">Nothing was learned, there is no such epoch, or its parameters were not kept.</exception>
    public KernelRegression AtEpoch(int epoch)
    {
        if (Result.Learned is not LearnedModel learned)
        {
            throw new DataException("The model has no epochs: no score was learned; fit it with FitOptions.Learning.");
        }

        TrainingEpoch? found = learned.Score.Epochs.FirstOrDefault(e => e.Number == epoch);
        IReadOnlyList<double>? told = epoch == 0 ? learned.Score.StartParameters : found?.Parameters;
        return told is { Count: > 0 }
            ? new(LearnedFit.Under(Result, [.. told]))
            : throw new DataException(found is null && epoch != 0
                ? $"There is no epoch {epoch}: the training made {learned.Score.Epochs.Count}."
                : $"The parameters of epoch {epoch} were not kept: choose one whose Parameters are not null.");
    }

    /// <summary>Refuses what follows from the weights of one score.</summary>
    /// <param name="what">What was asked for, in the plural.</param>
    /// <exception cref="DataException">The model mixes heads.</exception>
    internal void CheckOneScore(string what)
    {
        if (Result.Learned?.Keys is { Heads.Count: > 0 } keys)
        {
            throw new DataException($"There are no {what} of a model that mixes {keys.Heads.Count} heads: they follow from the weights of one score; learn one, such as full, or choose bandwidths.");
        }
    }
}
