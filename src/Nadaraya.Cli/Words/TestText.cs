using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Nadaraya.Cli;

/// <summary>What <c>test</c> prints.</summary>
internal static class TestText
{
    private static readonly string[] Levels = ["0.9", "0.95", "0.99"];

    /// <summary>A p-value as a person reads it.</summary>
    public static string PValue(double? p) => p is not double value ? "–"
        : value < 0.0001 ? "<0.0001"
        : value.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>The keys of <c>test --json</c>, which only grow: of the first test, and of every test in <c>tests</c>.</summary>
    public static byte[] Json(IReadOnlyList<TestResult> results) => JsonText.Object(json =>
    {
        if (results.Count > 0)
        {
            Write(json, results[0]);
        }

        json.Array("tests", results, result => json.Object(null, () => Write(json, result)));
    });

    /// <summary>For a person.</summary>
    public static string Note(IReadOnlyList<TestResult> results)
    {
        if (results.Count == 0)
        {
            return "No feature of the model varies, so there is nothing to test.\n";
        }

        StringBuilder text = new();
        TestResult first = results[0];
        _ = text.Append(Title(first)).Append("\n\n");
        List<string[]> lines = [[first.Name == "specification" ? "features" : first.Name == "equal-curves" ? "groups" : "feature", "statistic", "5 % value", "p", string.Empty]];
        lines.AddRange(results.Select(r => (string[])[
            OneLine.Of(string.Join(", ", r.Features)), Human.Number(r.Statistic), Human.Number(r.CriticalValues[1]), PValue(r.PValue),
            r.PValue <= 0.01 ? "**" : r.PValue <= 0.05 ? "*" : string.Empty]));
        foreach (string line in Human.Columns(lines, false, true, true, true, false))
        {
            _ = text.Append("  ").Append(line).Append('\n');
        }

        _ = text.Append('\n');
        foreach (TestResult result in results)
        {
            _ = text.Append(Meaning(result)).Append('\n');
        }

        return text.Append("Statistic: ").Append(first.StatisticDescription).Append(". ").Append(first.Replications).Append(" samples under the null hypothesis, ")
            .Append(Word(first.Bootstrap)).Append(", seed ").Append(first.Seed.ToString(CultureInfo.InvariantCulture)).Append(".\n").ToString();
    }

    private static string Title(TestResult result)
    {
        string target = OneLine.Of(result.Target);
        return result.Name switch
        {
            "significance" => $"Does {target} depend on it, the other features given?",
            "specification" => $"Is it enough for {target}: {OneLine.Of(result.NullDescription)}?",
            _ => $"Is {target} one curve for all groups of {OneLine.Of(string.Join(", ", result.Features))}?",
        };
    }

    private static string Meaning(TestResult result)
    {
        string p = PValue(result.PValue);
        string names = OneLine.Of(string.Join(", ", result.Features));
        string sign = p.StartsWith('<') ? string.Empty : "= ";
        bool isClear = result.PValue <= 0.05;
        return result.Name switch
        {
            "significance" => isClear
                ? $"{names}: the data speak for an effect (p {sign}{p})."
                : $"{names}: no effect that the data could show (p {sign}{p}).",
            "specification" => isClear
                ? $"The parametric form misses something (p {sign}{p}): prefer the kernel regression."
                : $"Nothing speaks against the parametric form (p {sign}{p}).",
            _ => isClear
                ? $"The groups differ (p {sign}{p})."
                : $"Nothing speaks against one curve for all groups (p {sign}{p}).",
        };
    }

    private static void Write(Utf8JsonWriter json, TestResult result)
    {
        json.WriteString("name", result.Name);
        json.WriteString("target", result.Target);
        json.Array("features", result.Features, json.WriteStringValue);
        json.Number("statistic", result.Statistic);
        json.WriteString("statisticDescription", result.StatisticDescription);
        json.Number("pValue", result.PValue);
        json.WriteNumber("replications", result.Replications);
        json.WriteString("bootstrap", Word(result.Bootstrap));
        json.WriteNumber("seed", result.Seed);
        json.WriteString("null", result.NullDescription);
        json.Object("bandwidths", () =>
        {
            foreach ((string name, double value) in result.Bandwidths)
            {
                json.Number(name, value);
            }
        });
        json.Object("criticalValues", () =>
        {
            for (int k = 0; k < Levels.Length; k++)
            {
                json.Number(Levels[k], result.CriticalValues[k]);
            }
        });
    }

    private static string Word(TestBootstrap bootstrap) => bootstrap switch
    {
        TestBootstrap.Wild => "wild",
        TestBootstrap.Iid => "iid",
        TestBootstrap.Pairs => "pairs",
        _ => "rademacher",
    };
}
