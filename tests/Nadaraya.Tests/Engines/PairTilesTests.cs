using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>Pairs that are weighed once and count for both give what two walks give.</summary>
public sealed class PairTilesTests
{
    [Theory]
    [InlineData(1, 1, 1, false, 1e-10)]
    [InlineData(2, 1, 1, false, 1e-10)]
    [InlineData(33, 2, 1, true, 1e-10)]
    [InlineData(320, 5, 1, false, 1e-10)]
    [InlineData(737, 5, 1, true, 0)]
    [InlineData(1500, 3, 3, true, 1e-10)]
    [InlineData(1025, 40, 2, false, 1e-10)]
    public void SumAndPull_KeysOverEachOther_IsWhatQueriesOfTheirOwnGive(int n, int dimensions, int targets, bool weighted, double tolerance)
    {
        Random random = new(n);
        double[][] x = [.. Enumerable.Range(0, dimensions).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextDouble()).ToArray())];
        double[][] y = [.. Enumerable.Range(0, targets).Select(t => Enumerable.Range(0, n).Select(i => Math.Sin(t + (5 * x[0][i])) + random.NextDouble()).ToArray())];
        double[] counts = [.. Enumerable.Range(0, n).Select(_ => random.Next(1, 5))];
        double[]? v = weighted ? [.. counts.Select(c => c / 4), .. new double[Points.PaddedLength(n) - n]] : null;
        Points keys = Points.Keys(x, n);
        double[] bandwidths = [.. Enumerable.Range(0, dimensions).Select(j => 0.2 * Math.Sqrt(dimensions) * (1 + (0.1 * j)))];
        PoolingRequest request = new(keys, new Score([Kernel.Gaussian.Accept(new FactorBuilder(keys, new FixedGeometry(bandwidths)))], v), Payload.Of(y, v is null ? [] : v.AsSpan(0, n)), Basis.Constant)
        {
            Tolerance = tolerance,
        };
        Leave leave = Leave.Row([.. Enumerable.Range(0, n)], weighted ? [.. counts.Select(c => (c - 1) / c)] : null);
        Points pairs = Points.Queries(keys.Columns, n);
        Points apart = Points.Queries([.. keys.Columns.Select(c => c.ToArray())], n);
        void Adjoin(int query, Span<double> adjoint)
        {
            for (int b = 0; b < adjoint.Length; b++)
            {
                adjoint[b] = ((query + b) % 7) - 2.5;
            }
        }

        PreparedEngine dense = new DenseEngine().Prepare(request);
        (Moments expected, Moments found, Moments alone) = (new(n, request), new(n, request), new(n, request));
        double[] slopes = dense.SumAndPull(apart, leave, expected, Adjoin, default);
        double[] own = dense.SumAndPull(pairs, leave, found, Adjoin, new Run(1, default));
        Assert.Equal(own, dense.SumAndPull(pairs, leave, alone, Adjoin, new Run(2, default)));
        for (int b = 0; b <= targets; b++)
        {
            Assert.Equal(found.Sums[b], alone.Sums[b]);
            for (int i = 0; i < n; i++)
            {
                Tolerance.Near(expected.Sums[b][i], found.Sums[b][i], 1e-13, expected.Weight(i), $"moment {b} of row {i}");
            }
        }

        double scale = expected.Sums.Sum(s => s.Sum(Math.Abs));
        for (int j = 0; j < dimensions; j++)
        {
            Tolerance.Near(slopes[j], own[j], 1e-12, scale, $"slope {j}");
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1e10)]
    [InlineData(1e160)]
    public void SumAndPull_ARowFarFromAllOthers_IsTheSlopeOfTheCriterion(double far)
    {
        const int N = 40;
        double[] x = [.. Enumerable.Range(0, N - 1).Select(i => (double)i), far];
        double[] y = [.. Enumerable.Range(0, N).Select(i => Math.Sin(i))];
        Points keys = Points.Keys([x], N);
        Leave leave = Leave.Row([.. Enumerable.Range(0, N)]);
        double expected = (Criterion(1e-4).Value - Criterion(-1e-4).Value) / 2e-4;
        Tolerance.Near(expected, Criterion(0).Slope, 1e-6);

        (double Value, double Slope) Criterion(double logBandwidth)
        {
            Factor factor = Kernel.Gaussian.Accept(new FactorBuilder(keys, new FixedGeometry([Math.Exp(logBandwidth)])));
            PoolingRequest request = new(keys, new Score([factor]), Payload.Of([y], []), Basis.Constant) { Tolerance = 1e-10 };
            double[] c = request.Payload.Columns[0];
            Moments moments = new(N, request);
            double slope = new DenseEngine().Prepare(request).SumAndPull(Points.Queries(keys.Columns, N), leave, moments, Adjoin, default)[0];
            return (Enumerable.Range(0, N).Sum(i => Math.Pow(c[i] - (moments.Target(i, 0) / moments.Weight(i)), 2)), slope);

            void Adjoin(int i, Span<double> adjoint)
            {
                double total = moments.Weight(i);
                double fit = moments.Target(i, 0) / total;
                adjoint[1] = 2 * (fit - c[i]) / total;
                adjoint[0] = -adjoint[1] * fit;
            }
        }
    }

    [Theory]
    [InlineData(40, 1, false)]
    [InlineData(700, 3, true)]
    public void SumLevels_SquaresOfOneWeight_AreTheSumsAtEachBandwidth(int n, int dimensions, bool weighted)
    {
        const int Levels = 9;
        Random random = new(n);
        double[][] x = [.. Enumerable.Range(0, dimensions).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextDouble()).ToArray())];
        double[] y = [.. x[0].Select(v => Math.Sin(5 * v) + random.NextDouble())];
        double[]? v = weighted ? [.. y.Select(_ => random.NextDouble()), .. new double[Points.PaddedLength(n) - n]] : null;
        Points keys = Points.Keys(x, n);
        PoolingRequest At(int level) => new(
            keys,
            new Score([Kernel.Gaussian.Accept(new FactorBuilder(keys, new FixedGeometry([.. x.Select(_ => 2 * Math.Pow(2, -0.5 * level))])))], v),
            Payload.Of([y], v is null ? [] : v.AsSpan(0, n)),
            Basis.Constant)
        {
            Tolerance = 1e-10,
        };
        Leave leave = Leave.Row([.. Enumerable.Range(0, n)]);
        Points rows = Points.Queries(keys.Columns, n);
        Moments[] all = new DenseEngine().Prepare(At(0)).SumLevels(rows, leave, Levels, default)!;
        Assert.Equal(Levels, all.Length);
        for (int level = 0; level < Levels; level++)
        {
            Moments alone = new DenseEngine().Prepare(At(level) with { Tolerance = 0 }).Sum(rows, leave, default);
            for (int i = 0; i < n; i++)
            {
                Tolerance.Near(alone.Weight(i), all[level].Weight(i), 1e-12, 0, $"weight of row {i} at level {level}");
                Tolerance.Near(alone.Target(i, 0), all[level].Target(i, 0), 1e-12, alone.Weight(i), $"target of row {i} at level {level}");
            }
        }

        Assert.Null(new DenseEngine().Prepare(At(0)).SumLevels(Points.Queries(x, n), leave, Levels, default));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    public void Loops_InSingles_HaveTheSameBitsAtEitherWidth(int dimensions, int columns)
    {
        const int Length = 192, Lanes = 16;
        Random random = new(dimensions);
        float[] tile = [.. Enumerable.Range(0, (dimensions + columns) * Length).Select(_ => random.NextSingle())];
        float[] row = [.. Enumerable.Range(0, dimensions + (2 * columns)).Select(_ => random.NextSingle())];
        float[] parts = [.. Enumerable.Range(0, 64).Select(k => k < 11 ? 0f : 1)];
        float[] scales = new float[dimensions];
        PairLoops<float> wide = PairLoops.For<SixteenSingles, Vector512<float>, float>(scaled: true), narrow = PairLoops.For<EightSingles, Vector256<float>, float>(scaled: true);
        Assert.Equal(Of(wide, sloping: false), Of(narrow, sloping: false));
        Assert.Equal(Of(wide, sloping: true), Of(narrow, sloping: true));

        float[] Of(PairLoops<float> loops, bool sloping)
        {
            float[] lanes = new float[Lanes * Math.Max(dimensions, columns)];
            float[] beside = [.. Enumerable.Range(0, columns * Length).Select(k => k % 5f)];
            GaussianTile<float> of = new(ref tile[0], Length, dimensions, columns, ref scales[0]);
            if (sloping)
            {
                loops.SlopesPart(of, 0, 64, ref parts[0], ref row[0], ref row[dimensions], ref lanes[0], ref beside[0]);
                loops.Slopes(of, 64, Length, ref parts[0], ref row[0], ref row[dimensions], ref lanes[0], ref beside[0]);
            }
            else
            {
                loops.SumPart(of, 1, 0, 64, ref parts[0], ref row[0], ref row[dimensions], ref lanes[0], ref beside[0]);
                loops.Sum(of, 1, 64, Length, ref parts[0], ref row[0], ref row[dimensions], ref lanes[0], ref beside[0]);
            }

            return [.. lanes, .. beside];
        }
    }

    [Theory]
    [InlineData(1, 1e-4)]
    [InlineData(5, 1e-4)]
    [InlineData(5, 1e-3)]
    public void SumAndPull_InSingles_KeepsWhatItSays(int dimensions, double tolerance)
    {
        const int N = 1500;
        Random random = new(7);
        double[][] x = [.. Enumerable.Range(0, dimensions).Select(_ => Enumerable.Range(0, N).Select(i => i == 3 ? 25 : random.NextDouble()).ToArray())];
        double[] y = [.. Enumerable.Range(0, N).Select(i => Math.Sin(5 * x[0][i]) + random.NextDouble())];
        Points keys = Points.Keys(x, N);
        PoolingRequest request = new(keys, new Score([Kernel.Gaussian.Accept(new FactorBuilder(keys, new FixedGeometry([.. x.Select(_ => 0.3)])))]), Payload.Of([y], []), Basis.Constant)
        {
            Tolerance = tolerance,
        };
        Leave leave = Leave.Row([.. Enumerable.Range(0, N)]);
        Points rows = Points.Queries(keys.Columns, N);
        static void Adjoin(int query, Span<double> adjoint) => (adjoint[0], adjoint[1]) = (0.5 - (query % 7), query % 5);
        (Moments expected, Moments found) = (new(N, request), new(N, request));
        double[] slopes = new DenseEngine().Prepare(request with { Tolerance = 0 }).SumAndPull(rows, leave, expected, Adjoin, default);
        double[] own = new DenseEngine().Prepare(request).SumAndPull(rows, leave, found, Adjoin, default);
        Assert.InRange(found.ErrorBound, 1e-7, tolerance);
        Assert.InRange(found.Repaired, 1, 20); // the row far out, and those beside which the targets' mean is next to nothing
        for (int i = 0; i < N; i++)
        {
            double spread = Enumerable.Range(0, N).Where(k => k != i).Sum(k => Math.Exp(-Enumerable.Range(0, dimensions).Sum(j => Math.Pow((x[j][i] - x[j][k]) / 0.3, 2)) / 2) * Math.Abs(request.Payload.Columns[0][k]));
            double scale = i == 3 ? 1 : spread / expected.Weight(i);
            Assert.InRange((expected.Target(i, 0) / expected.Weight(i)) - (found.Target(i, 0) / found.Weight(i)), -scale * found.ErrorBound, scale * found.ErrorBound);
        }

        double sum = expected.Sums.Sum(s => s.Sum(Math.Abs));
        for (int j = 0; j < dimensions; j++)
        {
            Tolerance.Near(slopes[j], own[j], tolerance, sum, $"slope {j}");
        }
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(3, 2, true)]
    [InlineData(6, 3, false)]
    public void Loops_EitherWidth_HaveTheSameBits(int dimensions, int columns, bool scaled)
    {
        const int Length = 96, Lanes = 8;
        Random random = new(dimensions);
        double[] tile = [.. Enumerable.Range(0, (dimensions + columns) * Length).Select(_ => random.NextDouble())];
        double[] scales = [.. Enumerable.Range(0, dimensions).Select(_ => scaled ? 1 : 0.5 + random.NextDouble())];
        double[] row = [.. Enumerable.Range(0, dimensions + (2 * columns)).Select(_ => random.NextDouble())];
        double[] parts = [.. Enumerable.Range(0, 32).Select(k => k < 11 ? 0.0 : 1.0)];
        PairLoops<double> wide = PairLoops.For<Octet, Vector512<double>, double>(scaled), narrow = PairLoops.For<Quartet, Vector256<double>, double>(scaled);
        Assert.Equal(Of(wide, sloping: false), Of(narrow, sloping: false));
        Assert.Equal(Of(wide, sloping: true), Of(narrow, sloping: true));

        double[] Of(PairLoops<double> loops, bool sloping)
        {
            double[] lanes = new double[Lanes * Math.Max(dimensions, columns)];
            double[] beside = [.. Enumerable.Range(0, columns * Length).Select(k => k % 5.0)];
            GaussianTile<double> of = new(ref tile[0], Length, dimensions, columns, ref MemoryMarshal.GetArrayDataReference(scales));
            if (sloping)
            {
                loops.SlopesPart(of, 0, 32, ref parts[0], ref row[0], ref row[dimensions], ref lanes[0], ref beside[0]);
                loops.Slopes(of, 32, Length, ref parts[0], ref row[0], ref row[dimensions], ref lanes[0], ref beside[0]);
            }
            else
            {
                loops.SumPart(of, 1, 0, 32, ref parts[0], ref row[0], ref row[dimensions], ref lanes[0], ref beside[0]);
                loops.Sum(of, 1, 32, Length, ref parts[0], ref row[0], ref row[dimensions], ref lanes[0], ref beside[0]);
            }

            return [.. lanes, .. beside];
        }
    }
}
