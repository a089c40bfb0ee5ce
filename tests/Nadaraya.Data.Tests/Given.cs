using System.Text;

namespace Nadaraya.Data.Tests;

/// <summary>Tables from text, and the one line that refuses them.</summary>
internal static class Given
{
    public static Table Csv(string text, TableOptions? options = null) => Bytes(Encoding.UTF8.GetBytes(text), "t.csv", options);

    public static Table Json(string text, TableOptions? options = null) => Bytes(Encoding.UTF8.GetBytes(text), "t.jsonl", options);

    public static Table Bytes(byte[] bytes, string source = "t.csv", TableOptions? options = null)
    {
        using MemoryStream stream = new(bytes);
        return Table.Read(stream, source, options);
    }

    public static string Refusal(Func<object> work)
    {
        DataException error = Assert.Throws<DataException>(work);
        IsOneLine(error.Message);
        return error.Message;
    }

    public static void Refuses(string text, params string[] parts)
    {
        string message = Refusal(() => Csv(text));
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    public static void IsOneLine(string message)
    {
        Assert.NotEmpty(message);
        Assert.DoesNotContain(message, c => char.IsControl(c) || c is '\u2028' or '\u2029');
        Assert.True(message.Length < 1200, message);
    }
}
