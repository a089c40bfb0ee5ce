using System.Text.RegularExpressions;

namespace Nadaraya.Tests;

/// <summary>Which room of the library a type stands in: the folder of the file that declares it; "hall" for the root.</summary>
internal sealed partial class Rooms
{
    private readonly Dictionary<string, string> roomOfType = new(StringComparer.Ordinal);

    public Rooms(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
            if (parts[0] is "obj" or "bin")
            {
                continue;
            }

            foreach (Match match in Declaration().Matches(File.ReadAllText(path)))
            {
                roomOfType[match.Groups["name"].Value] = parts.Length == 1 ? "hall" : parts[0];
            }
        }
    }

    /// <summary>The room of an outermost type; null for what the compiler adds.</summary>
    public string? Of(Type type) => roomOfType.GetValueOrDefault(type.Name.Split('`')[0]);

    [GeneratedRegex(@"^(?:public|internal)\s[^\n;{(=]*?\b(?:class|struct|interface|enum|record|delegate\s+[\w<>\[\]?]+)\s+(?:struct\s+|class\s+)?(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
