using Nadaraya.Numerics;

namespace Nadaraya.Benchmarks;

/// <summary>The regressions that are simulated. HST: Hurvich, Simonoff &amp; Tsai (1998); FG: Fan &amp; Gijbels (1996); DJ: Donoho &amp; Johnstone (1994), milder.</summary>
internal static class Designs
{
    private static readonly double[] StepsAt = [0.1, 0.25, 0.4, 0.65, 0.8];
    private static readonly double[] StepsBy = [1, -1.5, 2, -1, 0.8];

    public static Design Sine { get; } = Uniform("sine", 100, x => Math.Sin(2 * Math.PI * x), 0.3);

    public static Design Doppler { get; } = Uniform("Doppler, mild (DJ)", 400, x => 2 * Math.Sqrt(x * (1 - x)) * Math.Sin(2.5 * Math.PI / (x + 0.25)), 0.2);

    public static Design Bump { get; } = Uniform("sine and bump (FG)", 200, x => Math.Sin(8 * x) + (2 * Math.Exp(-256 * (x - 0.5) * (x - 0.5))), 0.4);

    public static Design Line { get; } = Uniform("line", 100, x => 1 + (2 * x), 0.5);

    public static Design Peaks { get; } = Uniform("two peaks (HST)", 200, x => (0.3 * Math.Exp(-64 * Square(x - 0.25))) + (0.7 * Math.Exp(-256 * Square(x - 0.75))), 0.1);

    public static Design Quartic { get; } = Uniform("quartic (HST)", 100, x => 1 - (48 * x) + (218 * x * x) - (315 * x * x * x) + (145 * x * x * x * x), 0.5);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Design> All { get; } =
    [
        Sine,
        Sine with { Name = "sine, hardly any noise", Spread = _ => 0.01 },
        Sine with { Name = "sine, mostly noise", Spread = _ => 1.5 },
        Uniform("three waves", 200, x => Math.Sin(6 * Math.PI * x), 0.3),
        Uniform("five waves (HST)", 300, x => Math.Sin(10 * Math.PI * x), 0.3),
        Doppler,
        Bump,
        Uniform("line and bump (FG)", 200, x => (4 * x) - 2 + (2 * Math.Exp(-256 * Square(x - 0.5))), 0.5),
        Line,
        Uniform("nothing but noise", 150, _ => 0, 1),
        Uniform("steps (DJ)", 200, x => StepsAt.Zip(StepsBy).Sum(s => x >= s.First ? s.Second : 0), 0.3),
        Uniform("one peak", 150, x => Math.Exp(-Square((x - 0.5) / 0.05) / 2), 0.2),
        Quartic,
        Peaks,
        Uniform("decay (HST), noise that grows", 100, x => 10 * Math.Exp(-10 * x), 0) with { Spread = x => 0.2 + x[0] },
        Uniform("kink (HST)", 400, x => Math.Exp(x < 1.0 / 3 ? x - (1.0 / 3) : -2 * (x - (1.0 / 3))), 0.1),
        Sine with { Name = "sine, x beta(2, 5)", Rows = 200, Features = random => [Enumerable.Range(0, 6).Select(_ => random.NextUniform()).Order().ElementAt(1)] },
        Sine with { Name = "sine of normal x", Rows = 200, Features = random => [random.NextNormal()], Mean = x => Math.Sin(2 * x[0]) },
        Sine with { Name = "ties: x in steps of 0.05", Rows = 200, Features = random => [Math.Round(random.NextUniform() * 20) / 20] },
        Uniform("two features", 200, x => Math.Sin(2 * Math.PI * x), 0.3) with
        {
            Features = random => [random.NextUniform(), random.NextUniform()],
            Mean = x => Math.Sin(2 * Math.PI * x[0]) + (x[1] * x[1]),
        },
        Sine with { Name = "heavy tails: x and noise t(3)", Rows = 200, Features = random => [Student(random)], Mean = x => Math.Sin(x[0]), Noise = Student },
    ];

    /// <summary>A design of one uniform feature and one spread.</summary>
    public static Design Uniform(string name, int rows, Func<double, double> mean, double spread) =>
        new(name, rows, random => [random.NextUniform()], x => mean(x[0]), _ => spread);

    /// <summary>Student's t with three degrees of freedom.</summary>
    public static double Student(SplitMix64 random) =>
        random.NextNormal() / Math.Sqrt((Square(random.NextNormal()) + Square(random.NextNormal()) + Square(random.NextNormal())) / 3);

    private static double Square(double x) => x * x;
}
