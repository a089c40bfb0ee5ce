namespace Nadaraya;

/// <summary>Every word that a chart or a report adds to the user's own names, in one language.</summary>
/// <remarks>
/// Take <see cref="English"/> or <see cref="Chinese"/>, or change single words with <c>with</c>. Texts may hold places such as
/// <c>{n}</c>, which the chart fills in. Chinese terms are those of the chapter's Chinese edition.
/// </remarks>
public sealed partial record ChartText
{
    /// <summary>The language these texts are written in.</summary>
    public required Language Language { get; init; }

    /// <summary>The tag for HTML's <c>lang</c>: <c>en</c> or <c>zh-CN</c>.</summary>
    public string Tag => Language == Language.Chinese ? "zh-CN" : "en";

    /// <summary>Training rows in a legend.</summary>
    public required string Data { get; init; }

    /// <summary>The fitted curve in a legend.</summary>
    public required string FittedCurve { get; init; }

    /// <summary>The curve the data were drawn from, where it is known.</summary>
    public required string Truth { get; init; }

    /// <summary>The band around a curve.</summary>
    public required string Band { get; init; }

    /// <summary>How many rows share a cell of a binned scatter.</summary>
    public required string RowsPerCell { get; init; }

    /// <summary>The share of one key in one prediction.</summary>
    public required string AttentionWeight { get; init; }

    /// <summary>The key axis of an attention heat map.</summary>
    public required string SortedTrainingInputs { get; init; }

    /// <summary>The query axis of an attention heat map.</summary>
    public required string SortedTestingInputs { get; init; }

    /// <summary>One key in a tooltip.</summary>
    public required string Key { get; init; }

    /// <summary>One query in a tooltip.</summary>
    public required string Query { get; init; }

    /// <summary>The training loss.</summary>
    public required string Loss { get; init; }

    /// <summary>One pass over the training rows.</summary>
    public required string Epoch { get; init; }

    /// <summary>The numbered steps of an optimiser.</summary>
    public required string TrainingSteps { get; init; }

    /// <summary>The smallest value of a curve.</summary>
    public required string Optimum { get; init; }

    /// <summary>The kernel's width.</summary>
    public required string Bandwidth { get; init; }

    /// <summary>The leave-one-out criterion.</summary>
    public required string LeaveOneOutCriterion { get; init; }

    /// <summary>A local minimum of a criterion.</summary>
    public required string LocalMinimum { get; init; }

    /// <summary>The bandwidth that was taken.</summary>
    public required string Chosen { get; init; }

    /// <summary>Predictions at the training rows.</summary>
    public required string FittedValue { get; init; }

    /// <summary>Predictions at the training rows, each made without its own row.</summary>
    public required string LeaveOneOutPrediction { get; init; }

    /// <summary>Target minus prediction.</summary>
    public required string Residual { get; init; }

    /// <summary>A training row in a tooltip.</summary>
    public required string Row { get; init; }

    /// <summary>A prediction in a legend or a tooltip.</summary>
    public required string Prediction { get; init; }

    /// <summary>A row's weight times its value.</summary>
    public required string Contribution { get; init; }

    /// <summary>The weights of a row and of all heavier ones together.</summary>
    public required string WeightSoFar { get; init; }

    /// <summary>The rows that a prediction came from, in a legend.</summary>
    public required string RowsBehind { get; init; }

    /// <summary>Rows of negative weight, in a legend.</summary>
    public required string RowsAgainst { get; init; }

    /// <summary>What stands above a chart of clicks while nothing is picked.</summary>
    public required string ClickHint { get; init; }

    /// <summary>The verdict on support.</summary>
    public required string Support { get; init; }

    /// <summary>As many rows of equal weight would make as good a mean.</summary>
    public required string EffectiveSampleSize { get; init; }

    /// <summary>Support inside, with its meaning.</summary>
    public required string SupportInside { get; init; }

    /// <summary>Support at the edge, with its meaning.</summary>
    public required string SupportEdge { get; init; }

    /// <summary>Low support, with its meaning.</summary>
    public required string SupportLow { get; init; }

    /// <summary>No support, with its meaning.</summary>
    public required string SupportNone { get; init; }

    /// <summary>Spoken form of a fit chart; places <c>{x}</c>, <c>{y}</c>, <c>{n}</c>.</summary>
    public required string FitDescription { get; init; }

