using System.Text.Json;

namespace Nadaraya.Tests;

/// <summary>Golden b: every kernel, several bandwidths, ties, rims and far queries, against numpy, statsmodels, scikit-learn, np and torch.</summary>
public sealed class KernelGoldenTests
{
    private const double Digits = 1e-10;
    private static readonly GoldenFile Golden = GoldenFile.Open("b_kernels.json");

    public static TheoryData<int> Entries()
    {
        TheoryData<int> entries = [];
        JsonElement[] values = [.. Golden.Values];
        for (int i = 0; i < values.Length; i++)
        {
            if (IsTarget(values[i]))
            {
                entries.Add(i);
            }
        }

        return entries;
    }

    [Fact]
    public void Targets_OfTheFile_AreNearlyAllOfIt() => Assert.True(Entries().Count > 100, $"{Entries().Count} targets");

    [Theory]
    [MemberData(nameof(Entries))]
    public void Pool_Target_IsTheGoldenValue(int index)
    {
        JsonElement entry = Golden.Values.ElementAt(index);
        JsonElement data = Golden.Data(entry.GetProperty("data").GetString()!);
        double[] x = GoldenFile.Vector(data.GetProperty("x"));
        double[] y = GoldenFile.Vector(data.GetProperty("y"));
        double[] q = GoldenFile.Vector(data.GetProperty("xq"));
        double h = entry.GetProperty("h").GetDouble();
        JsonElement target = entry.TryGetProperty("exact", out JsonElement exact) ? exact : entry.GetProperty("value");
        double[] expected = GoldenFile.Vector(target);
        double mean = y.Average();
        double sd = Math.Sqrt(y.Sum(v => (v - mean) * (v - mean)) / (y.Length - 1));
        (Kernel kernel, bool open) = KernelOf(entry);

        double?[] actual = AttentionPooling.Pool(q, x, y, kernel, h);

        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool onTheRim = open && x.Any(v => Math.Abs(q[i] - v) == h);
            if (double.IsFinite(expected[i]) && !onTheRim && Supported(entry, q[i], x, h))
            {
                Tolerance.Near(expected[i], actual[i], Digits, sd, $"{entry.GetProperty("id")} {kernel} h {h} at {q[i]}");
            }
        }
    }

    /// <summary>np is flagged only for answering 0 where nothing is left; elsewhere it is a witness, of the higher orders too.</summary>
    [Fact]
    public void Pool_NpAtSupportedQueries_Agrees()
    {
        int compared = 0;
        foreach (JsonElement entry in Golden.Values.Where(v => v.GetProperty("id").GetString() == "b.np"))
        {
            JsonElement data = Golden.Data(entry.GetProperty("data").GetString()!);
            double[] x = GoldenFile.Vector(data.GetProperty("x"));
            double[] q = GoldenFile.Vector(data.GetProperty("xq"));
            double h = entry.GetProperty("h").GetDouble();
            double[] expected = GoldenFile.Vector(entry.GetProperty("value"));
            (Kernel kernel, bool open) = KernelOf(entry);
            double?[] actual = AttentionPooling.Pool(q, x, GoldenFile.Vector(data.GetProperty("y")), kernel, h);
            for (int i = 0; i < q.Length; i++)
            {
                double nearest = x.Min(v => Math.Abs(q[i] - v));
                bool onTheRim = open && x.Any(v => Math.Abs(q[i] - v) == h);
                if (expected[i] != 0 && nearest <= 3 * h && !onTheRim)
                {
                    // np's constants of higher order are rounded decimals: 1e-8 is all they promise, more where weights cancel.
                    Tolerance.Near(expected[i], actual[i], kernel.Constants.Signed ? 1e-5 : 1e-10, 1, $"{entry.GetProperty("call")} at {q[i]}");
                    compared++;
                }
            }
        }

        Assert.True(compared > 300, $"{compared} compared");
    }

    /// <summary>np answers 0, and plain formulas 0/0, where no weight is left in double precision: there our policies rule.</summary>
    private static bool Supported(JsonElement entry, double q, double[] x, double h)
    {
        if (entry.GetProperty("id").GetString()!.Contains("softmax", StringComparison.Ordinal))
        {
            return true;
        }

        double nearest = x.Min(v => Math.Abs(q - v));
        return nearest <= 30 * h;
    }

    private static (Kernel Kernel, bool Open) KernelOf(JsonElement entry)
    {
        string name = entry.GetProperty("kernel").GetString()!;
        return name switch
        {
            "uniform_open" => (Kernel.Uniform, true),
            "np.gaussian" => (Kernel.Parse("gaussian" + Order(entry)), false),
            "np.epanechnikov" => (Kernel.Parse("epanechnikov-np" + Order(entry)), false),
            "np.uniform" => (Kernel.Uniform, true),
            _ => (Kernel.Parse(name), false),
        };
    }

    private static string Order(JsonElement entry)
    {
        string call = entry.GetProperty("call").GetString()!;
        int at = call.IndexOf("ckerorder=", StringComparison.Ordinal);
        return at < 0 || call[at + 10] == '2' ? string.Empty : ":" + call[at + 10];
    }

    private static bool IsTarget(JsonElement entry)
    {
        bool hasExact = entry.TryGetProperty("exact", out _);
        bool flagged = entry.TryGetProperty("known_difference", out JsonElement d) && d.ValueKind is not (JsonValueKind.False or JsonValueKind.Null);
        bool approximate = entry.TryGetProperty("approximate", out JsonElement a) && a.ValueKind is not (JsonValueKind.False or JsonValueKind.Null);
        bool old = entry.TryGetProperty("version", out JsonElement v) && v.GetString()!.StartsWith("0.60", StringComparison.Ordinal);
        bool near = !entry.TryGetProperty("check_worst", out JsonElement w) || GoldenFile.Number(w) <= Digits;
        return entry.TryGetProperty("data", out _) && entry.TryGetProperty("h", out JsonElement h) && h.ValueKind == JsonValueKind.Number
            && (hasExact || (!flagged && !approximate && near)) && !old;
    }
}
