using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>The verdicts on support as colours, with words that say what each means.</summary>
internal static class SupportColours
{
    /// <summary>The legend: the verdicts that occur, the best first.</summary>
    public static LegendItem[] Items(IReadOnlyList<Support> supports, ChartText text) =>
        [.. new[] { Support.Inside, Support.Edge, Support.Low, Support.None }.Where(supports.Contains).Select(s => new LegendItem(Name(s, text), Colour(s), LegendItem.Area))];

    /// <summary>A cell whose edge has its own colour, which closes the hairlines between cells.</summary>
    public static JsonObject Cell() => new()
    {
        ["type"] = "rect",
        ["clip"] = true,
        ["strokeWidth"] = 0.7,
        ["stroke"] = new JsonObject { ["expr"] = $"[{string.Join(",", Enum.GetValues<Support>().Select(s => Json.Literal(Colour(s))))}][datum.s]" },
    };

    /// <summary>Steps that turn the fields <c>s</c> (a verdict), <c>n</c> and <c>v</c> (numbers or null) into words.</summary>
    public static JsonObject[] Steps(ChartText text) =>
    [
        new() { ["calculate"] = $"[{string.Join(",", Enum.GetValues<Support>().Select(s => Json.Literal(Name(s, text))))}][datum.s]", ["as"] = "k" },
        // A format would show null as 0, which is a number.
        new() { ["calculate"] = "isValid(datum.n) ? format(datum.n, '.3~g') : '–'", ["as"] = "nt" },
        new() { ["calculate"] = "isValid(datum.v) ? format(datum.v, '.5~g') : '–'", ["as"] = "vt" },
    ];

    /// <summary>What a reader sees over a cell, after its place.</summary>
    public static JsonObject[] Tooltips(string valueTitle, ChartText text) =>
    [
        Spec.Tooltip("k", text.Support, number: false), Spec.Tooltip("nt", text.EffectiveSampleSize, number: false), Spec.Tooltip("vt", valueTitle, number: false),
    ];

    private static string Name(Support support, ChartText text) => support switch
    {
        Support.None => text.SupportNone,
        Support.Low => text.SupportLow,
        Support.Edge => text.SupportEdge,
        _ => text.SupportInside,
    };

    private static string Colour(Support support) => support switch
    {
        Support.None => Palette.Unsupported,
        Support.Low => Palette.Weak,
        Support.Edge => Palette.Rim,
        _ => Palette.Supported,
    };
}
