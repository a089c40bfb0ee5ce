using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nadaraya.Benchmarks;

/// <summary>Results kept as JSON, one line a task, and what a later run loses against them.</summary>
internal static class LimitRecord
{
    /// <summary>The loss of cycles a vector that a run fails at.</summary>
    private const double Loss = 0.1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(string path, IEnumerable<LimitResult> results) =>
        File.WriteAllLines(path, results.Select(r => JsonSerializer.Serialize(r, Json)));

    /// <summary>What got worse, one line each: cycles a vector, the share of repaired queries, an error over what is allowed.</summary>
    /// <param name="path">A record of the same kind of machine.</param>
    /// <param name="results">What is to be held to it.</param>
    public static IEnumerable<string> Losses(string path, IEnumerable<LimitResult> results)
    {
        Dictionary<string, LimitResult> recorded = File.ReadLines(path)
            .Select(line => JsonSerializer.Deserialize<LimitResult>(line, Json)!)
            .ToDictionary(r => r.Task);
        foreach (LimitResult now in results)
        {
            if (!now.IsRight)
            {
                yield return $"{now.Task}: the error is {now.Error:E1}, {now.ErrorAllowed:E1} is allowed.";
            }

            if (!recorded.TryGetValue(now.Task, out LimitResult? then))
            {
                continue;
            }

            if (now.CyclesPerVector > then.CyclesPerVector * (1 + Loss))
            {
                yield return $"{now.Task}: {now.CyclesPerVector:F2} cycles a vector, {then.CyclesPerVector:F2} are recorded.";
            }

            if (now.Repaired > then.Repaired)
            {
                yield return $"{now.Task}: {now.Repaired} queries repaired, {then.Repaired} are recorded.";
            }
        }
    }
}
