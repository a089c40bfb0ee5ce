using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>From options to the rule that makes intervals of a model; what a rule takes from the rows is computed once and kept. Safe for any number of threads.</summary>
/// <param name="model">The model.</param>
internal sealed class IntervalRules(KernelRegression model)
{
    private readonly Lock building = new();
    private readonly Dictionary<Asked, IntervalRule> rules = [];

    /// <summary>The rule that options ask for.</summary>
    /// <exception cref="DataException">A method that the model can't have; the message says which it can.</exception>
    public IntervalRule Of(PredictOptions options, Run run)
    {
        bool folded = options.Method is IntervalMethod.CrossValidationPlus;
        bool halved = options.Method is IntervalMethod.Split or IntervalMethod.SplitScaled or IntervalMethod.Quantile || options.Honest;
        Asked asked = new(
            options.Method,
            options.Honest,
            options.IntervalBy,
            folded ? options.Folds : 0,
            folded || halved ? options.Seed : 0,
            options.Method == IntervalMethod.Normal ? options.StandardError ?? StandardErrorKind.Robust : null,
            options.Method == IntervalMethod.Quantile ? options.Interval!.Value : 0);
        lock (building)
        {
            if (!rules.TryGetValue(asked, out IntervalRule? rule))
            {
                rules[asked] = rule = Build(asked, run);
            }

            return rule;
        }
    }

    private IntervalRule Build(Asked asked, Run run)
    {
        IntervalGroups groups = new(model.Data, asked.By);
        if (asked.Method == IntervalMethod.Normal)
        {
            return new NormalRule(model, asked.Error!.Value);
        }

        bool isWhole = asked is { Honest: false, Method: IntervalMethod.JackknifePlus or IntervalMethod.JackknifeMinmax or IntervalMethod.Full };
        if (isWhole)
        {
            return Whole(model, groups, asked.Method, IntervalKind.Approximate, run);
        }

        if (model.Errors.Clusters < 2)
        {
            return new NoRule(); // nothing to divide
        }

        if (asked.Method == IntervalMethod.CrossValidationPlus)
        {
            return new CrossRule(model, groups, asked.Folds, asked.Seed, run);
        }

        int[][] parts = IntervalFolds.Of(model, 2, asked.Seed);
        KernelRegression fit = IntervalFolds.Fit(model, parts[0], run.Part(0, 0.7));
        if (asked.Honest)
        {
            // Radii and spans are those of all rows of the half; and a row more or less can turn a ridge on.
            bool isClosed = model.Options.BandwidthType == BandwidthType.Fixed && (asked.Method != IntervalMethod.Full || model.Options.Estimator.IsConstant);
            IntervalKind kind = isClosed ? IntervalFolds.Kind(model, IntervalKind.Exact) : IntervalKind.Approximate;
            return Whole(new(fit.Result.Over(IntervalFolds.Rows(model, parts[1]))), groups, asked.Method, kind, run.Part(0.7, 1));
        }

        IEnvelope envelope = asked.Method == IntervalMethod.Quantile ? new QuantileEnvelope(fit, asked.Coverage) : new MeanEnvelope(fit, asked.Method == IntervalMethod.SplitScaled);
        return new SplitRule(model, groups, parts[1], envelope, run.Part(0.7, 1));
    }

    private static IntervalRule Whole(KernelRegression model, IntervalGroups groups, IntervalMethod method, IntervalKind kind, Run run) => method switch
    {
        IntervalMethod.Full => new FullRule(model, groups, kind, run),
        _ when model.Errors.Clusters < 2 => new NoRule(), // nobody is left to judge a row by
        _ => new JackknifeRule(model, groups, method == IntervalMethod.JackknifeMinmax, kind, run),
    };

    /// <summary>What a rule depends on.</summary>
    private readonly record struct Asked(IntervalMethod Method, bool Honest, string? By, int Folds, int Seed, StandardErrorKind? Error, double Coverage);
}
