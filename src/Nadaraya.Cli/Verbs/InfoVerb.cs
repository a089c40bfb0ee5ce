using System.CommandLine;
using System.Globalization;

namespace Nadaraya.Cli;

/// <summary><c>nadaraya info</c>: what a model file holds.</summary>
internal sealed class InfoVerb : Verb
{
    private readonly Argument<string> model = ModelFile.Argument();
    private readonly Option<bool> json = Cli.Options.Flag("--json", "Print the result as JSON.");

    public InfoVerb()
        : base("info", "Say what a model file holds.")
    {
        Arguments.Add(model);
        Options.Add(json);
    }

    /// <inheritdoc/>
    public override string Example => "nadaraya info motorcycle.safetensors --json";

    /// <inheritdoc/>
    public override void Run(Call call)
    {
        string path = call.Text(model);
        KernelRegression fitted = ModelFile.Load(call, path);
        if (call.Has(json))
        {
            byte[] text = ModelJson.OfInfo(fitted, new(path, null));
            call.Terminal.Write(stream => stream.Write(text));
            return;
        }

        string created = fitted.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        string warnings = string.Concat(fitted.Warnings.Select(w => $"  Warning: {OneLine.Of(w)}\n"));
        call.Terminal.Print(
            $"{OneLine.Of(path)}: format {(fitted.FileVersion ?? KernelRegression.FormatVersion).ToString(CultureInfo.InvariantCulture)}, fitted {created} UTC\n" +
            $"{ModelNote.Of(fitted, null)}{(warnings.Length > 0 ? "\n" + warnings : string.Empty)}" +
            $"\nStandard errors: {Errors(fitted)}\n" +
            $"\n{PublicationText.Contents(fitted.Publication)}\n");
    }

    private static string Errors(KernelRegression model) => model.ContainsTrainingRows
        ? $"{ModelWord.ErrorOf(model)}, each residual without its own {(model.Data.ClusterName is null ? "row (HC3-like)" : "cluster")}; predict --standard-error KIND takes another."
        : "none, for means of cells don't tell how far rows lie from them; ask the model that contains its rows.";
}
