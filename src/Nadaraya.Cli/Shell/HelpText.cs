using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace Nadaraya.Cli;

/// <summary>The help: short for the command alone, long on request, with an example for each verb.</summary>
internal static class HelpText
{
    private const string ExitCodes =
        "Exit codes: 0 done, 2 usage, 3 data, 4 model file, 5 database, 6 limit, 7 output, 70 internal error, 130 or 143 interrupted.";

    /// <summary>What the command is and how to begin.</summary>
    public static string Short(string summary, IReadOnlyList<Verb> verbs)
    {
        StringBuilder text = new();
        _ = text.Append(summary).Append("\n\nUsage: nadaraya VERB …\n\n");
        foreach (Verb verb in verbs)
        {
            _ = text.Append("  ").Append(verb.Name.PadRight(10)).Append(verb.Description).Append('\n');
        }

        return text.Append("\nBegin with:  nadaraya fit data.csv --target y\nMore:        nadaraya VERB --help\n").ToString();
    }

    /// <summary>Every option, and an example.</summary>
    public static string Long(Command root, ParseResult parsed)
    {
        using StringWriter writer = new();
        HelpAction action = new() { MaxWidth = 130 };
        _ = action.Invoke(root.Parse([.. PathOf(parsed), "--help"], new ParserConfiguration { ResponseFileTokenReplacer = null }), writer);
        string help = writer.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
        return parsed.CommandResult.Command is Verb verb
            ? $"{help}\n\nExample:\n  {verb.Example.ReplaceLineEndings("\n  ")}\n"
            : $"{help}\n\n{ExitCodes}\n";
    }

    private static IEnumerable<string> PathOf(ParseResult parsed) =>
        parsed.CommandResult.Command is Verb verb ? [verb.Name] : [];

    /// <summary>Writes the help of a parsed command to a writer.</summary>
    private static int Invoke(this HelpAction action, ParseResult parsed, TextWriter writer)
    {
        parsed.InvocationConfiguration.Output = writer;
        return action.Invoke(parsed);
    }
}
