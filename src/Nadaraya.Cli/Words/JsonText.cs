using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Nadaraya.Cli;

/// <summary>JSON for programs: numbers round-trip, absent values are null, NaN and Infinity can't be written.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Style = new()
    {
        Indented = true,
        NewLine = "\n",

        // Words of every script stay readable; what HTML reads as markup is escaped.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>One JSON object and a line break.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Style))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>A number or null.</summary>
    public static void Number(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is double v && double.IsFinite(v))
        {
            json.WritePropertyName(name);
            json.WriteRawValue(NumberText.Format(v));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>An array of finite numbers on one line.</summary>
    public static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WritePropertyName(name);
        json.WriteRawValue($"[{string.Join(", ", values.Select(NumberText.Format))}]");
    }

    /// <summary>An array, one element an item.</summary>
    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    /// <summary>An object inside.</summary>
    public static void Object(this Utf8JsonWriter json, string? name, Action write)
    {
        if (name is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(name);
        }

        write();
        json.WriteEndObject();
    }
}
