using System.Security.Cryptography;
using System.Text;

namespace Nadaraya;

/// <summary>The script and the style that every report carries, with the hashes its content policy allows them by.</summary>
internal static class Bundle
{
    private static readonly Lazy<string> LazyScript = new(() => Read("report.js"));
    private static readonly Lazy<string> LazyStyle = new(() => Read("report.css"));

    public static string Script => LazyScript.Value;

    public static string Style => LazyStyle.Value;

    /// <summary>Nothing may be fetched, no text may become code; this script and this style alone may run.</summary>
    /// <remarks>Vega sets style attributes on what it draws, and attributes have no hash, so those alone are allowed freely.</remarks>
    public static string Policy =>
        $"default-src 'none'; script-src '{Hash(Script)}'; style-src-elem '{Hash(Style)}'; style-src-attr 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Read(string name)
    {
        using var stream = typeof(Bundle).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
