namespace Nadaraya.Cli;

/// <summary>Every word of the model report beside the charts' own, in one language. Places are those of <see cref="string.Format(IFormatProvider, string, object[])"/>.</summary>
internal sealed partial record ReportText
{
    /// <summary>The title; place: target.</summary>
    public required string Title { get; init; }

    /// <summary>The line below it; places: targets, features, rows, kernel.</summary>
    public required string Subtitle { get; init; }

    public required string Rows { get; init; }

    public required string Kernel { get; init; }

    public required string LocalConstant { get; init; }

    public required string LocalLinear { get; init; }

    /// <summary>Place: degree.</summary>
    public required string LocalPolynomial { get; init; }

    /// <summary>Place: feature.</summary>
    public required string BandwidthOf { get; init; }

    public required string LeaveOneOutRmse { get; init; }

    public required string LeaveOneOutR2 { get; init; }

    public required string LeaveOneOutNote { get; init; }

    public required string FitR2 { get; init; }

    public required string Freedom { get; init; }

    public required string FreedomNote { get; init; }

    public required string Warnings { get; init; }

    public required string BoundaryBias { get; init; }

    public required string Fit { get; init; }

    /// <summary>The heading over slopes and the surface.</summary>
    public required string Slopes { get; init; }

    public required string Slope { get; init; }

    /// <summary>An axis; places: target, feature.</summary>
    public required string SlopeOf { get; init; }

    /// <summary>Places: target, feature.</summary>
    public required string SlopeCaption { get; init; }

    public required string PointwiseBand { get; init; }

    /// <summary>Places: target, the two features.</summary>
    public required string SurfaceCaption { get; init; }

    /// <summary>An axis.</summary>
    public required string NormalQuantile { get; init; }

    /// <summary>Place: target.</summary>
    public required string NormalCaption { get; init; }

    public required string NormalLine { get; init; }

    /// <summary>The heading over intervals for new observations.</summary>
    public required string Intervals { get; init; }

    public required string IntervalIntroduction { get; init; }

    public required string IntervalBand { get; init; }

    public required string EvenIntervalCaption { get; init; }

    public required string ScaledIntervalCaption { get; init; }

    /// <summary>The heading over the rows that bend the fit.</summary>
    public required string Influence { get; init; }

    /// <summary>Place: target.</summary>
    public required string InfluenceCaption { get; init; }

    public required string Distance { get; init; }

    public required string Leverage { get; init; }

    public required string Without { get; init; }

    public required string NothingLeft { get; init; }

    public required string Together { get; init; }

    /// <summary>Place: feature.</summary>
    public required string Group { get; init; }

    /// <summary>Places: target, feature.</summary>
    public required string GroupCaption { get; init; }

    public required string PublishedNote { get; init; }

    /// <summary>Places: target, feature.</summary>
    public required string FitCaption { get; init; }

    /// <summary>Places: target, feature.</summary>
    public required string PartialCaption { get; init; }

    /// <summary>Added to the partial caption where there are levels.</summary>
    public required string PartialLevels { get; init; }

    /// <summary>Places: target, feature.</summary>
    public required string LevelCaption { get; init; }

    /// <summary>Place: how many levels are shown.</summary>
    public required string MostLevels { get; init; }

    public required string Level { get; init; }

    public required string Mean { get; init; }

    public required string Prediction { get; init; }

    public required string ActualCaption { get; init; }

    /// <summary>Place: target.</summary>
    public required string Actual { get; init; }

    public required string Perfect { get; init; }

    public required string Attention { get; init; }

    public required string HeatMapCaption { get; init; }

    /// <summary>The heading over rows to click.</summary>
    public required string Provenance { get; init; }

    public required string ProvenanceCaption { get; init; }

    /// <summary>Places: rows that can be clicked, all rows.</summary>
    public required string ProvenanceSome { get; init; }

    /// <summary>Places: row, query.</summary>
    public required string PickedRow { get; init; }

    /// <summary>Places: prediction, target.</summary>
    public required string PickedValue { get; init; }

    /// <summary>Place: target.</summary>
    public required string PickedNone { get; init; }

    /// <summary>Place: effective sample size.</summary>
    public required string PickedFrom { get; init; }

    /// <summary>Places: heaviest rows, their share, rows lit up, their share; shares in percent.</summary>
    public required string PickedShares { get; init; }

    /// <summary>Places: rows lit up, their share.</summary>
    public required string PickedAll { get; init; }

    /// <summary>Places: rows lit up, their share, how many of them have a negative weight.</summary>
    public required string PickedSigned { get; init; }

    public required string Examples { get; init; }

    /// <summary>Places: target, query, prediction, effective sample size.</summary>
    public required string ExampleCaption { get; init; }

    public required string Row { get; init; }

    public required string Weight { get; init; }

    public required string Value { get; init; }

    public required string Contribution { get; init; }

    /// <summary>Place: count.</summary>
    public required string Others { get; init; }

    /// <summary>The heading over the map of support.</summary>
    public required string Atlas { get; init; }

    public required string AtlasIntroduction { get; init; }

    /// <summary>Places: the two features.</summary>
    public required string AtlasCaption { get; init; }

    /// <summary>Place: feature.</summary>
    public required string AtlasStripCaption { get; init; }

    /// <summary>Added where a strip has a line.</summary>
    public required string AtlasLine { get; init; }

    public required string AtlasRows { get; init; }

    /// <summary>Places: rows drawn, all rows.</summary>
    public required string AtlasSomeRows { get; init; }

    public required string AtlasMoves { get; init; }

    /// <summary>Added where there are other features.</summary>
    public required string AtlasHeld { get; init; }

    public required string Meaning { get; init; }

    public required string WhatToDo { get; init; }

    public required string InsideMeaning { get; init; }

    public required string InsideAdvice { get; init; }

    public required string EdgeMeaning { get; init; }

    public required string EdgeAdvice { get; init; }

    public required string LowMeaning { get; init; }

    public required string LowAdvice { get; init; }

    public required string NoneMeaning { get; init; }

    public required string NoneAdvice { get; init; }

    public required string BandwidthSection { get; init; }

    /// <summary>Place: how it was chosen.</summary>
    public required string ChosenBy { get; init; }

    /// <summary>Places: evaluations, minima.</summary>
    public required string Search { get; init; }

    /// <summary>Places: bags, rows of each, evaluations.</summary>
    public required string SearchInBags { get; init; }

    public required string Feature { get; init; }

    public required string Bandwidth { get; init; }

    public required string ScaleFactor { get; init; }

    public required string Range { get; init; }

    public required string Remark { get; init; }

    public required string SmoothedOut { get; init; }

    public required string AtBound { get; init; }

    public required string EveryLevelAlike { get; init; }

    public required string OwnLevelAlone { get; init; }

    /// <summary>Place: number of levels.</summary>
    public required string Levels { get; init; }

    public required string NoSay { get; init; }

    public required string ProfileCaption { get; init; }

    /// <summary>Under a profile of another criterion than leave-one-out.</summary>
    public required string CriterionCaption { get; init; }

    /// <summary>Place: the most rows.</summary>
    public required string ProfileLeftOut { get; init; }

    public required string Residuals { get; init; }

    /// <summary>Place: target.</summary>
    public required string ResidualCaption { get; init; }

    public required string Privacy { get; init; }

    public required string PrivacyNote { get; init; }

    /// <summary>The texts of a language.</summary>
    public static ReportText For(Language language) => language == Language.Chinese ? Chinese : English;
}
