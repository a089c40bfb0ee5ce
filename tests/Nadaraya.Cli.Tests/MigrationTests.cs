using System.Globalization;
using System.Text.RegularExpressions;

namespace Nadaraya.Cli.Tests;

/// <summary>Every command of docs/migrate.md runs as it stands there, on a table with its columns.</summary>
public sealed partial class MigrationTests : IDisposable
{
    private static readonly string Rows = "y,x,z,u,o\n" + string.Concat(Enumerable.Range(0, 48).Select(i => string.Create(
        CultureInfo.InvariantCulture, $"{Math.Sin(i / 8.0) + (0.3 * Math.Cos(7 * i)):R},{i / 8.0:R},{i * 7 % 48 / 10.0:R},{"abc"[i % 3]},{1 + (i * 5 % 4)}\n")));

    private readonly Session session = new();

    public static TheoryData<string> Commands() =>
        [.. Command().Matches(File.ReadAllText(Path.Join(Session.Root, "docs", "migrate.md"))).Select(m => m.Groups[1].Value).Distinct()];

    public void Dispose() => session.Dispose();

    [Fact]
    public void Page_Commands_AreMany() => Assert.True(Commands().Count > 30, $"{Commands().Count} commands");

    [Theory]
    [MemberData(nameof(Commands))]
    public void Page_Command_Runs(string command)
    {
        _ = session.File("d.csv", Rows);
        string[] words = [.. command.Split(' ').Skip(1).Select(w => w is "d.csv" or "m.safetensors" ? session[w] : w)];
        if (words[0] == "fit")
        {
            Outcome fit = session.Run([.. words, "--out", session["m.safetensors"]]);
            Assert.Equal(0, fit.Code);
            Assert.All(fit.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("nadaraya: warning: ", line, StringComparison.Ordinal));
            return;
        }

        _ = session.Run("fit", session["d.csv"], "--target", "y", "--features", "x", "--bandwidth", "1", "--out", session["m.safetensors"]).Silent();
        Outcome other = session.Run(words);
        Assert.Equal((0, string.Empty), (other.Code, other.Error));
    }

    [GeneratedRegex("`(nadaraya [^`]*)`")]
    private static partial Regex Command();
}
