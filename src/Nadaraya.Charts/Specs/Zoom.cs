using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Moving and zooming a view: dragging moves it, Ctrl with the wheel or two fingers zoom it, a double click goes back.</summary>
internal static class Zoom
{
    // The bare wheel stays the page's, which would otherwise stop scrolling at the chart.
    private const string Wheel = "wheel![event.ctrlKey || event.metaKey]";

    /// <summary>The parameter of a layer whose axes move: <c>x</c>, <c>y</c> or both.</summary>
    public static JsonArray Of(params string[] axes) => [new JsonObject
    {
        ["name"] = "zoom",
        ["select"] = new JsonObject { ["type"] = "interval", ["encodings"] = Json.Strings(axes), ["zoom"] = Wheel },
        ["bind"] = "scales",
    }];
}
