using System.Text.RegularExpressions;
using Nadaraya.Tests.Models;

namespace Nadaraya.Tests;

/// <summary>The example of the README runs, prints what the README says, and stands there letter by letter.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = GoldenFile.RepositoryRoot;

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void Example_OfTheReadme_RunsAndPrintsWhatItSays(string readme)
    {
        using TemporaryFolder folder = new();
        using StringWriter Console = new() { NewLine = "\n" };

        // Example begins.
        Dataset data = Table.Read(In("data/motorcycle.csv")).ToDataset(target: "accel");
        KernelRegression model = KernelRegression.Fit(data);     // bandwidth by leave-one-out
        Prediction p = model.Predict([15.2]);                    // 15.2 ms after impact

        Console.WriteLine($"{p.Value:F1} g, support {p.Support}, {p.EffectiveSampleSize:F1} effective rows");
        foreach (AttendedRow row in p.Attention.Top(3).Rows)
        {
            Console.WriteLine($"row {row.Row}: weight {row.Weight:F3}, value {row.Value} g");
        }

        model.Save(In("motorcycle.safetensors"));
        // Example ends.

        string text = File.ReadAllText(Path.Combine(Root, readme));
        Assert.Contains(Example(), text, StringComparison.Ordinal);
        Assert.Contains(Console.ToString(), text, StringComparison.Ordinal);
        Assert.Equal(p.Value, KernelRegression.Load(folder["motorcycle.safetensors"]).Predict([15.2]).Value);

        string In(string name) => name.StartsWith("data/", StringComparison.Ordinal) ? Path.Combine(Root, name) : folder[name];
    }

    /// <summary>The lines above, as a program that runs in the repository has them.</summary>
    private static string Example()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, "tests", "Nadaraya.Tests", "ReadmeTests.cs"));
        int begin = Array.FindIndex(lines, l => l.Trim() == "// Example begins.") + 1;
        int end = Array.FindIndex(lines, l => l.Trim() == "// Example ends.");
        string code = string.Join('\n', lines[begin..end].Select(l => l.Length > 8 ? l[8..] : l.Trim()));
        return InRepository().Replace(code, "$1");
    }

    [GeneratedRegex("""In\(("[^"]*")\)""")]
    private static partial Regex InRepository();
}
