namespace Nadaraya;

/// <summary>Everything a fit found: what a model is made of, and what its file holds.</summary>
internal sealed record FitResult(
    Dataset Data,
    FitOptions Options,
    IReadOnlyList<FeatureFit> Features,
    string CriterionName,
    double? CriterionValue,
    SearchTrace? Trace,
    double[][]? LeaveOneOut,
    IReadOnlyList<FitSummary> Summaries,
    IReadOnlyList<string> Warnings)
{
    /// <summary>What robust iterations left of each key's weight; null where there were none.</summary>
    public double[]? Robustness { get; init; }

    /// <summary>What a published model stands for; null where the data are the training rows themselves.</summary>
    public Publication? Publication { get; init; }

    /// <summary>How many rows each row of the data stands for, where its weight does not say: cells of importance weights. Null otherwise.</summary>
    public double[]? Counts { get; init; }

    /// <summary>The highest degree of those that the polynomial's was chosen among; null where it was given. A fit to other rows chooses again.</summary>
    public int? HighestDegree { get; init; }

    /// <summary>What was learned, with its keys where they are more than bandwidths; null where nothing was.</summary>
    public LearnedModel? Learned { get; init; }

    /// <summary>When it was fitted.</summary>
    public DateTimeOffset Created { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The format version of the file it was loaded from; null where it was fitted here.</summary>
    public int? FileVersion { get; init; }

    /// <summary>The sample with its engine, over the features that have a bandwidth, and so a say; built when first needed.</summary>
    public Fitted Fitted
    {
        get => field ??= Build();
        init;
    }

    /// <summary>The same kernels, estimator and bandwidths over other rows of the same schema.</summary>
    public FitResult Over(Dataset rows) => this with
    {
        Data = rows,
        LeaveOneOut = null,
        Summaries = [],
        Robustness = null,
        Fitted = null!, // built for these rows when first needed
    };

    private Fitted Build()
    {
        Sample sample = new Sample(Data, Counts, Learned?.Keys).Weighed(Robustness);
        int[] features = sample.Arranged(Enumerable.Range(0, Features.Count).Where(j => Features[j].Bandwidth is not null));
        return new(sample, Options, features, [.. features.Select(j => Features[j].Bandwidth!.Value)], default);
    }
}
