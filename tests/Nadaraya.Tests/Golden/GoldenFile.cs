using System.Text.Json;

namespace Nadaraya.Tests;

/// <summary>A file of golden values made by other programs; see tests/golden/README.md for where they come from.</summary>
public sealed class GoldenFile
{
    private readonly JsonElement root;

    private GoldenFile(JsonElement root) => this.root = root;

    public static GoldenFile Open(string name)
    {
        string path = Path.Combine(RepositoryRoot, "tests", "golden", name);
        return new(JsonDocument.Parse(File.ReadAllBytes(path)).RootElement);
    }

    public static string RepositoryRoot { get; } = FindRoot();

    public IEnumerable<JsonElement> Values => root.GetProperty("values").EnumerateArray();

    public JsonElement Data(string set) => root.GetProperty("data").GetProperty(set);

    /// <summary>Entries of one id that are targets: trusted, exact, checked.</summary>
    public IEnumerable<JsonElement> Targets(string id) => Values.Where(v =>
        v.GetProperty("id").GetString() == id && !Flag(v, "known_difference") && !Flag(v, "approximate")
        && !(v.TryGetProperty("trusted", out JsonElement t) && t.ValueKind == JsonValueKind.False)
        && !(v.TryGetProperty("version", out JsonElement version) && version.GetString()!.StartsWith("0.60", StringComparison.Ordinal)));

    public static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            string other => throw new FormatException(other),
            null => throw new FormatException("null"),
        }
        : element.GetDouble();

    public static double[] Vector(JsonElement element) => [.. element.EnumerateArray().Select(Number)];

    private static bool Flag(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Nadaraya.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository: golden values lie in tests/golden.");
    }
}
