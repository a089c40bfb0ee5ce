using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nadaraya.Benchmarks;

/// <summary>The processor that figures belong to: results are kept in one folder a machine.</summary>
/// <param name="Processor">Its name, family and model, as the system tells them.</param>
/// <param name="Folder">The folder of its results, such as <c>amd-epyc-avx2-2-cores</c>.</param>
/// <param name="Vectors">Its widest vectors: avx512, avx2, neon or plain.</param>
/// <param name="Cores">How many it has, or the container is given.</param>
/// <param name="Software">The system and the runtime.</param>
internal sealed partial record Machine(string Processor, string Folder, string Vectors, int Cores, string Software)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>This one.</summary>
    public static Machine Here { get; } = Read();

    /// <summary>How many doubles its widest vector holds.</summary>
    public static int Lanes => Vector512.IsHardwareAccelerated ? 8 : Vector256.IsHardwareAccelerated ? 4 : 2;

    /// <summary>How much else is running: the load average of the last minute; NaN where it can't be told.</summary>
    public static double Load => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : double.NaN;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static Machine Read()
    {
        Dictionary<string, string> cpu = File.Exists("/proc/cpuinfo") ? Describe(File.ReadLines("/proc/cpuinfo")) : [];
        string name = cpu.GetValueOrDefault("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        string vectors = Vector512.IsHardwareAccelerated ? "avx512" : Avx2.IsSupported ? "avx2" : AdvSimd.IsSupported ? "neon" : "plain";
        int cores = Environment.ProcessorCount;
        string slug = NotInNames().Replace(CoreCount().Replace(name, string.Empty).ToLowerInvariant(), "-").Trim('-');
        string processor = cpu.TryGetValue("cpu family", out string? family) ? $"{name} (family {family}, model {cpu["model"]})" : name;
        return new(processor, $"{slug}-{vectors}-{cores}-cores", vectors, cores, $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}");
    }

    private static Dictionary<string, string> Describe(IEnumerable<string> lines) => lines
        .TakeWhile(line => line.Length > 0)
        .Select(line => line.Split(':', 2))
        .Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());

    [GeneratedRegex(@"\b\d+-Core Processor|@.*$|\((R|TM)\)|\bCPU\b", RegexOptions.IgnoreCase)]
    private static partial Regex CoreCount();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();
}
