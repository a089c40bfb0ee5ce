using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Nadaraya.Cli;

/// <summary>Refuses words that name nothing. The parser alone would take an unknown option for a file name or a value.</summary>
internal static class WordCheck
{
    /// <summary>Before parsing: the verb and every option must be known.</summary>
    public static void Check(Command root, IReadOnlyList<string> words)
    {
        string first = words[0];
        Command? verb = root.Subcommands.FirstOrDefault(c => c.Name == first);
        string[] verbs = [.. root.Subcommands.Select(c => c.Name)];
        if (verb is null && !first.StartsWith('-'))
        {
            throw new UsageException(
                $"{OneLine.Quote(first)} is no verb; expected {string.Join(", ", verbs)}{Nearest(first, verbs)}; see nadaraya --help.");
        }

        string where = verb is null ? "nadaraya" : $"nadaraya {verb.Name}";
        Dictionary<string, Option> options = root.Options.Where(o => verb is null || o is HelpOption).Concat(verb?.Options ?? [])
            .SelectMany(o => o.Aliases.Append(o.Name).Distinct().Select(name => (name, o)))
            .ToDictionary(p => p.name, p => p.o, StringComparer.Ordinal);
        foreach (string word in words.TakeWhile(w => w != "--").Where(LooksLikeOption))
        {
            string name = word.Split('=', ':')[0];
            if (!options.TryGetValue(name, out Option? option))
            {
                throw new UsageException(
                    $"{OneLine.Quote(word)} is no option of {where}{Nearest(name, options.Keys)}; see {where} --help. A value that begins with - is written --option=VALUE.");
            }

            if (word.Length > name.Length && option.Arity.MaximumNumberOfValues == 0)
            {
                throw new UsageException($"{name} takes no value; see {where} --help.");
            }
        }
    }

    /// <summary>After parsing: what the parser found wrong, in our words.</summary>
    public static void Check(ParseResult parsed, IReadOnlyCollection<string> words)
    {
        string help = parsed.CommandResult.Command is Verb verb ? $"see nadaraya {verb.Name} --help." : "see nadaraya --help.";
        if (parsed.UnmatchedTokens.Count > 0)
        {
            throw new UsageException($"{OneLine.Quote(parsed.UnmatchedTokens[0])} is one word too many; names with spaces need quotation marks; {help}");
        }

        // An option that repeats is content with one value, though the last of its kind has none; and one without a value takes the next option for it.
        OptionResult? bare = parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(o =>
            o.Option.Arity.MinimumNumberOfValues > 0
            && (o.IdentifierTokenCount > o.Tokens.Count || o.Tokens.Any(t => LooksLikeOption(t.Value) && words.Contains(t.Value))));
        if (bare is not null)
        {
            throw new UsageException($"{bare.Option.Name} needs a value ({bare.Option.HelpName}); {help}");
        }

        if (parsed.Errors.Count > 0)
        {
            ParseError first = parsed.Errors.OrderBy(e => e.SymbolResult is ArgumentResult ? 0 : 1).First();
            throw new UsageException($"{Describe(first)}; {help}");
        }
    }

    private static string Describe(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Option: var option, Tokens.Count: 0 } => $"{option.Name} ({option.HelpName}) is missing",
        OptionResult { Option: var option, Tokens.Count: > 1 } => $"{option.Name} is given more than once; give it once",
        ArgumentResult { Argument: var argument } => $"{argument.Name} is missing",
        _ => OneLine.Of(error.Message).TrimEnd('.'),
    };

    /// <summary>Negative numbers and a lone dash are values.</summary>
    private static bool LooksLikeOption(string word) =>
        word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]) && word[1] != '.';

    private static string Nearest(string name, IReadOnlyCollection<string> known)
    {
        string? nearest = known.FirstOrDefault(k => k.StartsWith(name, StringComparison.Ordinal) || name.StartsWith(k, StringComparison.Ordinal))
            ?? known.FirstOrDefault(k => k.Length == name.Length && k.Zip(name).Count(p => p.First != p.Second) <= name.Trim('-').Length / 3);
        return nearest is null || name.Trim('-').Length < 3 ? string.Empty : $"; did you mean {nearest}?";
    }
}
