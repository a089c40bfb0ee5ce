using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The options of <c>fit</c> that write a model to give away beside the one that contains its rows.</summary>
internal sealed class PublishArguments
{
    private readonly Option<string> publish = Options.One("--publish", "FILE", "Write a reduced model too, to give away: means of cells of rows in place of the rows, with the measured loss of accuracy.");
    private readonly Option<string> anonymity = Options.One("--anonymity", "K", "How many rows (or clusters, with --cluster) a cell of --publish stands for at least; default 5. More is safer and less accurate.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Options.Add(publish);
        verb.Options.Add(anonymity);
    }

    /// <summary>How to publish; null where nobody asks for it.</summary>
    /// <exception cref="UsageException">A number that is none, or one that says nothing without a file.</exception>
    public PublishOptions? Of(Call call)
    {
        if (!call.Has(publish))
        {
            return call.Has(anonymity)
                ? throw new UsageException($"{anonymity.Name} says nothing without {publish.Name} FILE; add that, or leave {anonymity.Name} out.")
                : null;
        }

        PublishOptions defaults = new();
        return call.Whole(anonymity, 2, int.MaxValue) is long k ? defaults with { Anonymity = (int)k } : defaults;
    }

    /// <summary>Where to; null where nobody asks for it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="source">The data.</param>
    /// <param name="model">Where the full model is saved.</param>
    /// <exception cref="UsageException">A place where something else is.</exception>
    public string? PathOf(Call call, string source, string model)
    {
        if (call.Text(publish) is not string path)
        {
            return null;
        }

        if (path == "-")
        {
            throw new UsageException($"{publish.Name} is -, but a model is saved as a file; expected a name such as public.safetensors.");
        }

        Outputs.Check(publish.Name, path, [source]);
        return Path.GetFullPath(path) != Path.GetFullPath(model)
            ? path
            : throw new UsageException($"{publish.Name} is {OneLine.Quote(path)}, where the model with its rows is saved; expected another file; name one to give away.");
    }
}
