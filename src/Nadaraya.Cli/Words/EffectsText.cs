using System.Globalization;
using System.Text;

namespace Nadaraya.Cli;

/// <summary>What <c>effects</c> prints.</summary>
internal static class EffectsText
{
    /// <summary>The keys of <c>effects --json</c>, which only grow.</summary>
    public static byte[] Json(KernelRegression model, EffectOptions options, IReadOnlyList<Effect> effects) => JsonText.Object(json =>
    {
        json.WriteString("target", model.Data.TargetNames[0]);
        json.WriteNumber("rows", options.Rows?.Count ?? model.Data.Rows);
        json.WriteString("method", options.Replications > 0 ? "bootstrap" : "delta");
        json.Number("confidence", options.Confidence);
        json.WriteNumber("replications", options.Replications);
        json.WriteNumber("seed", options.Seed);
        json.WriteString("by", options.By ?? options.Groups?.Name);
        json.Array("effects", effects, effect => json.Object(null, () =>
        {
            json.WriteString("target", effect.Target);
            json.WriteString("feature", effect.Feature);
            json.WriteString("comparison", effect.Comparison == "∂" ? "slope" : effect.Comparison);
            json.WriteString("group", effect.Group);
            json.WriteString("at", effect.At);
            json.Number("value", effect.Value);
            json.Number("standardError", effect.StandardError);
            json.Number("lower", effect.Lower);
            json.Number("upper", effect.Upper);
            json.Number("z", effect.Z);
            json.Number("pValue", effect.PValue);
            json.WriteNumber("rows", effect.Rows);
            json.WriteNumber("rowsLeftOut", effect.RowsLeftOut);
        }));
    });

    /// <summary>For a person.</summary>
    public static string Note(KernelRegression model, EffectOptions options, IReadOnlyList<Effect> effects)
    {
        string? by = options.By ?? options.Groups?.Name;
        bool several = model.Data.TargetNames.Count > 1;
        string percent = (100 * options.Confidence).ToString("G5", CultureInfo.InvariantCulture);
        List<string[]> lines = [];
        string[] heading =
        [
            several ? "target" : string.Empty, options.Predictions ? string.Empty : "effect of", options.Predictions ? string.Empty : "comparison", by is null ? string.Empty : OneLine.Of(by),
            options.At.Count > 0 ? "at" : string.Empty, options.Predictions && !options.Contrast ? "prediction" : "effect", "std. error", "z", "p", $"{percent} % lower", "upper",
        ];
        lines.Add(heading);
        foreach (Effect effect in effects)
        {
            lines.Add(
            [
                several ? OneLine.Of(effect.Target) : string.Empty,
                OneLine.Of(effect.Feature ?? string.Empty),
                effect.Comparison == "∂" ? "slope" : OneLine.Of(effect.Comparison ?? string.Empty),
                OneLine.Of(effect.Group ?? string.Empty),
                OneLine.Of(effect.At ?? string.Empty),
                Human.Number(effect.Value),
                Human.Number(effect.StandardError),
                Human.Number(effect.Z),
                TestText.PValue(effect.PValue),
                Human.Number(effect.Lower),
                Human.Number(effect.Upper),
            ]);
        }

        // Columns that say nothing are left out.
        int[] shown = [.. Enumerable.Range(0, heading.Length).Where(c => c >= 5 || lines.Any(l => l[c].Length > 0))];
        StringBuilder text = new();
        _ = text.Append("Averages over ").Append(Human.Count(options.Rows?.Count ?? model.Data.Rows, "row"))
            .Append(options.Rows is null ? " of the training data" : string.Empty)
            .Append(several ? string.Empty : $", in the unit of {OneLine.Of(model.Data.TargetNames[0])}").Append(".\n\n");
        foreach (string line in Human.Columns([.. lines.Select(l => shown.Select(c => l[c]).ToArray())], [.. shown.Select(c => c >= 5)]))
        {
            _ = text.Append("  ").Append(line.TrimEnd()).Append('\n');
        }

        _ = text.Append('\n').Append(Meaning(options));
        int left = effects.Count == 0 ? 0 : effects.Max(e => e.RowsLeftOut);
        return text.Append(left > 0 ? $"Up to {Human.Count(left, "row")} had no prediction at a point and {(left == 1 ? "was" : "were")} left out of its average.\n" : string.Empty).ToString();
    }

    private static string Meaning(EffectOptions options)
    {
        string what = options.Predictions
            ? options.Contrast ? "A difference is what the average prediction changes by between two points of --at.\n" : "A prediction here is the mean over rows, each set to the point and else as it is.\n"
            : "A slope is the change of the target for one unit more; a comparison is one level against another, other features as they are.\n";
        string how = options.Replications > 0
            ? $"Standard errors and intervals are from {options.Replications} samples of a wild bootstrap.\n"
            : "Standard errors are by the delta method, from leave-one-out errors; the rows averaged over are taken as given.\n";
        return what + how;
    }
}
