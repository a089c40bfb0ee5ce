using System.Reflection;
using System.Xml.Linq;

namespace Nadaraya.Tests;

/// <summary>The plan of the house, as docs/design.md draws it: who may know whom.</summary>
public sealed class HouseTests
{
    private static readonly string Source = Path.Combine(GoldenFile.RepositoryRoot, "src");
    private static readonly Assembly Core = typeof(KernelRegression).Assembly;

    /// <summary>Doors translate and compute nothing; nobody may depend on one, except that the command line starts the server.</summary>
    private static readonly string[] Doors = ["Nadaraya.Cli", "Nadaraya.Server"];

    /// <summary>What each room of the library may know. Everybody may throw the exceptions of Internals.</summary>
    private static readonly Dictionary<string, string[]> MayKnow = new(StringComparer.Ordinal)
    {
        ["Internals"] = [],
        ["Numerics"] = [],
        ["Datasets"] = [],
        ["Kernels"] = ["Numerics"],
        ["Pooling"] = ["Kernels", "Numerics"],
        ["Engines"] = ["Pooling", "Kernels", "Numerics"],
        ["Estimators"] = ["Engines", "Pooling", "Kernels", "Datasets", "Numerics", "hall"],
        ["Predictions"] = ["Learning", "Estimators", "Engines", "Pooling", "Kernels", "Datasets", "Bandwidths", "Publishing", "Numerics", "hall"],
        ["Inference"] = ["Learning", "Predictions", "Estimators", "Bandwidths", "Engines", "Pooling", "Kernels", "Datasets", "Numerics", "hall"],
        ["Bandwidths"] = ["Learning", "Predictions", "Estimators", "Engines", "Pooling", "Kernels", "Datasets", "Numerics", "hall"],
        ["Learning"] = ["Predictions", "Estimators", "Bandwidths", "Engines", "Pooling", "Kernels", "Datasets", "Numerics", "hall"],
        ["Lessons"] = ["Learning", "Predictions", "Bandwidths", "Engines", "Kernels", "Datasets", "Numerics", "hall"],
        ["Publishing"] = ["Learning", "Inference", "Predictions", "Estimators", "Bandwidths", "Engines", "Kernels", "Datasets", "Numerics", "hall"],
        ["Models"] = ["Publishing", "Learning", "Predictions", "Estimators", "Bandwidths", "Kernels", "Datasets", "hall"],
        ["hall"] = ["Models", "Publishing", "Learning", "Inference", "Estimators", "Bandwidths", "Predictions", "Engines", "Pooling", "Kernels", "Datasets"],
    };

    public static TheoryData<Assembly> Libraries => [Core, typeof(Table).Assembly, typeof(Chart).Assembly];

    [Fact]
    public void Core_References_AreTheBaseClassLibrary() =>
        Assert.DoesNotContain(Core.GetReferencedAssemblies(), a => !a.Name!.StartsWith("System.", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicTypes_OfEveryLibrary_LiveInOneNamespace(Assembly library) =>
        Assert.DoesNotContain(library.GetExportedTypes(), t => t.Namespace != "Nadaraya");

    [Fact]
    public void Projects_References_PointTowardsTheLibrary()
    {
        string[] projects = [.. Directory.EnumerateFiles(Source, "*.csproj", SearchOption.AllDirectories)];
        Assert.True(projects.Length >= 4, "The projects under src/ were not found.");
        foreach (string project in projects)
        {
            string name = Path.GetFileNameWithoutExtension(project);
            foreach (string other in References(project))
            {
                bool allowed = Doors.Contains(name)
                    ? !Doors.Contains(other) || (name == "Nadaraya.Cli" && other == "Nadaraya.Server")
                    : name != "Nadaraya" && other == "Nadaraya";
                Assert.True(allowed, $"{name} references {other}: doors know the libraries, libraries know Nadaraya alone, and Nadaraya knows nobody.");
            }
        }
    }

    [Fact]
    public void Rooms_OfTheLibrary_KnowWhomTheyMay()
    {
        Rooms rooms = new(Path.Combine(Source, "Nadaraya"));
        HashSet<string> arrows = [];
        HashSet<string> strays = [];
        foreach ((Type from, Type to) in TypeUses.In(Core))
        {
            if (rooms.Of(from) is not string here || rooms.Of(to) is not string there || here == there)
            {
                continue;
            }

            _ = arrows.Add($"{here} → {there}");
            Assert.True(MayKnow.ContainsKey(here), $"{here} is a new room: say in this test and in docs/design.md whom it may know.");
            if (there != "Internals" && !MayKnow[here].Contains(there))
            {
                _ = strays.Add($"{here}/{from.Name} uses {there}/{to.Name}");
            }
        }

        Assert.Contains("Engines → Pooling", arrows);
        Assert.Contains("hall → Models", arrows);
        Assert.Empty(strays);
    }

    private static IEnumerable<string> References(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
}
