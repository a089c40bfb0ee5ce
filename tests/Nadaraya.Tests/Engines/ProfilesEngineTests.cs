using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>Rows that differ in levels alone, summed profile by profile, against the dense engine row by row.</summary>
public sealed class ProfilesEngineTests
{
    private const int Rows = 300;

    public static TheoryData<string, double> Cases
    {
        get
        {
            TheoryData<string, double> cases = [];
            foreach (string leave in (string[])["nobody", "row", "part", "group", "shuffled", "mask"])
            {
                foreach (double lambda in (double[])[0, 1e-60, 1e-6, 0.3, 1])
                {
                    cases.Add(leave, lambda);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sum_WhoeverIsLeftOut_IsTheDenseOne(string leave, double lambda)
    {
        (PoolingRequest request, Points queries, Leave left) = Setting(leave, lambda);
        Wanted wanted = Wanted.Squares | Wanted.Nearest;
        Moments found = new ProfilesEngine().Prepare(request).Sum(queries, left, new Run(2, default), wanted);
        Moments dense = new DenseTiles(request).Sum(queries, left, default, wanted);
        for (int q = 0; q < queries.Count; q++)
        {
            Assert.Equal(dense.HasWeight(q), found.HasWeight(q));
            Assert.Equal(dense.Reference(q) >= 0, found.Reference(q) >= 0);
            if (double.IsFinite(dense.LogNearest[q]))
            {
                Tolerance.Near(dense.LogNearest[q], found.LogNearest[q], 1e-12, 1, $"nearest at {q}");
            }
            else
            {
                Assert.Equal(dense.LogNearest[q], found.LogNearest[q]);
            }

            if (!dense.HasWeight(q))
            {
                continue;
            }

            double shift = Math.Exp(found.Shift(q) - dense.Shift(q));
            Tolerance.Near(dense.Weight(q), found.Weight(q) * shift, 1e-12, dense.Weight(q), $"weight at {q}");
            Tolerance.Near(dense.SquaredWeights[q], found.SquaredWeights[q] * shift * shift, 1e-12, dense.SquaredWeights[q], $"squares at {q}");
            for (int t = 0; t < 2; t++)
            {
                Tolerance.Near(dense.Target(q, t), found.Target(q, t) * shift, 1e-12, dense.Weight(q), $"target {t} at {q}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pull_WhoeverIsLeftOut_IsTheDenseOne(string leave, double lambda)
    {
        (PoolingRequest request, Points queries, Leave left) = Setting(leave, lambda);
        PreparedEngine engine = new ProfilesEngine().Prepare(request);
        DenseTiles dense = new(request);
        Moments found = engine.Sum(queries, left, default);
        Moments exact = dense.Sum(queries, left, default);
        Random random = new(3);
        double[][] adjoints = [.. Enumerable.Range(0, 3).Select(_ => new double[queries.Count])];
        double[][] atDense = [.. Enumerable.Range(0, 3).Select(_ => new double[queries.Count])];
        double scale = 0;
        for (int q = 0; q < queries.Count; q++)
        {
            if (!exact.HasWeight(q))
            {
                continue;
            }

            // ∂L/∂M of sums relative to another key of the same levels: L is the same, and M is another multiple of it.
            for (int b = 0; b < 3; b++)
            {
                double adjoint = (random.NextDouble() - 0.5) / exact.Weight(q);
                atDense[b][q] = adjoint;
                adjoints[b][q] = adjoint * Math.Exp(found.Shift(q) - exact.Shift(q));
                scale += Math.Abs(adjoint * exact.Weight(q));
            }
        }

        double[] expected = dense.Pull(queries, left, exact, atDense, default);
        double[] pulled = engine.Pull(queries, left, found, adjoints, new Run(2, default));
        for (int k = 0; k < expected.Length; k++)
        {
            Tolerance.Near(expected[k], pulled[k], 1e-11, scale / Math.Max(lambda, 1e-6), $"∂/∂λ of column {k}");
        }
    }

    [Fact]
    public void For_LevelsAlone_PlansProfiles()
    {
        (PoolingRequest request, _, _) = Setting("nobody", 0.3);
        Assert.Equal("profiles", Planner.Shipped.For(request, 1_000_000).Engine);
        Assert.Equal("dense", Planner.Shipped.For(request, 100).Engine);
    }

    [Fact]
    public void Declines_ANumberAmongLevels_SaysWhy()
    {
        Points keys = Points.Keys([[0, 1, 2], [0, 1, 0]], 3);
        Factor number = Kernel.Gaussian.Accept(new FactorBuilder(Points.PaddedKeys([keys.Columns[0]], 3), new FixedGeometry([1])));
        Factor level = new DiscreteFactor(DiscreteKernel.LiRacine, keys, 1, [0, 1], 0.2);
        PoolingRequest request = new(keys, new Score([number, level]), Payload.Of([[1, 2, 3]], default), Basis.Constant);
        Assert.Equal("needs features that are all categorical or ordered", new ProfilesEngine().Declines(request));
    }

    [Fact]
    public void Sum_NoFeatureAtAll_IsTheMeanOfTheOthers()
    {
        double[] y = [.. Enumerable.Range(0, 5).Select(i => (double)(i * i))];
        PoolingRequest request = new(Points.PaddedKeys([], 5), new Score([]), Payload.Of([y], default), Basis.Constant);
        Moments sums = new ProfilesEngine().Prepare(request).Sum(Points.Queries(request.Keys.Columns, 5), Leave.Row([0, 1, 2, 3, 4]), default);
        for (int i = 0; i < 5; i++)
        {
            Tolerance.Near((y.Sum() - y[i]) / 4, request.Payload.Restore(0, sums.Target(i, 0) / sums.Weight(i)), 1e-14, 16, $"row {i}");
        }
    }

    [Fact]
    public void Fit_LevelsAlone_IsTheDenseFitAndNamesItsRows()
    {
        Random random = new(5);
        string[] a = [.. Enumerable.Range(0, 3000).Select(_ => "abcd"[random.Next(4)].ToString())];
        int[] b = [.. Enumerable.Range(0, 3000).Select(_ => random.Next(6))];
        double[] y = [.. a.Select((level, i) => (level == "c" ? 1 : 0) + (0.3 * b[i]) + random.NextDouble())];
        Dataset data = new([Column.Unordered("a", a, ["a", "b", "c", "d"]), Column.Ordered("b", [.. b.Select(level => $"{level}")])], [new Column("y", y)]);
        KernelRegression fast = KernelRegression.Fit(data);
        KernelRegression dense = KernelRegression.Fit(data, new() { Engine = "dense" });
        Assert.Equal("profiles", fast.Plan.Engine);
        Tolerance.Near(dense.CriterionValue!.Value, fast.CriterionValue, 1e-9, 0, "criterion");
        for (int j = 0; j < 2; j++)
        {
            Tolerance.Near(dense.Features[j].Bandwidth!.Value, fast.Features[j].Bandwidth, 1e-4, 0.01, "bandwidth");
        }

        Prediction one = fast.Predict([2, 3]);
        double[] weights = one.Attention.Weights();
        Assert.Equal(1, weights.Sum(), 1e-12);
        Assert.Equal(one.Value!.Value, weights.Zip(y).Sum(p => p.First * p.Second), 1e-10);
        Assert.All(one.Attention.Top(20).Rows, r => Assert.Equal(("c", 3, y[r.Row - 1]), (a[r.Row - 1], b[r.Row - 1], r.Value)));
    }

    private static (PoolingRequest Request, Points Queries, Leave Leave) Setting(string leave, double lambda)
    {
        Random random = new(17);
        double[] first = [.. Enumerable.Range(0, Rows).Select(_ => (double)random.Next(5))];
        double[] second = [.. Enumerable.Range(0, Rows).Select(i => i == 7 ? 9.0 : random.Next(4))]; // row 7 is alone in its profile
        double[] counts = [.. Enumerable.Range(0, Rows).Select(i => 1.0 + (i % 3))];
        Points keys = Points.Keys([first, second], Rows);
        double[] padding = new double[Points.PaddedLength(Rows) - Rows];
        double[] v = [.. counts.Select(c => c / 4), .. padding];
        double[] inverse = [.. counts.Select(c => 1 / c), .. padding];
        double[][] targets = [[.. first.Select(x => 1e6 + x + random.NextDouble())], [.. second.Select(_ => random.NextDouble())]];
        Factor[] factors =
        [
            new DiscreteFactor(DiscreteKernel.AitchisonAitken, keys, 0, [0, 1, 2, 3, 4], lambda * 0.8),
            new DiscreteFactor(DiscreteKernel.OrderedLiRacine, keys, 1, [.. Enumerable.Range(0, 10).Select(level => (double)level)], lambda),
        ];
        PoolingRequest request = new(keys, new Score(factors, v, inverse), Payload.Of(targets, v.AsSpan(0, Rows)), Basis.Constant);
        int[] itself = [.. Enumerable.Range(0, Rows)];
        int[] group = [.. itself.Select(i => i % 7)];
        int[] others = [.. itself.Select(i => (i * 31) % Rows)];
        return leave switch
        {
            "nobody" => (request, Points.Queries([[0, 4, -1, 2], [9, 0, 1, -1]], 4), Leave.Nobody),
            "row" => (request, Points.Queries(keys.Columns, Rows), Leave.Row(itself)),
            "part" => (request, Points.Queries(keys.Columns, Rows), Leave.Row(itself, [.. counts.Select(c => (c - 1) / c)])),
            "group" => (request, Points.Queries(keys.Columns, Rows), Leave.Group(group, group)),
            "shuffled" => (request, Points.Queries([[.. first], [.. second]], Rows), Leave.Row(others)),
            _ => (request, Points.Queries(keys.Columns, Rows), Leave.Masked((query, key) => query % 5 != key % 5)),
        };
    }
}
