namespace Nadaraya.Tests.Models;

/// <summary>A folder of a test's own, removed with all that is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nadaraya-tests-");

    public string FullName => folder.FullName;

    public string[] Names => [.. folder.EnumerateFileSystemInfos().Select(f => f.Name).Order(StringComparer.Ordinal)];

    public string this[string name] => Path.Combine(folder.FullName, name);

    public string With(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string With(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => folder.Delete(recursive: true);
}
