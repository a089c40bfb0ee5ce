using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The three kinds of option there are. Values stay text until a verb asks for them, so that every message is ours.</summary>
internal static class Options
{
    /// <summary>An option that is there or not.</summary>
    public static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An option with one value.</summary>
    public static Option<string> One(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, Arity = ArgumentArity.ExactlyOne };

    /// <summary>An option that repeats; each value is a list.</summary>
    public static Option<string[]> Items(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, Arity = ArgumentArity.OneOrMore };
}
