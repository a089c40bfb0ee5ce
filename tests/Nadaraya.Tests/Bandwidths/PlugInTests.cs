using System.Globalization;

namespace Nadaraya.Tests.Bandwidths;

/// <summary>The direct plug-in bandwidth against KernSmooth 2.23-20 in R 4.2.2, and by its laws.</summary>
public sealed class PlugInTests
{
    [Fact]
    public void RuppertSheatherWand_GoldenSample_IsThatOfKernSmooth()
    {
        GoldenFile golden = GoldenFile.Open("c_cv.json");
        var data = golden.Data("cv1");

        double found = PlugIn.RuppertSheatherWand(GoldenFile.Vector(data.GetProperty("x")), GoldenFile.Vector(data.GetProperty("y")));

        Tolerance.Near(golden.Targets("c.dpill").Single().GetProperty("value").GetDouble(), found, 1e-12);
    }

    // dpill(eruptions, waiting)
    [Fact]
    public void RuppertSheatherWand_Faithful_IsThatOfKernSmooth()
    {
        (double[] x, double[] y) = Read("faithful");
        Tolerance.Near(0.196969521550551, PlugIn.RuppertSheatherWand(x, y), 1e-11);
    }

    // dpill(times, accel) and dpill(times[o], accel[o]) with o <- order(times, -accel): of 2000 random orders of the rows 1025 give
    // the first and 975 the second, because a border between three blocks cuts through rows with equal times. Ours is one number.
    [Fact]
    public void RuppertSheatherWand_Motorcycle_IsWhatKernSmoothGivesForAnOrderOfItsTies()
    {
        (double[] x, double[] y) = Read("motorcycle");
        double found = PlugIn.RuppertSheatherWand(x, y);
        double[] orders = [1.44525836557033, 1.61349005735555];
        Tolerance.Near(orders.MinBy(h => Math.Abs(h - found)), found, 1e-11);
    }

    // dpill(x, y) of the same rows; the third curve, whose offsets leave KernSmooth few digits, as dpill((x - 1000)/50, y - 1e6)*50.
    [Theory]
    [InlineData(25, 1, 0.0576650378865414)]
    [InlineData(25, 2, 0.277433704211093)]
    [InlineData(25, 3, 3.51758685035389)]
    [InlineData(99, 1, 0.0442840184614146)]
    [InlineData(99, 2, 0.135199210046036)]
    [InlineData(99, 3, 3.28442365514041)]
    [InlineData(100, 1, 0.0479685461966895)]
    [InlineData(100, 2, 0.136920256278108)]
    [InlineData(100, 3, 3.17838643819842)]
    [InlineData(500, 1, 0.0159270964442312)]
    [InlineData(500, 2, 0.0360376748249054)]
    [InlineData(500, 3, 0.795076071596023)]
    [InlineData(3000, 1, 0.0245479955665006)]
    [InlineData(3000, 2, 0.0865022914007634)]
    [InlineData(3000, 3, 10.5348344005105)]
    public void RuppertSheatherWand_Formula_IsThatOfKernSmooth(int n, int curve, double expected)
    {
        (double[] x, double[] y) = Draw(n, curve);
        Tolerance.Near(expected, PlugIn.RuppertSheatherWand(x, y), 1e-10);
    }

    [Fact]
    public void RuppertSheatherWand_RowsInAnotherOrder_GivesTheSameBits()
    {
        foreach (string name in (string[])["motorcycle", "faithful"])
        {
            (double[] x, double[] y) = Read(name);
            double expected = PlugIn.RuppertSheatherWand(x, y);
            Random random = new(7);
            for (int draw = 0; draw < 5; draw++)
            {
                int[] rows = [.. Enumerable.Range(0, x.Length)];
                random.Shuffle(rows);
                Assert.Equal(expected, PlugIn.RuppertSheatherWand([.. rows.Select(i => x[i])], [.. rows.Select(i => y[i])]));
            }
        }
    }

    [Theory]
    [InlineData(1, 0, -1, 0)]
    [InlineData(1, 0, 3.7, -250)]
    [InlineData(1e-300, 0, 1e-300, 0)]
    [InlineData(1e305, 0, 1e306, 0)]
    [InlineData(0.01, 3, 1e-3, 1e4)]
    public void RuppertSheatherWand_OtherUnits_FollowsThoseOfXAlone(double scaleX, double shiftX, double scaleY, double shiftY)
    {
        (double[] x, double[] y) = Read("motorcycle");
        double expected = PlugIn.RuppertSheatherWand(x, y) * scaleX;
        double found = PlugIn.RuppertSheatherWand([.. x.Select(v => (v * scaleX) + shiftX)], [.. y.Select(v => (v * scaleY) + shiftY)]);
        Tolerance.Near(expected, found, 1e-8);
    }

