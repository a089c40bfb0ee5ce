using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>One verb of the command line: its options and what it does.</summary>
internal abstract class Verb : Command
{
    private readonly Option<string> timeLimit = Cli.Options.One("--time-limit", "SECONDS", "The longest it may take.");

    protected Verb(string name, string description)
        : base(name, description)
    {
    }

    /// <summary>A command that works, shown at the end of the help.</summary>
    public abstract string Example { get; }

    /// <summary>Silences progress and notes.</summary>
    public Option<bool> Quiet { get; } = Cli.Options.Flag("--quiet", "No progress and no notes; warnings and errors stay.");

    /// <summary>Does it. Everything that goes wrong is an exception.</summary>
    public abstract void Run(Call call);

    /// <summary>Adds the option that bounds the time.</summary>
    /// <param name="description">What happens when the time is over.</param>
    protected void AddTimeLimit(string description)
    {
        timeLimit.Description = description;
        Options.Add(timeLimit);
    }

    /// <summary>The time a call has, from now.</summary>
    protected Deadline Start(Call call) =>
        new(call.Text(timeLimit) is string text ? Quantity.Seconds(text, timeLimit.Name) : null, call.Token);
}
