namespace Nadaraya;

/// <content>Average effects.</content>
public sealed partial class KernelRegression
{
    /// <summary>
    /// Averages effects over rows: slopes of numbers, contrasts of levels (each with the base; of ordered ones with the level before), or predictions; by group, at counterfactual values, or the
    /// differences between these; with standard errors, confidence intervals and a test of zero.
    /// </summary>
    /// <param name="options">Options; null for the effects of all features over the training rows.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <remarks>O(rows · n) an effect and counterfactual point. Standard errors take the rows averaged over as given, as Stata's margins does by default.</remarks>
    /// <exception cref="DataException">No such feature or group, or a value that is none.</exception>
    public IReadOnlyList<Effect> AverageEffects(EffectOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        CheckOneScore("average effects");
        options ??= new();
        if (options.Rows is Queries rows && rows.Dimensions != Features.Count)
        {
            throw new ArgumentException(
                $"A row has {rows.Dimensions} values but the model has {Features.Count} features ({string.Join(", ", Features.Select(f => f.Name))}): give one value a feature, in this order.",
                nameof(options));
        }

        return options.Rows is { Count: 0 }
            ? throw new DataException("There is no row to average over: give at least one.")
            : new AverageEffect(this, options, new(Options.Threads, cancellation, progress)).All();
    }
}
