using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;

namespace Nadaraya.Cli;

/// <summary>The command <c>nadaraya</c>: reads the words, calls the verb, and turns whatever happens into one line and an exit code.</summary>
internal static class CommandLine
{
    private const string Summary =
        "Kernel regression that tunes itself, says how sure it is, and shows which rows every prediction came from.";

    private static Verb[] Verbs() =>
    [
        new DemoVerb(),
        new FitVerb(),
        new PredictVerb(),
        new WeightsVerb(),
        new EvaluateVerb(),
        new CompareVerb(),
        new EffectsVerb(),
        new TestVerb(),
        new ProfileVerb(),
        new ReportVerb(),
        new InfoVerb(),
    ];

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The words after the command's name.</param>
    /// <param name="terminal">Where input comes from and output goes.</param>
    /// <param name="interruption">Stops the work.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, Terminal terminal, Interruption interruption)
    {
        try
        {
            Dispatch(arguments, terminal, interruption);
            return (int)ExitCode.Done;
        }
#pragma warning disable CA1031 // The outermost door: whatever comes through it becomes one line and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fault fault = Fault.Of(exception, interruption);
            terminal.Say(fault.Message);
            return (int)fault.Code;
        }
    }

    private static void Dispatch(string[] arguments, Terminal terminal, Interruption interruption)
    {
        // Not a RootCommand: that one is named after the executable and understands directives and response files.
        Command root = new("nadaraya", Summary) { new HelpOption(), new VersionOption() };
        Verb[] verbs = Verbs();
        foreach (Verb verb in verbs)
        {
            verb.Options.Add(verb.Quiet);
            root.Subcommands.Add(verb);
        }

        if (arguments.Length == 0)
        {
            terminal.Print(HelpText.Short(Summary, verbs));
            return;
        }

        WordCheck.Check(root, arguments);
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        switch (parsed.Action)
        {
            case HelpAction:
                terminal.Print(HelpText.Long(root, parsed));
                break;
            case not null when parsed.CommandResult.Command == root && parsed.Errors.Count == 0:
                terminal.Print(Version() + "\n");
                break;
            default:
                WordCheck.Check(parsed, arguments);
                Verb verb = (Verb)parsed.CommandResult.Command;
                verb.Run(new Call(parsed, terminal, interruption, parsed.GetResult(verb.Quiet) is { Implicit: false }));
                break;
        }
    }

    private static string Version()
    {
        string version = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return version.Split('+')[0];
    }
}
