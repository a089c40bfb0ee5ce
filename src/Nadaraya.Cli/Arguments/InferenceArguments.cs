using System.CommandLine;
using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>The options of <c>predict</c> that ask how sure a mean is, and how steep.</summary>
internal sealed class InferenceArguments
{
    private const int MostReplications = 1_000_000;

    private static readonly (string Word, StandardErrorKind Value)[] Kinds =
    [
        ("robust", StandardErrorKind.Robust), ("homoskedastic", StandardErrorKind.Homoskedastic),
        ("local", StandardErrorKind.Local), ("asymptotic", StandardErrorKind.Asymptotic),
    ];

    private static readonly (string Word, BandKind Value)[] Bands =
    [
        ("pointwise", BandKind.Pointwise), ("bonferroni", BandKind.Bonferroni), ("simultaneous", BandKind.Simultaneous), ("tube", BandKind.Tube),
    ];

    private readonly Option<string> standardError = new("--standard-error")
    {
        HelpName = "KIND",
        Description = "Add the standard error of each mean: robust (default), homoskedastic, local or asymptotic.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> confidence = Options.One("--confidence", "LEVEL", "Add an interval for the mean, such as 0.95: bias-corrected for local polynomials; for the local constant a band for E[m].");
    private readonly Option<string> band = Options.One("--band", "KIND", "What the confidence is about: pointwise (default), bonferroni or simultaneous (all rows of DATA), tube (the training range of one feature).");
    private readonly Option<string> replications = Options.One("--replications", "N", "Draws of a simultaneous band; default 999.");
    private readonly Option<string> seed = Options.One("--seed", "N", "Seed of a simultaneous band, and of the halves and folds that intervals are made by; default 0.");
    private readonly Option<bool> derivatives = Options.Flag("--derivatives", "Add the derivative in each number, and the contrast of each level.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        Option[] all = [standardError, confidence, band, replications, seed, derivatives];
        foreach (Option option in all)
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>What a call asks for.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isSeeded">Whether something else takes the seed.</param>
    /// <exception cref="UsageException">A word or number that is none of these, or one that says nothing without another.</exception>
    public PredictOptions Of(Call call, bool isSeeded = false)
    {
        BandKind kind = Choice.Word(call, band, Bands) ?? BandKind.Pointwise;
        Choice.Needs(call, band, call.Has(confidence), $"{confidence.Name} 0.95");
        Choice.Needs(call, replications, kind == BandKind.Simultaneous, $"{band.Name} simultaneous");
        Choice.Needs(call, seed, isSeeded || kind == BandKind.Simultaneous, $"{band.Name} simultaneous");
        return new()
        {
            StandardError = call.Has(standardError) ? Choice.Word(call, standardError, Kinds) ?? StandardErrorKind.Robust : null,
            Confidence = Choice.Share(call, confidence, "0.95"),
            Band = kind,
            Replications = (int)(call.Whole(replications, 19, MostReplications) ?? 999),
            Seed = (int)(call.Whole(seed, int.MinValue, int.MaxValue) ?? 0),
            Derivatives = call.Has(derivatives),
        };
    }

    /// <summary>Which error and which interval the columns hold, in words; null where there are none.</summary>
    public static string? Describe(PredictOptions options, KernelRegression model)
    {
        if (options is { StandardError: null, Confidence: null })
        {
            return null;
        }

        StandardErrorKind kind = options.StandardError ?? StandardErrorKind.Robust;
        string errors = $"standard errors are {(kind == StandardErrorKind.Robust ? ModelWord.ErrorOf(model) : Kinds.First(k => k.Value == kind).Word)}";
        if (options.Confidence is not double level)
        {
            return errors + ".";
        }

        string subject = model.Options.Estimator.IsConstant
            ? "for E[m], the bias of smoothing is not taken out"
            : "for the mean, around the fit of one degree more";
        return string.Create(CultureInfo.InvariantCulture, $"{errors}; intervals of {level} are {subject}, {Bands.First(b => b.Value == options.Band).Word}.");
    }
}
