using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The option that says what rows get that the model has no prediction for.</summary>
internal sealed class UnsupportedArgument
{
    private readonly Option<string> unsupported = Options.One(
        "--unsupported", "none|error|nearest|mean|linear", "What a row without a prediction gets: nothing (default), an error, the value of the nearest training row, the mean of all, or a line over all. Its support stays none.");

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command verb) => verb.Options.Add(unsupported);

    /// <summary>What it says.</summary>
    public UnsupportedPolicy Of(Call call) => TableArguments.Choice(
        call,
        unsupported,
        ("none", UnsupportedPolicy.None),
        ("error", UnsupportedPolicy.Error),
        ("nearest", UnsupportedPolicy.Nearest),
        ("mean", UnsupportedPolicy.Mean),
        ("linear", UnsupportedPolicy.Linear));

    /// <summary>What a policy fills in, in words.</summary>
    public static string Describe(UnsupportedPolicy policy) => policy switch
    {
        UnsupportedPolicy.Nearest => "the value of the nearest training row",
        UnsupportedPolicy.Linear => "a line over all training rows",
        _ => "the mean of all training rows",
    };
}
