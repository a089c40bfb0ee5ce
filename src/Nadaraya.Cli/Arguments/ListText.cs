using System.Text;

namespace Nadaraya.Cli;

/// <summary>Lists on the command line: items between commas, quoted as in CSV where they hold a comma.</summary>
internal static class ListText
{
    /// <summary>The items of a list; either side of an <c>=</c> may be quoted.</summary>
    /// <param name="text">The list.</param>
    /// <param name="option">The option, for messages.</param>
    /// <exception cref="UsageException">An item is empty, or a quote is not where CSV has it.</exception>
    public static List<string> Split(string text, string option)
    {
        List<string> items = [];
        for (int at = 0; at <= text.Length; at++)
        {
            StringBuilder item = new();
            bool quoted = at < text.Length && text[at] == '"';
            if (quoted)
            {
                at = ReadQuoted(text, at + 1, item, option);
            }

            int end = text.IndexOf(',', at);
            int value = text.IndexOf("=\"", at, (end < 0 ? text.Length : end) - at, StringComparison.Ordinal);
            if (value >= 0)
            {
                StringBuilder quote = new();
                end = ReadQuoted(text, value + 2, quote, option);
                Add(text[at..value], quoted);
                _ = item.Append('=').Append(quote);
                at = end;
                quoted = true;
            }

            end = text.IndexOf(',', at);
            end = end < 0 ? text.Length : end;
            string rest = text[at..end];
            Add(rest, quoted);
            items.Add(item.Length > 0
                ? item.ToString()
                : throw new UsageException($"{option} is {OneLine.Quote(text)}, which has an empty item; expected items between commas, such as a,b."));
            at = end;

            void Add(string part, bool afterQuote)
            {
                _ = part.Contains('"', StringComparison.Ordinal) || (afterQuote && part.Length > 0 && part[0] != '=') ? throw Stray(text, option) : item.Append(part);
            }
        }

        return items;
    }

    /// <summary>Items of the form <c>name=text</c>, of which the names are known: of several = the last after which a name stands separates.</summary>
    public static Dictionary<string, string> Texts(IEnumerable<string> items, string option, Func<string, bool> isName)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (string item in items)
        {
            int last = item.LastIndexOf('=');
            int at = last;
            while (at > 0 && !isName(item[..at]))
            {
                at = item.LastIndexOf('=', at - 1);
            }

            at = at > 0 ? at : last;
            if (!texts.TryAdd(item[..at], item[(at + 1)..]))
            {
                throw new UsageException($"{option} names {OneLine.Quote(item[..at])} twice; give it once.");
            }
        }

        return texts;
    }

    /// <summary>The error for a quote that is not where CSV has it.</summary>
    public static UsageException Stray(string text, string option) =>
        new($"{option} is {OneLine.Quote(text)}, where a quote stands inside an item; expected items quoted as in CSV, such as \"a, b\",c.");

    /// <summary>Items of the form <c>name=number</c>, each name once. The last = separates, so that names may hold one.</summary>
    public static Dictionary<string, double> Numbers(IEnumerable<string> items, string option)
    {
        Dictionary<string, double> numbers = new(StringComparer.Ordinal);
        foreach (string item in items)
        {
            int at = item.LastIndexOf('=');
            if (at <= 0)
            {
                throw new UsageException($"{option} is {OneLine.Quote(item)}; expected a feature and a number, such as {option} a=2.5.");
            }

            string name = item[..at];
            if (!numbers.TryAdd(name, Number(item[(at + 1)..], $"{option} {OneLine.Of(name)}")))
            {
                throw new UsageException($"{option} names {OneLine.Quote(name)} twice; give it once.");
            }
        }

        return numbers;
    }

    /// <summary>A number, by the one grammar that tables have too.</summary>
    public static double Number(string text, string what)
    {
        try
        {
            return NumberText.Parse(text, what);
        }
        catch (DataException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Reads to the closing quote; returns the place after it.</summary>
    public static int ReadQuoted(string text, int at, StringBuilder item, string option)
    {
        while (at < text.Length)
        {
            if (text[at] != '"')
            {
                _ = item.Append(text[at++]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                _ = item.Append('"');
                at += 2;
            }
            else
            {
                return at + 1;
            }
        }

        throw new UsageException($"{option} is {OneLine.Quote(text)}, where a quote is not closed; expected items quoted as in CSV, such as \"a, b\",c.");
    }
}
