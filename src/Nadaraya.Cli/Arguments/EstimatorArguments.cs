using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The options that say what is fitted around each query.</summary>
internal sealed class EstimatorArguments
{
    private readonly Option<string> estimator = Options.One("--estimator", "NAME", "constant (default: the weighted mean of Nadaraya and Watson), linear, or polynomial:P.");
    private readonly Option<string[]> degree = Options.Items("--degree", "a=2", "The degree of the local polynomial in single features, such as a=2,b=0.");
    private readonly Option<string> terms = Options.One("--terms", "generalized|additive|tensor", "Which products a local polynomial has: up to its total degree (default), none, or all.");
    private readonly Option<bool> extrapolate = Options.Flag("--extrapolate", "Let a local polynomial draw on far outside the data, where it has no value otherwise.");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        Option[] all = [estimator, degree, terms, extrapolate];
        foreach (Option option in all)
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>The estimator.</summary>
    public Estimator Of(Call call)
    {
        Estimator found = call.Text(estimator) is string text ? Named(text) : Estimator.Constant;
        if (call.Items(degree) is List<string> items)
        {
            found = found with { Degrees = ListText.Numbers(items, degree.Name).ToDictionary(p => p.Key, p => Degree(p.Key, p.Value), StringComparer.Ordinal) };
        }

        if (found.IsConstant && (call.Has(terms) || call.Has(extrapolate)))
        {
            string option = call.Has(terms) ? terms.Name : extrapolate.Name;
            throw new UsageException($"{option} is about local polynomials but the estimator is constant; add --estimator linear, or leave {option} out.");
        }

        return found with
        {
            Terms = TableArguments.Choice(
                call, terms, ("generalized", PolynomialTerms.Generalized), ("additive", PolynomialTerms.Additive), ("tensor", PolynomialTerms.Tensor)),
        };
    }

    /// <summary>Whether there is a value far outside the data.</summary>
    public bool Extrapolates(Call call) => call.Has(extrapolate);

    /// <summary>Refuses degrees of what is no feature of numbers.</summary>
    public void Check(Estimator found, Dataset data)
    {
        string[] numbers = [.. data.FeatureNames.Where((_, j) => !data.FeatureTypes[j].IsDiscrete)];
        string? stray = found.Degrees.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !numbers.Contains(name));
        if (stray is not null)
        {
            throw new DataException($"{degree.Name} names {OneLine.Quote(stray)}, which is no feature of numbers; expected {(numbers.Length > 0 ? $"one of {string.Join(", ", numbers.Select(OneLine.Of))}" : "a feature of numbers, of which there is none")}; take it out.");
        }
    }

    private Estimator Named(string text)
    {
        try
        {
            return Estimator.Parse(text);
        }
        catch (FormatException)
        {
            throw new UsageException($"{estimator.Name} is {OneLine.Quote(text)}; expected constant, linear, or polynomial:P with P from 0 to 10.");
        }
    }

    private int Degree(string feature, double value) => value is >= 0 and <= 10 && value == Math.Floor(value)
        ? (int)value
        : throw new UsageException($"{degree.Name} {OneLine.Of(feature)} is {NumberText.Format(value)}; expected a whole number from 0 to 10.");
}
