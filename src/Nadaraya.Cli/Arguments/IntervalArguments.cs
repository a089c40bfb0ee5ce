using System.CommandLine;
using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>The options that ask for an interval for a new observation: <c>--interval</c> and how it is made.</summary>
internal sealed class IntervalArguments
{
    private static readonly (string Word, IntervalMethod Value)[] Methods =
    [
        ("jackknife+", IntervalMethod.JackknifePlus), ("jackknife-minmax", IntervalMethod.JackknifeMinmax), ("cv+", IntervalMethod.CrossValidationPlus), ("split", IntervalMethod.Split),
        ("split-scaled", IntervalMethod.SplitScaled), ("quantile", IntervalMethod.Quantile), ("full", IntervalMethod.Full), ("normal", IntervalMethod.Normal),
    ];

    private readonly Option<string> interval = Options.One("--interval", "COVERAGE", "Add an interval that a new observation falls into so often, such as 0.9.");
    private readonly Option<string> method = Options.One("--method", "NAME", $"How it is made: {string.Join(", ", Methods.Select(m => m.Word))}; default {Methods[0].Word}.");
    private readonly Option<bool> honest = Options.Flag("--honest", "Choose bandwidths by one half of the rows and make the interval from the other: jackknife+, jackknife-minmax and full become exact.");
    private readonly Option<string> by = Options.One("--interval-by", "FEATURE", "Give each level of a categorical or ordered feature the coverage by itself.");
    private readonly Option<string> folds = Options.One("--folds", "K", "The folds of cv+; default 10.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        Option[] all = [interval, method, honest, by, folds];
        foreach (Option option in all)
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>Whether a call asks for an interval.</summary>
    public bool IsAsked(Call call) => call.Has(interval);

    /// <summary>Whether a call asks for intervals by halves or folds, which a seed draws.</summary>
    public bool IsSeeded(Call call) => call.Has(honest) || call.Text(method) is "cv+" or "split" or "split-scaled" or "quantile";

    /// <summary>Whether a call says how the interval is to be made.</summary>
    public bool IsMade(Call call) => ((Option[])[method, honest, by, folds]).Any(call.Has);

    /// <summary>What a call asks for, added to what it asks for besides.</summary>
    /// <param name="call">The call.</param>
    /// <param name="others">The other options.</param>
    /// <param name="unasked">The coverage where none is asked for; null for no interval.</param>
    /// <exception cref="UsageException">A word or number that is none of these, or one that says nothing without another.</exception>
    public PredictOptions Of(Call call, PredictOptions others, double? unasked = null)
    {
        IntervalMethod chosen = Choice.Word(call, method, Methods) ?? IntervalMethod.JackknifePlus;
        double? coverage = Choice.Share(call, interval, "0.9") ?? unasked;
        bool judged = chosen is IntervalMethod.JackknifePlus or IntervalMethod.JackknifeMinmax or IntervalMethod.Full;
        foreach (Option option in (Option[])[method, honest, by, folds])
        {
            Choice.Needs(call, option, coverage is not null, $"{interval.Name} 0.9");
        }

        Choice.Needs(call, honest, judged, $"{method.Name} jackknife+, jackknife-minmax or full");
        Choice.Needs(call, folds, chosen == IntervalMethod.CrossValidationPlus, $"{method.Name} cv+");
        Choice.Needs(call, by, chosen != IntervalMethod.Normal, $"another {method.Name} than normal");
        return others with
        {
            Interval = coverage,
            Method = chosen,
            Honest = call.Has(honest),
            IntervalBy = call.Text(by),
            Folds = (int)(call.Whole(folds, 2, 1000) ?? 10),
        };
    }

    /// <summary>The name of a method.</summary>
    public static string Word(IntervalMethod method) => Methods.First(m => m.Value == method).Word;

    /// <summary>The name of what stands behind an interval.</summary>
    public static string Word(IntervalKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>What the intervals are and what stands behind them, in words a person understands.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="model">The model.</param>
    public static string Describe(PredictOptions options, IntervalKind kind, KernelRegression model)
    {
        int rows = model.Data.Rows;
        bool repeated = model.Data.ClusterName is not null || model.Data is { HasWeights: true, WeightMeaning: WeightMeaning.Frequency };
        bool shared = !options.Honest && options.Method is (IntervalMethod.JackknifePlus or IntervalMethod.JackknifeMinmax or IntervalMethod.Full);
        string share = Percent(options.Interval!.Value);
        string least = options.LeastCoverage(rows) is double guaranteed ? $"at least {Percent(guaranteed)}" : string.Empty;
        string behind = kind switch
        {
            IntervalKind.Exact => $"exact: {least} whatever the noise is, of rows from the same source",
            IntervalKind.Split => $"split: {least} whatever the noise is, of rows from the same source, by the half that the fit did not see",
            _ => options.Method == IntervalMethod.Normal ? "approximate: as if noise were normal"
                : repeated ? "approximate: rows that belong together are not like new ones"
                : shared ? "approximate: close in practice, but bandwidths were chosen from the rows that judge them"
                : "approximate: close in practice, but the theorem does not cover this model",
        };
        string advice = kind == IntervalKind.Approximate && shared && !repeated ? $"; {(model.Options.BandwidthType == BandwidthType.Fixed && options.Method != IntervalMethod.Full ? "--honest or " : string.Empty)}--method cv+ for a guarantee" : string.Empty;
        return $"lower to upper holds about {share} of new observations ({Word(options.Method)}, {behind}{advice}).";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
