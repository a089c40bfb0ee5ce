using System.Globalization;

namespace Nadaraya;

/// <summary>From a name to a built-in kernel. Names are exact: a near miss is refused with the list, never guessed.</summary>
internal static class KernelNames
{
    public const string RationalQuadratic = "rational-quadratic";

    /// <summary>The kernel of that name, null where there is none.</summary>
    public static Kernel? Find(string text) => text switch
    {
        "boxcar" => Kernel.Uniform,
        "exponential" => Kernel.Laplace,
        "d2l-epanechikov" => Kernel.Triangular,
        _ when text.StartsWith(RationalQuadratic + ":", StringComparison.Ordinal) => WithAlpha(text[(RationalQuadratic.Length + 1)..]),
        _ => Kernel.All.FirstOrDefault(kernel => kernel.Name == text),
    };

    /// <summary>Why the text was refused, in one line.</summary>
    public static string Refuse(string text) =>
        text.StartsWith(RationalQuadratic + ":", StringComparison.Ordinal)
            ? $"kernel: \"{OneLine(text)}\" has no usable alpha after the colon; expected a positive number such as 2 or 0.5, "
                + $"as in {RationalQuadratic}:2."
            : $"kernel: \"{OneLine(text)}\" is not a kernel; write one of {string.Join(", ", Kernel.Names)} ({RationalQuadratic}:2 sets its alpha).";

    private static Kernel? WithAlpha(string text)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

        // The platform reads past a trailing NUL, and words such as Infinity.
        bool digits = text.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E');
        return digits && double.TryParse(text, Plain, CultureInfo.InvariantCulture, out double alpha) && alpha > 0 && double.IsFinite(alpha)
            ? Kernel.RationalQuadratic(alpha)
            : null;
    }

    // A name from a file or a command line may hold anything, and the message is one line.
    private static string OneLine(string text)
    {
        string shown = text.Length > 40 ? text[..40] + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
    }
}
