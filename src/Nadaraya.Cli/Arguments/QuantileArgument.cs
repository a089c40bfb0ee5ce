using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The option that asks for quantiles of a new observation.</summary>
internal sealed class QuantileArgument
{
    private readonly Option<string[]> quantiles = Options.Items("--quantiles", "LIST", "Add quantiles of a new observation by the attention weights, such as 0.1,0.5,0.9.");

    /// <summary>Adds the option to a verb.</summary>
    public void AddTo(Command verb) => verb.Options.Add(quantiles);

    /// <summary>The probabilities, in the order given; none where they are not asked for.</summary>
    /// <exception cref="UsageException">One is no number between 0 and 1, or stands twice.</exception>
    public double[] Of(Call call)
    {
        List<double> all = [];
        foreach (string text in call.Items(quantiles) ?? [])
        {
            double p = ListText.Number(text, quantiles.Name);
            all.Add(p is not (> 0 and < 1) ? throw new UsageException($"{quantiles.Name} has {OneLine.Quote(text)}; expected numbers between 0 and 1, such as 0.1,0.5,0.9.")
                : all.Contains(p) ? throw new UsageException($"{quantiles.Name} has {OneLine.Quote(text)} twice; give each probability once.")
                : p);
        }

        return [.. all];
    }
}
