namespace Nadaraya;

/// <summary>The colours of all charts, each with what it becomes in the dark.</summary>
/// <remarks>
/// Lines and points: Okabe &amp; Ito (2008), safe for all common kinds of colour blindness. Heat maps: one blue ramp from the
/// page's white in the light; in the dark viridis (van der Walt &amp; Smith 2015), which rises in lightness the same way.
/// Specs hold the light ones, so that they look right in any Vega tool; a report swaps them.
/// </remarks>
internal static class Palette
{
    public const string Blue = "#0072b2";
    public const string Vermillion = "#d55e00";
    public const string Green = "#009e73";
    public const string Purple = "#cc79a7";
    public const string Orange = "#e69f00";
    public const string Sky = "#56b4e9";
    public const string Black = "#000000";
    public const string Data = "#4a5360";
    public const string Ink = "#1f2328";
    public const string Soft = "#59636e";
    public const string Grid = "#e9ecef";
    public const string Axis = "#b6bec7";
    public const string Page = "#ffffff";
    public const string Empty = "#f0f1f3";

    // Verdicts on support: pale, for they are the ground that rows and lines stand on; blue, yellow, red and grey differ to every eye.
    public const string Supported = "#c3e0f4";
    public const string Rim = "#fcecb4";
    public const string Weak = "#f4b796";
    public const string Unsupported = "#dfe3e7";

    /// <summary>Lines beside each other, in this order.</summary>
    public static readonly string[] Series = [Blue, Vermillion, Green, Purple, Orange, Sky, Black];

    /// <summary>No weight to all weight.</summary>
    public static readonly string[] Heat = ["#fbfdff", "#d3e5f5", "#9fc9e8", "#5fa5d6", "#2c7dbd", "#0d559b", "#08306b"];

    /// <summary>Below nothing, nothing, above it.</summary>
    public static readonly string[] Diverging = ["#0b5c9e", "#8fbfe2", "#f7f7f5", "#f3b58c", "#bf4f08"];

    /// <summary>Light colour, dark colour.</summary>
    public static readonly (string Light, string Dark)[] Dark =
    [
        (Blue, "#56b4e9"),
        (Vermillion, "#f08a3c"),
        (Green, "#2fc79a"),
        (Purple, "#e29ac4"),
        (Orange, "#f0e442"),
        (Sky, "#3f8fd2"),
        (Black, "#f2f4f7"),
        (Data, "#b4bdc8"),
        (Ink, "#e6edf3"),
        (Soft, "#9aa5b1"),
        (Grid, "#262d36"),
        (Axis, "#4b5560"),
        (Page, "#161b22"),
        (Empty, "#20262e"),
        (Supported, "#1d4a6b"),
        (Rim, "#6e5f1c"),
        (Weak, "#8a4423"),
        (Unsupported, "#2b323b"),
        (Heat[0], "#440154"),
        (Heat[1], "#443983"),
        (Heat[2], "#31688e"),
        (Heat[3], "#21918c"),
        (Heat[4], "#35b779"),
        (Heat[5], "#90d743"),
        (Heat[6], "#fde725"),
        (Diverging[0], "#6cb8f0"),
        (Diverging[1], "#2f6490"),
        (Diverging[2], "#23282f"),
        (Diverging[3], "#8f4e24"),
        (Diverging[4], "#ff9a4d"),
    ];
}
