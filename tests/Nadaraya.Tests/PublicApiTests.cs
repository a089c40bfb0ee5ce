using System.Reflection;

namespace Nadaraya.Tests;

/// <summary>What users build on changes only on purpose: the public members of every library stand in its PublicApi.txt.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "NADARAYA_ACCEPT_API";

    public static TheoryData<Assembly> Libraries => HouseTests.Libraries;

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicApi_OfEveryLibrary_IsTheOneWrittenDown(Assembly library)
    {
        string path = Path.Combine(GoldenFile.RepositoryRoot, "src", library.GetName().Name!, "PublicApi.txt");
        string found = ApiText.Of(library);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, found);
        }

        string[] now = found.Split('\n');
        string[] before = File.Exists(path) ? File.ReadAllText(path).Split('\n') : [];
        string difference = string.Join('\n', before.Except(now).Select(l => "- " + l.Trim()).Concat(now.Except(before).Select(l => "+ " + l.Trim())));
        Assert.True(
            now.SequenceEqual(before),
            $"The public members of {library.GetName().Name} are no longer those in its PublicApi.txt:\n{difference}\nIf that is meant, run {Accept}=1 dotnet test tests/Nadaraya.Tests --filter PublicApi and commit the file.");
    }
}
