using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The argument MODEL.</summary>
internal static class ModelFile
{
    /// <summary>The argument.</summary>
    public static Argument<string> Argument() => new("MODEL") { Description = "A model file that fit has saved." };

    /// <summary>Loads the model.</summary>
    public static KernelRegression Load(Call call, string path)
    {
        if (path is "-" or "")
        {
            throw new UsageException($"MODEL is {OneLine.Quote(path)}; expected a file, which fit has saved.");
        }

        using ProgressBar bar = call.Watch("Loading the model");
        return KernelRegression.Load(path, null, call.Token);
    }
}
