using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nadaraya.Charts.Tests;

public sealed class ApprovedSpecTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Names => [.. TinyCharts.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_TinyInput_GivesTheApprovedSpec(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Approved");
        var received = JsonNode.Parse(TinyCharts.All[name]().ToJson())!.ToJsonString(Readable) + "\n";
        var file = Path.Combine(folder, name + ".json");
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (approved != received)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, name + ".received.json"), received);
        }

        Assert.True(approved == received, $"The spec of '{name}' differs from Approved/{name}.json; compare it with {name}.received.json beside the test's assembly and copy that over if the change is meant.");
    }
}
