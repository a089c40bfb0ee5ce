namespace Nadaraya;

/// <content>A model in the middle of its training.</content>
public sealed partial class KernelRegression
{
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
}
