using System.Text;

namespace Nadaraya.Cli;

/// <summary>The words of <c>--ordered</c>: <c>e</c>, or <c>clarity:I1&lt;SI2&lt;IF</c>, between commas. A name or level that holds , : &lt; or " is quoted as in CSV.</summary>
internal static class OrderText
{
    private const string Expected = "expected a feature, or one with its levels from the lowest to the highest, such as size:small<medium<large";

    /// <summary>The features of one value of the option.</summary>
    public static IEnumerable<OrderedFeature> Parse(string text, string option)
    {
        List<OrderedFeature> features = [];
        int at = 0;
        do
        {
            int start = at;
            string name = Token(text, ref at, ":,", option);
            bool isWhole = text[start..].StartsWith('"') && (at == text.Length || text[at] == ',');
            if (isWhole && name.Contains(':', StringComparison.Ordinal) && name.Contains('<', StringComparison.Ordinal))
            {
                // The item as a whole is quoted, as in other lists: what is inside is read again.
                int inner = 0;
                features.Add(One(name, ref inner, Token(name, ref inner, ":", option), option, inside: true));
            }
            else
            {
                features.Add(One(text, ref at, name, option, inside: false));
            }
        }
        while (at++ < text.Length);

        return features;
    }

    private static OrderedFeature One(string text, ref int at, string name, string option, bool inside)
    {
        if (name.Length == 0)
        {
            throw new UsageException($"{option} is {OneLine.Quote(text)}, which has an empty item; {Expected}.");
        }

        if (at == text.Length || text[at] != ':')
        {
            return new(name);
        }

        List<string> levels = [];
        do
        {
            at++;
            levels.Add(Token(text, ref at, inside ? "<" : "<,", option));
        }
        while (at < text.Length && text[at] == '<');

        return levels.Exists(level => level.Length == 0) ? throw new UsageException($"{option} is {OneLine.Quote(text)}, which has an empty level; {Expected}.")
            : levels.Count == 1 ? throw new UsageException($"{option} gives {OneLine.Quote(name)} the one level {OneLine.Quote(levels[0])}; {Expected}; quote a name that holds a colon.")
            : levels.Distinct(StringComparer.Ordinal).Count() < levels.Count
                ? throw new UsageException($"{option} gives {OneLine.Quote(name)} the level {OneLine.Quote(levels.GroupBy(l => l).First(g => g.Count() > 1).Key)} twice; expected every level once; take one out.")
            : new(name, levels);
    }

    /// <summary>Reads to one of the ends, or through quotes to the character after them.</summary>
    private static string Token(string text, ref int at, string ends, string option)
    {
        if (at < text.Length && text[at] == '"')
        {
            StringBuilder quoted = new();
            at = ListText.ReadQuoted(text, at + 1, quoted, option);
            return at == text.Length || ends.Contains(text[at], StringComparison.Ordinal)
                ? quoted.ToString()
                : throw ListText.Stray(text, option);
        }

        int end = text.AsSpan(at).IndexOfAny(ends);
        string token = end < 0 ? text[at..] : text.Substring(at, end);
        at += token.Length;
        return token.Contains('"', StringComparison.Ordinal) ? throw ListText.Stray(text, option) : token;
    }
}
