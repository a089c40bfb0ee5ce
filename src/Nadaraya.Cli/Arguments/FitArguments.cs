using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The options that say what is fitted and how.</summary>
internal sealed class FitArguments
{
    private readonly Option<string[]> target = Options.Items("--target", "Y", "The column to predict; several give several targets with common bandwidths.");
    private readonly Option<string[]> features = Options.Items("--features", "LIST", "The columns to predict from; default every column but target, weights and id.");
    private readonly Option<string> weights = Options.One("--weights", "W", "The column of row weights.");
    private readonly Option<string> weightsAre = Options.One("--weights-are", "importance|frequency", "What row weights mean: scale-free importance (default), or how often a row occurs.");
    private readonly Option<string> id = Options.One("--id", "COL", "The column that names rows; explanations show it.");
    private readonly Option<string> estimator = Options.One("--estimator", "constant", "The local model: constant, the weighted mean of Nadaraya and Watson.");
    private readonly Option<string> kernel = Options.One("--kernel", "NAME[:PARAM]", $"The kernel, default gaussian: {string.Join(", ", Nadaraya.Kernel.Names)}.");
    private readonly Option<string[]> bandwidth = Options.Items("--bandwidth", "RULE", "cv (default: leave-one-out), silverman, scott, a NUMBER for every feature, or a=NUMBER,b=NUMBER, the others tuned.");
    private readonly Option<string[]> fix = Options.Items("--fix", "a=NUMBER", "Bandwidths that stay as they are while the others are chosen.");
    private readonly Option<string> bandwidthType = Options.One("--bandwidth-type", "fixed", "fixed: the same bandwidth everywhere.");
    private readonly Option<string> tolerance = Options.One("--tolerance", "EPS", "The error a fast engine may make, as a share of the weighted mean of |y - mean y| at each query; default 1e-10, 0 for exact engines only.");
    private readonly Option<string> engine = Options.One("--engine", "NAME", $"The engine to compute with: {string.Join(", ", Plan.Engines)}; default the one of the lowest predicted cost that keeps the tolerance.");
    private readonly Option<string> seed = Options.One("--seed", "N", "The seed of the search's random starts; default 0.");
    private readonly Option<string> threads = Options.One("--threads", "N", "The most threads to use; default all processors. Never affects a result.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        target.Required = true;
        Option[] all = [target, features, weights, weightsAre, id, estimator, kernel, bandwidth, fix, bandwidthType, tolerance, engine, seed, threads];
        foreach (Option option in all)
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>Which columns play which role.</summary>
    public DatasetOptions ColumnsOf(Call call)
    {
        if (call.Has(weightsAre) && !call.Has(weights))
        {
            throw new UsageException("--weights-are says what row weights mean but no column of them is named; name it with --weights, or leave --weights-are out.");
        }

        return new()
        {
            Targets = call.Items(target)!,
            Features = call.Items(features),
            Weights = call.Text(weights),
            WeightsAre = TableArguments.Choice(call, weightsAre, ("importance", WeightMeaning.Importance), ("frequency", WeightMeaning.Frequency)),
            Id = call.Text(id),
        };
    }

    /// <summary>How the model is fitted.</summary>
    public FitOptions HowOf(Call call)
    {
        Only(call, estimator, "constant");
        Only(call, bandwidthType, "fixed");
        FitOptions options = new()
        {
            Seed = (int)(call.Whole(seed, int.MinValue, int.MaxValue) ?? 0),
            Threads = (int)(call.Whole(threads, 1, 4096) ?? 0),
        };
        options = call.Text(tolerance) is string share ? options with { Tolerance = Share(share) } : options;
        options = call.Text(engine) is string word ? options with { Engine = Engine(word) } : options;
        options = call.Text(kernel) is string name ? options with { Kernel = Named(name) } : options;
        options = call.Items(bandwidth) is List<string> words ? options with { Bandwidth = BandwidthText.Parse(words, bandwidth.Name) } : options;
        return call.Items(fix) is List<string> held ? options with { Fixed = BandwidthText.ByFeature(held, fix.Name) } : options;
    }

    private static Kernel Named(string text) => Nadaraya.Kernel.TryParse(text, out Kernel? found)
        ? found
        : throw new UsageException($"--kernel is {OneLine.Quote(text)}; expected one of {string.Join(", ", Nadaraya.Kernel.Names)} (rational-quadratic:2 sets its alpha).");

    private string Engine(string text) => Plan.Engines.Contains(text)
        ? text
        : throw new UsageException($"{engine.Name} is {OneLine.Quote(text)}; expected one of {string.Join(", ", Plan.Engines)}, or leave it out.");

    private double Share(string text)
    {
        double share = ListText.Number(text, tolerance.Name);
        return share == 0 || share is >= FitOptions.SmallestTolerance and < 1
            ? share
            : throw new UsageException($"{tolerance.Name} is {OneLine.Quote(text)}; expected 0, for exact engines only, or a number from {NumberText.Format(FitOptions.SmallestTolerance)} to under 1: rounding alone takes up less than that.");
    }

    private static void Only(Call call, Option<string> option, string word)
    {
        if (call.Text(option) is string text && text != word)
        {
            throw new UsageException($"{option.Name} is {OneLine.Quote(text)}; this version has {word} only; leave the option out.");
        }
    }
}
