using System.Text.Json.Nodes;

namespace Nadaraya.Charts.Tests;

public sealed class ProvenanceChartTests
{
    [Fact]
    public void Draw_RowsOfAQuery_CarryTheirWeightsSoFar()
    {
        JsonNode link = Spec(TinyCharts.Provenance)["datasets"]!["links"]![0]!;
        Assert.Equal([0.8, 1.1, 1], link["s"]!.AsArray().Select(s => (double)s!));
        Assert.Equal(["a", "b", "c"], link["l"]!.AsArray().Select(l => (string)l!));
        Assert.Equal([0, null, 1], link["j"]!.AsArray().Select(j => (int?)j));
    }

    [Fact]
    public void Draw_NothingNegative_HasNoLegendForIt()
    {
        ProvenanceQuery query = TinyCharts.Provenance.Queries[0];
        ProvenanceChart plain = TinyCharts.Provenance with { Queries = [query with { Rows = [.. query.Rows.Take(2)] }] };
        Assert.Contains($"\"domain\":[\"Data\",\"Prediction\",\"{ChartText.English.RowsBehind}\"]", plain.Draw(ChartText.English).ToJson(), StringComparison.Ordinal);
        Assert.Contains($"\"{ChartText.English.RowsBehind}\",\"{ChartText.English.RowsAgainst}\"]", TinyCharts.Provenance.Draw(ChartText.English).ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_EveryRowCanBeClicked_DrawsNoOthersBehind()
    {
        ProvenanceChart all = TinyCharts.Provenance with { X = [1, 3], Y = [4, 5] };
        Assert.Equal(6, Spec(TinyCharts.Provenance)["layer"]!.AsArray().Count);
        Assert.Equal(5, Spec(all)["layer"]!.AsArray().Count);
    }

    [Fact]
    public void Draw_WordsThatLookLikeAColour_StayAsTheyAre() =>
        Assert.DoesNotContain("#c0ffee", Spec(TinyCharts.Provenance)["title"]!.ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public void Draw_NothingToClick_IsRefused() =>
        Assert.StartsWith("Queries is empty", Assert.Throws<ArgumentException>(() => (TinyCharts.Provenance with { Queries = [] }).Draw(ChartText.English)).Message, StringComparison.Ordinal);

    private static JsonNode Spec(ProvenanceChart chart) => JsonNode.Parse(chart.Draw(ChartText.English).ToJson())!;
}