    /// <summary>Spoken form of an attention heat map; places <c>{rows}</c>, <c>{columns}</c>.</summary>
    public required string HeatMapDescription { get; init; }

    /// <summary>Spoken form of a loss curve; places <c>{x}</c>, <c>{n}</c>.</summary>
    public required string LossDescription { get; init; }

    /// <summary>Spoken form of the loss by epoch; place <c>{n}</c>.</summary>
    public required string EpochLossDescription { get; init; }

    /// <summary>Spoken form of the epoch slider; place <c>{n}</c>.</summary>
    public required string SliderDescription { get; init; }

    /// <summary>Spoken form of a leave-one-out profile; places <c>{x}</c>, <c>{chosen}</c>.</summary>
    public required string ProfileDescription { get; init; }

    /// <summary>Spoken form of a residual chart; places <c>{x}</c>, <c>{n}</c>.</summary>
    public required string ResidualDescription { get; init; }

    /// <summary>Spoken form of a line chart; places <c>{y}</c>, <c>{x}</c>, <c>{names}</c>.</summary>
    public required string LineDescription { get; init; }

    /// <summary>Spoken form of a surface; places <c>{v}</c>, <c>{x}</c>, <c>{y}</c>.</summary>
    public required string SurfaceDescription { get; init; }

    /// <summary>Spoken form of a chart of clicks; places <c>{n}</c>, <c>{x}</c>, <c>{y}</c>.</summary>
    public required string ProvenanceDescription { get; init; }

    /// <summary>Spoken form of a map of support; places <c>{x}</c>, <c>{y}</c>.</summary>
    public required string AtlasDescription { get; init; }

    /// <summary>Spoken form of a strip of support; place <c>{x}</c>.</summary>
    public required string AtlasStripDescription { get; init; }

    /// <summary>The mean loss of the rows held out of training.</summary>
    public required string HeldOutLoss { get; init; }

    /// <summary>One of several places that training started from; place <c>{n}</c>.</summary>
    public required string Start { get; init; }

    /// <summary>The starts that were not kept, where they are many.</summary>
    public required string OtherStarts { get; init; }

    /// <summary>A direction of a learned metric.</summary>
    public required string Direction { get; init; }

    /// <summary>A coordinate that a learned score sees.</summary>
    public required string Coordinate { get; init; }

    /// <summary>How far a direction moves with one standard deviation of a coordinate.</summary>
    public required string PerDeviation { get; init; }

    /// <summary>What stands above weights before training.</summary>
    public required string BeforeTraining { get; init; }

    /// <summary>What stands above weights after training.</summary>
    public required string AfterTraining { get; init; }

    /// <summary>Spoken form of a training chart; places <c>{n}</c>, <c>{best}</c>.</summary>
    public required string TrainingDescription { get; init; }

    /// <summary>Spoken form of bars; places <c>{y}</c>, <c>{n}</c>, <c>{first}</c>.</summary>
    public required string BarDescription { get; init; }

    /// <summary>Spoken form of a chart of directions; places <c>{n}</c>, <c>{names}</c>.</summary>
    public required string DirectionDescription { get; init; }

    /// <summary>Spoken form of two attention heat maps; places <c>{rows}</c>, <c>{columns}</c>.</summary>
    public required string ComparisonDescription { get; init; }

    /// <summary>The report's button that swaps light and dark.</summary>
    public required string ThemeButton { get; init; }

    /// <summary>The report's buttons that save a chart; place <c>{kind}</c>.</summary>
    public required string SaveButton { get; init; }

    /// <summary>What stands before a warning.</summary>
    public required string Warning { get; init; }

    /// <summary>What a reader without scripts sees where a chart would be.</summary>
    public required string NoScript { get; init; }

    /// <summary>The report's last line.</summary>
    public required string Footer { get; init; }

    /// <summary>The texts of a language.</summary>
    /// <param name="language">The language; it is never taken from the culture.</param>
    /// <returns><see cref="English"/> or <see cref="Chinese"/>.</returns>
    public static ChartText For(Language language) => language switch
    {
        Language.English => English,
        Language.Chinese => Chinese,
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "Not a language of the charts; expected English or Chinese."),
    };

    /// <summary>Fills the places of a text; an unknown place stays, so that a slip is seen.</summary>
    internal static string Fill(string text, params ReadOnlySpan<(string Place, string Value)> values)
    {
        foreach (var (place, value) in values)
        {
            text = text.Replace("{" + place + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
