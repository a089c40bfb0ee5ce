using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The options that say what is fitted and how.</summary>
internal sealed class FitArguments
{
    private readonly ColumnArguments columns = new();
    private readonly EstimatorArguments estimator = new();
    private readonly Option<string> kernel = Options.One("--kernel", "NAME[:PARAM]", $"The kernel, default gaussian: {string.Join(", ", Nadaraya.Kernel.Names)}.");
    private readonly Option<string> unorderedKernel = Options.One("--unordered-kernel", "NAME", $"The kernel of --categorical features, default aitchison-aitken: {Names(ordered: false)}.");
    private readonly Option<string> orderedKernel = Options.One("--ordered-kernel", "NAME", $"The kernel of --ordered features, default li-racine: {Names(ordered: true)}.");
    private readonly Option<string[]> bandwidth = Options.Items("--bandwidth", "RULE", $"cv (default: leave-one-out) or another of {BandwidthText.Rules}; a NUMBER for every feature, or a=NUMBER,b=NUMBER, the others tuned.");
    private readonly Option<string> scaleFactor = Options.One("--scale-factor", "C", "Instead of --bandwidth: C times the spread of each feature times n^(-1/(2P+q)).");
    private readonly Option<string[]> fix = Options.Items("--fix", "a=NUMBER", "Bandwidths that stay as they are while the others are chosen.");
    private readonly Option<string> bandwidthType = Options.One("--bandwidth-type", "fixed|nearest|adaptive|span", "fixed (default): a length; nearest: k rows around each query; adaptive: k rows around each row; span: a share of all rows around each query, as in loess.");
    private readonly Option<string> robust = Options.One("--robust", "N", "How often rows far off the fit are weighed down, as lowess and loess do 3 times; default 0.");
    private readonly Option<bool> oneStandardError = Options.Flag("--one-standard-error", "Take the smoothest bandwidths whose criterion is within a standard error of the lowest.");
    private readonly Option<string> minimum = Options.One("--minimum-effective-sample", "N", "The smallest effective sample size a searched bandwidth may leave at any row; default 0.");
    private readonly Option<string> bag = Options.One("--bag", "M:R", "Search in M bags of R rows each, drawn by the seed, and carry the average over to all rows: for many rows.");
    private readonly Option<string> tolerance = Options.One("--tolerance", "EPS", "The error a fast engine may make, as a share of the weighted mean of |y - mean y| at each query; default 1e-10, 0 for exact engines only.");
    private readonly Option<string> engine = Options.One("--engine", "NAME", $"The engine to compute with: {string.Join(", ", Plan.Engines)}; default the one of the lowest predicted cost that keeps the tolerance.");
    private readonly Option<string> seed = Options.One("--seed", "N", "The seed of the search's random starts, of k-fold's parts and of bags; default 0.");
    private readonly Option<string> threads = Options.One("--threads", "N", "The most threads to use; default all processors. Never affects a result.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        columns.AddTo(verb);
        estimator.AddTo(verb);
        Option[] all =
        [
            kernel, unorderedKernel, orderedKernel, bandwidth, scaleFactor, fix, bandwidthType, robust, oneStandardError, minimum, bag, tolerance, engine, seed, threads,
        ];
        foreach (Option option in all)
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>Which columns play which role.</summary>
    public DatasetOptions ColumnsOf(Call call) => columns.Of(call);

    /// <summary>How the model is fitted.</summary>
    public FitOptions HowOf(Call call)
    {
        FitOptions options = new()
        {
            Estimator = estimator.Of(call),
            BandwidthType = TableArguments.Choice(
                call, bandwidthType, ("fixed", BandwidthType.Fixed), ("nearest", BandwidthType.Nearest), ("adaptive", BandwidthType.Adaptive), ("span", BandwidthType.Span)),
            RobustIterations = (int)(call.Whole(robust, 0, 100) ?? 0),
            OneStandardError = call.Has(oneStandardError),
            Seed = (int)(call.Whole(seed, int.MinValue, int.MaxValue) ?? 0),
            Threads = (int)(call.Whole(threads, 1, 4096) ?? 0),
        };
        options = estimator.Extrapolates(call) ? options with { Support = options.Support with { Extrapolate = true } } : options;
        options = call.Text(minimum) is string size ? options with { MinimumEffectiveSample = NotNegative(size, minimum.Name) } : options;
        options = call.Text(tolerance) is string share ? options with { Tolerance = Share(share) } : options;
        options = call.Text(engine) is string word ? options with { Engine = Engine(word) } : options;
        options = call.Text(kernel) is string name ? options with { Kernel = Named(name) } : options;
        options = LevelKernel(call, unorderedKernel, false) is DiscreteKernel unordered ? options with { UnorderedKernel = unordered } : options;
        options = LevelKernel(call, orderedKernel, true) is DiscreteKernel ordered ? options with { OrderedKernel = ordered } : options;
        options = call.Items(bandwidth) is List<string> words ? options with { Bandwidth = BandwidthText.Parse(words, bandwidth.Name) } : options;
        options = call.Text(scaleFactor) is string factor ? options with { Bandwidth = Scaled(call, factor) } : options;
        options = call.Items(fix) is List<string> held ? options with { Fixed = BandwidthText.ByFeature(held, fix.Name) } : options;
        CheckRule(call, options);
        return call.Text(bag) is string parts ? options with { Bagging = Bags(call, parts, options) } : options;
    }

    /// <summary>Refuses what the options say of features that there are not.</summary>
    public void Check(FitOptions options, Dataset data) => estimator.Check(options.Estimator, data);

    private static string Names(bool ordered) => string.Join(", ", DiscreteKernel.All.Where(k => k.Ordered == ordered).Select(k => k.Name));

    private static Kernel Named(string text) => Nadaraya.Kernel.TryParse(text, out Kernel? found)
        ? found
        : throw new UsageException($"--kernel is {OneLine.Quote(text)}; expected one of {string.Join(", ", Nadaraya.Kernel.Names)} (rational-quadratic:2 sets its alpha).");

    private static double NotNegative(string text, string option)
    {
        double value = ListText.Number(text, option);
        return value >= 0 ? value : throw new UsageException($"{option} is {OneLine.Quote(text)}; expected 0 or more.");
    }

    /// <summary>What gives lengths, or searches nothing, contradicts what asks for something else.</summary>
    private void CheckRule(Call call, FitOptions options)
    {
        string? rule = call.Has(scaleFactor) ? scaleFactor.Name : options.Bandwidth.Name is "silverman" or "scott" or "plug-in" ? $"{bandwidth.Name} {options.Bandwidth.Name}" : null;
        if (rule is null)
        {
            return;
        }

        if (options.BandwidthType != BandwidthType.Fixed)
        {
            throw new UsageException($"{rule} gives a length but {bandwidthType.Name} {call.Text(bandwidthType)} counts rows; expected cv, another criterion or a number of rows; change one of them.");
        }

        Option? search = call.Has(oneStandardError) ? oneStandardError : call.Has(minimum) ? minimum : null;
        if (search is not null)
        {
            throw new UsageException($"{search.Name} is about a search but {rule} searches nothing; expected cv or another criterion; leave one of them out.");
        }

        if (rule.EndsWith("plug-in", StringComparison.Ordinal) && (options.Estimator.Name != "linear" || options.Kernel.Name != Nadaraya.Kernel.Gaussian.Name))
        {
            throw new UsageException($"{rule} is derived for a local line under the Gaussian kernel; expected --estimator linear and no other kernel; use cv or aicc for anything else.");
        }
    }

    /// <summary>How many bags of how many rows, where bags can be.</summary>
    private Bagging Bags(Call call, string text, FitOptions options)
    {
        if (options.BandwidthType != BandwidthType.Fixed)
        {
            throw new UsageException($"{bag.Name} carries lengths over to all rows but {bandwidthType.Name} {call.Text(bandwidthType)} counts rows; expected fixed bandwidths; leave one of them out.");
        }

        List<string>? words = call.Items(bandwidth);
        if (call.Has(scaleFactor) || (words is not null && !BandwidthText.IsSearched(words)))
        {
            string rule = words is null ? scaleFactor.Name : $"{bandwidth.Name} {OneLine.Of(string.Join(',', words))}";
            throw new UsageException($"{bag.Name} is about a search but {rule} says what bandwidths are; expected cv or another criterion, and {fix.Name} for those that are given; change one of them.");
        }

        Option? whole = call.Has(oneStandardError) ? oneStandardError : call.Has(minimum) ? minimum : null;
        if (whole is not null)
        {
            throw new UsageException($"{whole.Name} is about all rows but {bag.Name} searches in parts of them; expected one of the two; leave the other out.");
        }

        string[] numbers = text.Split(':');
        return numbers.Length == 2 && Whole(numbers[0], 1, 100_000) is int bags && Whole(numbers[1], Bagging.FewestRows, int.MaxValue) is int rows
            ? new(bags, rows)
            : throw new UsageException($"{bag.Name} is {OneLine.Quote(text)}; expected M:R, 1 to 100000 bags and {NumberText.Format(Bagging.FewestRows)} rows or more in each; write such as 20:2000.");

        static int? Whole(string word, int least, int most) =>
            int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : null;
    }

    private Bandwidth Scaled(Call call, string text)
    {
        if (call.Has(bandwidth))
        {
            throw new UsageException($"{scaleFactor.Name} and {bandwidth.Name} both say what the bandwidths are; expected one of them; leave the other out.");
        }

        double factor = ListText.Number(text, scaleFactor.Name);
        return factor > 0 ? Bandwidth.ScaleFactor(factor) : throw new UsageException($"{scaleFactor.Name} is {OneLine.Quote(text)}; expected a positive number, such as 1.06.");
    }

    private DiscreteKernel? LevelKernel(Call call, Option<string> option, bool ordered)
    {
        if (call.Text(option) is not string text)
        {
            return null;
        }

        if (!(ordered ? columns.HasOrdered(call) : columns.HasUnordered(call)))
        {
            string declare = ordered ? "--ordered" : "--categorical";
            throw new UsageException($"{option.Name} is the kernel of {declare} features and there is none; name one with {declare}, or leave it out.");
        }

        return DiscreteKernel.All.FirstOrDefault(k => k.Name == text && k.Ordered == ordered)
            ?? throw new UsageException($"{option.Name} is {OneLine.Quote(text)}; expected one of {Names(ordered)}.");
    }

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
}
