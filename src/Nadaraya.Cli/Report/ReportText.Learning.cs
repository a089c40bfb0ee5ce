namespace Nadaraya.Cli;

/// <content>The words of the section on a learned score.</content>
internal sealed partial record ReportText
{
    /// <summary>The heading over what was learned.</summary>
    public required string Learning { get; init; }

    /// <summary>Places: score, its meaning.</summary>
    public required string LearningIntroduction { get; init; }

    public required string ScaleScore { get; init; }

    public required string DiagonalScore { get; init; }

    public required string FullScore { get; init; }

    /// <summary>Place: directions.</summary>
    public required string LowRankScore { get; init; }

    public required string DotScore { get; init; }

    public required string AdditiveScore { get; init; }

    public required string LocalScore { get; init; }

    /// <summary>Place: heads.</summary>
    public required string HeadsScore { get; init; }

    public required string DeepScore { get; init; }

    public required string OwnScore { get; init; }

    /// <summary>A table's caption.</summary>
    public required string LearnedAgainst { get; init; }

    public required string LearnedColumn { get; init; }

    public required string BandwidthColumn { get; init; }

    public required string TrainedOnRmse { get; init; }

    /// <summary>Places: folds, rows.</summary>
    public required string UnseenRmse { get; init; }

    /// <summary>Place: rows.</summary>
    public required string UnseenSplitRmse { get; init; }

    /// <summary>Place: loss.</summary>
    public required string UnseenLoss { get; init; }

    /// <summary>Places: difference, standard error.</summary>
    public required string ClearlyBetter { get; init; }

    /// <summary>Places: difference, standard error.</summary>
    public required string PerhapsBetter { get; init; }

    /// <summary>Places: difference, standard error.</summary>
    public required string NotBetter { get; init; }

    public required string AlikeUnseen { get; init; }

    public required string NotNested { get; init; }

    /// <summary>Place: effective sample size.</summary>
    public required string CollapsedWarning { get; init; }

    /// <summary>A table's caption.</summary>
    public required string HowTrained { get; init; }

    public required string Optimiser { get; init; }

    public required string Starts { get; init; }

    public required string Epochs { get; init; }

    public required string ChosenEpoch { get; init; }

    public required string StartItself { get; init; }

    public required string StoppedBecause { get; init; }

    public required string StopEpochs { get; init; }

    public required string StopConverged { get; init; }

    public required string StopPatience { get; init; }

    public required string StopTime { get; init; }

    public required string TypicalSize { get; init; }

    public required string TrainingCaption { get; init; }

    public required string TrainingHeldOut { get; init; }

    public required string TrainingSlider { get; init; }

    /// <summary>An axis.</summary>
    public required string ImportanceShare { get; init; }

    public required string ImportanceCaption { get; init; }

    /// <summary>Places: shown, all.</summary>
    public required string MostImportant { get; init; }

    public required string DirectionCaption { get; init; }

    public required string LearnedBandwidth { get; init; }

    public required string Reach { get; init; }

    public required string ReachCaption { get; init; }

    public required string BaselineBandwidth { get; init; }

    /// <summary>A table's caption.</summary>
    public required string ParameterCaption { get; init; }

    public required string Parameter { get; init; }

    public required string AtStart { get; init; }

    public required string AtEnd { get; init; }

    /// <summary>A table's caption.</summary>
    public required string HeadCaption { get; init; }

    public required string Head { get; init; }

    /// <summary>An axis; place: name.</summary>
    public required string KeysSortedBy { get; init; }

    /// <summary>An axis; place: name.</summary>
    public required string QueriesSortedBy { get; init; }

    /// <summary>Place: name.</summary>
    public required string AttentionBeforeAfter { get; init; }

    public required string LearnedCard { get; init; }

    public required string UnseenCard { get; init; }

    /// <summary>A card's note; place: RMSE.</summary>
    public required string BandwidthsDo { get; init; }
}