    [Fact]
    public void RuppertSheatherWand_MoreNoise_IsWider()
    {
        double last = 0;
        foreach (double noise in (double[])[0.05, 0.2, 0.8])
        {
            Random random = new(11);
            double[] x = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())];
            double[] y = [.. x.Select(v => Math.Sin(6 * v) + (noise * (random.NextDouble() - 0.5)))];
            double found = PlugIn.RuppertSheatherWand(x, y);
            Assert.True(found > last && found < 1, $"{found} after {last}");
            last = found;
        }
    }

    [Theory]
    [InlineData("two", "The rule 'plug-in' has no bandwidth: there are 2 rows, where it needs at least six; use cv or give a number.")]
    [InlineData("one key", "The rule 'plug-in' has no bandwidth: the feature is constant between its 1 % and 99 % points, where it needs at least five different keys; use cv or give a number.")]
    [InlineData("one far key", "The rule 'plug-in' has no bandwidth: the feature is constant between its 1 % and 99 % points, where it needs at least five different keys; use cv or give a number.")]
    [InlineData("four keys", "The rule 'plug-in' has no bandwidth: the feature has fewer than five different keys between its 1 % and 99 % points, where it needs at least five for a curve of degree four; use cv or give a number.")]
    [InlineData("constant", "The rule 'plug-in' has no bandwidth: the target is constant, where it needs values that vary; use cv or give a number.")]
    [InlineData("line", "The rule 'plug-in' has no bandwidth: polynomials on blocks of rows leave nothing of the target over, where it needs noise around the curve; use cv or give a number.")]
    [InlineData("quartic", "The rule 'plug-in' has no bandwidth: polynomials on blocks of rows leave nothing of the target over, where it needs noise around the curve; use cv or give a number.")]
    public void RuppertSheatherWand_NothingToEstimate_SaysWhat(string kind, string message)
    {
        int n = kind == "two" ? 2 : 120;
        double[] x = [.. Enumerable.Range(0, n).Select(i => kind switch
        {
            "one key" => 3,
            "one far key" => i == 17 ? 9 : 3,
            "four keys" => i % 4,
            _ => i * 0.37,
        })];
        double[] y = [.. x.Select((v, i) => kind switch
        {
            "constant" => 0.1,
            "line" => 7.3 - (0.1 * v),
            "quartic" => 1e3 + (v * v * (1 - (v * v / 900))),
            _ => Math.Sin(i),
        })];

        DataException refused = Assert.Throws<DataException>(() => PlugIn.RuppertSheatherWand(x, y));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public void RuppertSheatherWand_AnySample_IsPositiveAndFiniteOrRefused()
    {
        Random random = new(5);
        int answered = 0;
        for (int draw = 0; draw < 400; draw++)
        {
            int n = random.Next(2, 160);
            double scale = Math.Pow(10, random.Next(-320, 308));
            int levels = random.Next(1, 40);
            int kind = draw % 6;
            double[] x = [.. Enumerable.Range(0, n).Select(_ => kind switch
            {
                0 => random.NextDouble() * scale,
                1 => random.Next(levels) * scale / 40,
                2 => Math.Pow(random.NextDouble(), -3),
                3 => random.Next(2) + (random.NextDouble() * 1e-9),
                4 => (random.NextDouble() - 0.5) * 2 * double.MaxValue,
                _ => 1e9 + random.NextDouble(),
            })];
            double[] y = [.. x.Select((v, i) => (draw % 7) switch
            {
                0 => random.Next(2),
                1 => v,
                2 => (random.NextDouble() - 0.5) * 2 * double.MaxValue,
                3 => i == 0 ? 1 : 0,
                4 => random.NextDouble() * double.Epsilon * 9,
                _ => Math.Sin(i) + random.NextDouble(),
            })];
            try
            {
                double found = PlugIn.RuppertSheatherWand(x, y);
                Assert.True(found > 0 && double.IsFinite(found), $"{found} in draw {draw}");
                answered++;
            }
            catch (DataException refused)
            {
                Assert.StartsWith("The rule 'plug-in' has no bandwidth: ", refused.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("\n", refused.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(answered > 100, $"{answered} of 400 answered");
    }

    private static (double[] X, double[] Y) Read(string name)
    {
        double[][] rows = [.. File.ReadAllLines(Path.Combine(GoldenFile.RepositoryRoot, "data", name + ".csv"))
            .Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        return ([.. rows.Select(row => row[0])], [.. rows.Select(row => row[1])]);
    }

    // The same rows in R:
    //   frac <- function(z) z - floor(z); i <- seq_len(n); u <- frac(i*0.6180339887498949)
    //   e <- frac(i*0.7548776662466927) + frac(i*0.5698402909980532) + frac(i*0.8191725133961645) - 1.5
    //   1: x <- u; y <- sin(6*x) + e/2;  2: x <- 5*u*u - 1; y <- exp(-x)*cos(3*x) + e;  3: x <- 1000 + 50*u; y <- 1e6 + 3*(x - 1000) + 20*e
    private static (double[] X, double[] Y) Draw(int n, int curve)
    {
        static double Frac(double z) => z - Math.Floor(z);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 1; i <= n; i++)
        {
            double u = Frac(i * 0.6180339887498949);
            double e = Frac(i * 0.7548776662466927) + Frac(i * 0.5698402909980532) + Frac(i * 0.8191725133961645) - 1.5;
            (x[i - 1], y[i - 1]) = curve switch
            {
                1 => (u, Math.Sin(6 * u) + (e / 2)),
                2 => ((5 * u * u) - 1, Math.Exp(1 - (5 * u * u)) * Math.Cos(3 * ((5 * u * u) - 1)) + e),
                _ => (1000 + (50 * u), 1e6 + (3 * ((1000 + (50 * u)) - 1000)) + (20 * e)),
            };
        }

        return (x, y);
    }
}
