using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>The few JSON forms that the charts are made of.</summary>
internal static class Json
{
    // Relaxed, so that Chinese stays readable; the one character that matters inside HTML is escaped in Write.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A finite number, else null: JSON knows neither NaN nor infinity, and Vega-Lite shows null as a gap.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>Five significant digits: more than a colour can show, and half the size.</summary>
    public static JsonNode? Rounded(double value) =>
        double.IsFinite(value) ? JsonValue.Create(double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;

    /// <summary>A number for people: four significant digits unless told otherwise, invariant.</summary>
    public static string Text(double value, int digits = 4) =>
        double.Parse(value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            .ToString("R", CultureInfo.InvariantCulture);

    public static string Text(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A string literal of Vega's expression language, whose escapes are those of JSON.</summary>
    public static string Literal(string text) => Write(JsonValue.Create(text));

    public static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(Number)];

    public static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(v => (JsonNode)v)];

    /// <summary>Compact text; <c>&lt;</c> stands only inside strings, where <c>\u003c</c> means the same.</summary>
    public static string Write(JsonNode node) => node.ToJsonString(Options).Replace("<", "\\u003c", StringComparison.Ordinal);
}
