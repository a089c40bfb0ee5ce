using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>A finished picture: one Vega-Lite specification with its data inside, a title and a spoken description.</summary>
/// <remarks>
/// Immutable. The specification opens in any Vega tool; a report draws it offline. Numbers in it round-trip, except heat-map
/// cells, which keep five significant digits; a value that is not finite is written as null and leaves a gap.
/// </remarks>
public sealed class Chart
{
    private readonly string json;

    internal Chart(string title, string description, JsonObject spec, bool fixedSize)
    {
        Title = title;
        Description = description;
        FixedSize = fixedSize;
        json = Json.Write(spec);
    }

    /// <summary>The title above the picture.</summary>
    public string Title { get; }

    /// <summary>What the picture shows, in a sentence, for readers who can't see it.</summary>
    public string Description { get; }

    /// <summary>True where the picture has its own width instead of that of the page.</summary>
    internal bool FixedSize { get; }

    /// <summary>The Vega-Lite specification as compact JSON; <c>&lt;</c> is written <c>\u003c</c>, so that it may stand in HTML.</summary>
    /// <returns>The same text at every call.</returns>
    public string ToJson() => json;
}
