using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The option that says what becomes of levels that a model has never seen.</summary>
internal sealed class UnseenArgument
{
    private readonly Option<string> unseen = Options.One("--unseen", "error|different", "A level that the model has never seen: refuse it (default), or take it as unlike all.");

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command verb) => verb.Options.Add(unseen);

    /// <summary>What it says.</summary>
    public UnseenLevels Of(Call call) => TableArguments.Choice(call, unseen, ("error", UnseenLevels.Error), ("different", UnseenLevels.Different));
}
