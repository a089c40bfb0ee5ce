using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya test</c>: does a feature matter, is a line enough, do groups share a curve.</summary>
internal sealed class TestVerb : Verb
{
    private readonly Argument<string> model = ModelFile.Argument();
    private readonly Option<string[]> features = Cli.Options.Items("--features", "LIST", "Whether these features matter, jointly; without any of the three options, each feature by itself.");
    private readonly Option<string> against = Cli.Options.One("--against", "linear|constant|polynomial:P", "Whether this parametric regression is enough.");
    private readonly Option<string> groups = Cli.Options.One("--groups", "G", "Whether the levels of this feature, or the clusters, share one curve.");
    private readonly Option<string> replications = Cli.Options.One("--replications", "N", "How many samples are drawn under the null hypothesis; default 399.");
    private readonly Option<string> bootstrap = Cli.Options.One("--bootstrap", "rademacher|wild|iid|pairs", "How: residuals with a random sign (default), times Mammen's multiplier, drawn from all rows; or rows in pairs.");
    private readonly Option<string> seed = Cli.Options.One("--seed", "N", "The seed of the draws; default 0.");
    private readonly Option<bool> reselect = Cli.Options.Flag("--reselect", "Choose the bandwidths of tested features anew for every sample; eight times the work.");
    private readonly Option<bool> raw = Cli.Options.Flag("--raw", "Average squared slopes as they are, instead of each over its variance.");
    private readonly Option<bool> json = Cli.Options.Flag("--json", "Print the result as JSON.");

    public TestVerb()
        : base("test", "Test features, parametric regressions, and equal curves.")
    {
        Arguments.Add(model);
        Option[] own = [features, against, groups, replications, bootstrap, seed, reselect, raw, json];
        foreach (Option option in own)
        {
            Options.Add(option);
        }

        AddTimeLimit("The longest it may take.");
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya test wages.safetensors --features tenure\nnadaraya test wages.safetensors --against linear";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        using Deadline deadline = Start(call);
        Option[] kinds = [.. ((Option[])[features, against, groups]).Where(call.Has)];
        if (kinds.Length > 1)
        {
            throw new UsageException($"{kinds[0].Name} and {kinds[1].Name} ask for two tests; expected one; call twice.");
        }

        if ((call.Has(reselect) || call.Has(raw)) && kinds.Length == 1 && kinds[0] != features && !(kinds[0] == groups && !call.Has(reselect)))
        {
            throw new UsageException($"{(call.Has(reselect) ? reselect : raw).Name} belongs to tests of features; leave it out, or leave {kinds[0].Name} out.");
        }

        TestOptions options = new()
        {
            Replications = (int)(call.Whole(replications, 19, 100_000) ?? 399),
            Seed = (int)(call.Whole(seed, int.MinValue, int.MaxValue) ?? 0),
            Bootstrap = call.Has(bootstrap)
                ? TableArguments.Choice(call, bootstrap, ("wild", TestBootstrap.Wild), ("rademacher", TestBootstrap.Rademacher), ("iid", TestBootstrap.Iid), ("pairs", TestBootstrap.Pairs))
                : TestBootstrap.Rademacher,
            Reselect = call.Has(reselect),
            Pivotal = !call.Has(raw),
        };
        Estimator? parametric = call.Text(against) is string name ? Parametric(name) : null;
        KernelRegression fitted = ModelFile.Load(call, call.Text(model));
        IReadOnlyList<TestResult> results;
        using (ProgressBar bar = call.Watch("Testing"))
        {
            results = deadline.Within("testing", token =>
                parametric is not null ? [fitted.TestSpecification(parametric, options, bar, token)]
                : call.Text(groups) is string group ? [fitted.TestEqualCurves(group, options, bar, token)]
                : fitted.TestSignificance(call.Items(features), options, bar, token));
        }

        if (call.Has(json))
        {
            byte[] text = TestText.Json(results);
            call.Terminal.Write(stream => stream.Write(text));
        }
        else
        {
            call.Terminal.Print(TestText.Note(results));
        }
    }

    private Estimator Parametric(string text)
    {
        try
        {
            return Estimator.Parse(text);
        }
        catch (FormatException)
        {
            throw new UsageException($"{against.Name} is {OneLine.Quote(text)}; expected linear, constant, or polynomial:P with P from 0 to 10.");
        }
    }
}
