using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>The data behind a <see cref="ProvenanceChart"/>: rows to click, and for each the rows behind its prediction.</summary>
internal static class ProvenanceData
{
    /// <summary>The lists that hold one entry a lit row: number of the query there, label, place, weight, contribution, weights summed so far.</summary>
    public static readonly string[] Lists = ["j", "l", "x", "y", "w", "c", "s"];

    /// <summary>One record a query, under its number <c>q</c>.</summary>
    public static JsonArray Points(IReadOnlyList<ProvenanceQuery> queries) =>
        [.. queries.Select((query, q) => (JsonNode)new JsonObject { ["q"] = q, ["l"] = query.Label, ["x"] = Json.Number(query.X), ["y"] = Json.Number(query.Y), ["p"] = Json.Number(query.Prediction) })];

    /// <summary>One record a query with its rows as <see cref="Lists"/>, a third of the size of a record for each.</summary>
    public static JsonArray Links(IReadOnlyList<ProvenanceQuery> queries)
    {
        JsonArray links = [];
        for (int q = 0; q < queries.Count; q++)
        {
            double sum = 0;
            JsonArray[] lists = [.. Lists.Select(_ => new JsonArray())];
            foreach (ProvenanceRow row in queries[q].Rows)
            {
                sum += row.Weight;
                JsonNode?[] entries =
                [
                    row.Query is int there ? JsonValue.Create(there) : null, JsonValue.Create(row.Label), Json.Number(row.X), Json.Number(row.Y),
                    Json.Rounded(row.Weight), Json.Rounded(row.Contribution), Json.Rounded(sum),
                ];
                foreach ((JsonArray list, JsonNode? entry) in lists.Zip(entries))
                {
                    list.Add(entry);
                }
            }

            JsonObject link = new() { ["q"] = q };
            foreach ((string name, JsonArray list) in Lists.Zip(lists))
            {
                link[name] = list;
            }

            links.Add((JsonNode)link);
        }

        return links;
    }
}
