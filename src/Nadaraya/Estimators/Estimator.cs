using System.Collections.Frozen;
using System.Globalization;

namespace Nadaraya;

/// <summary>What is fitted around each query by weighted least squares: a constant (Nadaraya–Watson), a line, or a polynomial.</summary>
/// <remarks>
/// Minimises Σ wᵢ (yᵢ − b(xᵢ − q)'β)²; the prediction is β₀. Only continuous features enter the polynomial, discrete ones weight alone. A constant leans at the
/// ends of the data (bias of order h), a line does not. Sources: Fan &amp; Gijbels (1996), Li &amp; Racine (2007).
/// </remarks>
public sealed record Estimator
{
    /// <summary>The highest degree.</summary>
    internal const int MostDegree = 10;
    private const string Auto = "polynomial:auto";

    private Estimator(int degree)
    {
        Degree = degree;
    }

    /// <summary>A weighted average: degree 0.</summary>
    public static Estimator Constant { get; } = new(0);

    /// <summary>A line: degree 1.</summary>
    public static Estimator Linear { get; } = new(1);

    /// <summary>The highest degree that is tried where the degree is chosen by the criterion; null where it is given.</summary>
    public int? Highest { get; private init; }

    /// <summary>The degree in every continuous feature that <see cref="Degrees"/> does not name.</summary>
    public int Degree { get; }

    /// <summary>The degree in single features, by name; default none.</summary>
    public IReadOnlyDictionary<string, int> Degrees
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((_, int degree) in value)
            {
                _ = Checked(degree);
            }

            field = value.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    = FrozenDictionary<string, int>.Empty;

    /// <summary>Which products of features there are; default <see cref="PolynomialTerms.Generalized"/>.</summary>
    public PolynomialTerms Terms { get; init; }

    /// <summary>constant, linear, polynomial:P or polynomial:auto.</summary>
    public string Name => Highest is not null ? Auto : Degree switch
    {
        0 => "constant",
        1 => "linear",
        _ => string.Create(CultureInfo.InvariantCulture, $"polynomial:{Degree}"),
    };

    /// <summary>Whether it is a weighted average: degree 0 in every feature.</summary>
    public bool IsConstant => Highest is null && Degree == 0 && Degrees.Values.All(d => d == 0);

    /// <summary>The degree of the lowest criterion: every degree from 0 is fitted with bandwidths of its own.</summary>
    /// <param name="highest">The highest that is tried, 0 to 10; default 3.</param>
    public static Estimator Automatic(int highest = 3) => new(0) { Highest = Checked(highest) };

    /// <summary>A polynomial.</summary>
    /// <param name="degree">Its degree in every continuous feature, 0 to 10.</param>
    public static Estimator Polynomial(int degree) => new(Checked(degree));

    /// <summary>The estimator of a name: constant, linear, polynomial:P or polynomial:auto.</summary>
    /// <param name="text">The name.</param>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public static Estimator Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const string Prefix = "polynomial:";
        return text switch
        {
            "constant" => Constant,
            "linear" => Linear,
            Auto => Automatic(),
            _ when text.StartsWith(Prefix, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int degree)
                && degree <= MostDegree && !text.Contains('\0', StringComparison.Ordinal) => Polynomial(degree),
            _ => throw new FormatException($"\"{text}\" is no estimator; write constant, linear, polynomial:P with P from 0 to {MostDegree}, or {Auto}."),
        };
    }

    /// <summary>The degree in a feature.</summary>
    /// <param name="feature">Its name.</param>
    public int DegreeOf(string feature) => Degrees.GetValueOrDefault(feature, Degree);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static int Checked(int degree) => degree is >= 0 and <= MostDegree
        ? degree
        : throw new ArgumentOutOfRangeException(nameof(degree), degree, $"The degree of a local polynomial lies between 0 and {MostDegree}.");
}
