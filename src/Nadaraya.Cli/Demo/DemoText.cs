namespace Nadaraya.Cli.Demo;

/// <summary>Every word of the lesson, in one language; places such as <c>{w}</c> are filled in. The terms are the chapter's own.</summary>
internal sealed partial record DemoText
{
    public required Language Language { get; init; }

    public required string Title { get; init; }

    public required string CurrentTitle { get; init; }

    public required string ChapterLabel { get; init; }

    public required string LessonSection { get; init; }

    public required string HiddenSection { get; init; }

    public required string ExerciseSection { get; init; }

    public required string RowsOfChapter { get; init; }

    public required string RowsOfCurrent { get; init; }

    public required string RowsOfSeed { get; init; }

    public required string RowsOfFile { get; init; }

    public required string WrittenNote { get; init; }

    public required string Model { get; init; }

    public required string Truth { get; init; }

    public required string Loss { get; init; }

    public required string Epoch { get; init; }

    public required string WAfter { get; init; }

    public required string Bandwidth { get; init; }

    public required string ErrorAgainstTruth { get; init; }

    public required string SquaredError { get; init; }

    public required string AttentionWeight { get; init; }

    public required string DataTitle { get; init; }

    public required string DataStep { get; init; }

    public required string DataStepOfFile { get; init; }

    public required string DataStepOfCurrent { get; init; }

    public required string AverageTitle { get; init; }

    public required string AverageStep { get; init; }

    public required string AverageNote { get; init; }

    public required string AverageCaption { get; init; }

    public required string PlainTitle { get; init; }

    public required string PlainStep { get; init; }

    public required string PlainNote { get; init; }

    public required string ErrorNote { get; init; }

    public required string PlainCaption { get; init; }

    public required string PlainHeatTitle { get; init; }

    public required string PlainHeatCaption { get; init; }

    public required string BmmTitle { get; init; }

    public required string BmmStep { get; init; }

    public required string BmmNote { get; init; }

    public required string TrainTitle { get; init; }

    public required string TrainStep { get; init; }

    public required string TrainNote { get; init; }

    public required string TrainCaption { get; init; }

    public required string TrainedTitle { get; init; }

    public required string TrainedStep { get; init; }

    public required string TrainedNarrower { get; init; }

    public required string TrainedWider { get; init; }

    public required string TrainedCaption { get; init; }

    public required string TrainedHeatTitle { get; init; }

    public required string TrainedHeatCaption { get; init; }

    public required string HiddenTitle { get; init; }

    public required string HiddenStep { get; init; }

    public required string HiddenNote { get; init; }

    public required string OvershootNote { get; init; }

    public required string NoOvershootNote { get; init; }

    public required string OutsideNote { get; init; }

    public required string HiddenCurveTitle { get; init; }

    public required string HiddenCurveCaption { get; init; }

    public required string SliderTitle { get; init; }

    public required string SliderCaption { get; init; }

    public required string OptimumTitle { get; init; }

    public required string OptimumCaption { get; init; }

    public required string SummaryAverage { get; init; }

    public required string SummaryPlain { get; init; }

    public required string SummaryScalar { get; init; }

    public required string SummaryTrained { get; init; }

    public required string SummaryOptimum { get; init; }

    public required string SummaryLeaning { get; init; }

    public required string SizesTitle { get; init; }

    public required string SizesStep { get; init; }

    public required string SizesNote { get; init; }

    public required string SizesRows { get; init; }

    public required string SizesDraws { get; init; }

    public required string SizesFixed { get; init; }

    public required string SizesTuned { get; init; }

    public required string SizesCaption { get; init; }

    public required string SizesCurvesTitle { get; init; }

    public required string SizesCurvesCaption { get; init; }

    public required string MeaningTitle { get; init; }

    public required string MeaningStep { get; init; }

    public required string MeaningNote { get; init; }

    public required string MeaningRows { get; init; }

    public required string MeaningLargest { get; init; }

    public required string MeaningPrediction { get; init; }

    public required string MeaningChart { get; init; }

    public required string MeaningKey { get; init; }

    public required string MeaningCaption { get; init; }

    public required string BandwidthTitle { get; init; }

    public required string BandwidthStep { get; init; }

    public required string BandwidthNote { get; init; }

    public required string BandwidthChart { get; init; }

    public required string BandwidthCriterion { get; init; }

    public required string BandwidthCaption { get; init; }

    public required string LeaningTitle { get; init; }

    public required string LeaningStep { get; init; }

    public required string LeaningNote { get; init; }

    public required string LeaningTrainedNote { get; init; }

    public required string ContestNote { get; init; }

    public required string ContestBetter { get; init; }

    public required string ContestWorse { get; init; }

    public required string ContestOpen { get; init; }

    public required string ContestWon { get; init; }

    public required string LeaningFitTitle { get; init; }

    public required string LeaningFitCaption { get; init; }

    public required string LeaningHeatTitle { get; init; }

    public required string LeaningHeatCaption { get; init; }

    public required string LeaningLossTitle { get; init; }

    public required string LeaningLossCaption { get; init; }

    public required string KernelsTitle { get; init; }

    public required string KernelsStep { get; init; }

    public required string KernelsNote { get; init; }

    public required string KernelsCaption { get; init; }

    public required string Kernel { get; init; }

    public required string Gaussian { get; init; }

    public required string Boxcar { get; init; }

    public required string Constant { get; init; }

    public required string Epanechikov { get; init; }

    public required string PoolTitle { get; init; }

    public required string PoolStep { get; init; }

    public required string PoolNote { get; init; }

    public required string PoolCaption { get; init; }

    public required string PoolFitCaption { get; init; }

    public required string HeatTitle { get; init; }

    public required string HeatStep { get; init; }

    public required string HeatNote { get; init; }

    public required string HeatCaption { get; init; }

    public required string HeatKeys { get; init; }

    public required string HeatQueries { get; init; }

    public required string SigmaTitle { get; init; }

    public required string SigmaStep { get; init; }

    public required string SigmaNote { get; init; }

    public required string SigmaCaption { get; init; }

    public required string SigmaHeatCaption { get; init; }

    public static DemoText For(Language language) => language == Language.Chinese ? Chinese : English;
}
