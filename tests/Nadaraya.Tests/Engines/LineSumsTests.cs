using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>Local lines of the dense engine, whose loops weigh and sum a tile at once, against their moments and slopes written out.</summary>
public sealed class LineSumsTests
{
    private const double Far = 1.5; // in the third column, far from every key

    public static TheoryData<int, int, string, bool> Cases
    {
        get
        {
            TheoryData<int, int, string, bool> cases = [];
            foreach (int columns in (int[])[1, 2, 3])
            {
                foreach (int levels in (int[])[0, 1, 2])
                {
                    foreach (string leave in (string[])["nobody", "row", "part", "group", "mask"])
                    {
                        cases.Add(columns, levels, leave, levels == 1);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SumAndPull_InDoubles_AreTheMomentsWrittenOut(int columns, int levels, string leave, bool weighted)
    {
        Setting setting = new(columns, levels, 700, weighted);
        setting.Check(setting.Request(), Leaving(leave, 700), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SumAndPull_OfALook_AreThoseToSixDigits(int columns, int levels, string leave, bool weighted)
    {
        Setting setting = new(columns, levels, 700, weighted);
        PoolingRequest look = setting.Request() with { IsLook = true };
        Assert.True(LineSums.HasCheaperLooks(setting.Request()));
        setting.Check(look, Leaving(leave, 700), 3e-6);
    }

    [Fact]
    public void Sum_OfALookOverManyRows_LosesNoMoreThanOverFew()
    {
        Setting setting = new(1, 0, 40_000, weighted: false);
        setting.Check(setting.Request() with { IsLook = true }, Leave.Nobody, 3e-6, every: 5003);
    }

    [Fact]
    public void SumAgain_OfALook_IsTheSumInDoubles()
    {
        Setting setting = new(3, 1, 300, weighted: false);
        PoolingRequest look = setting.Request() with { IsLook = true };
        Points rows = Points.Queries(look.Keys.Columns, 300);
        PreparedEngine prepared = new DenseEngine().Prepare(look);
        Moments moments = prepared.Sum(rows, Leave.Nobody, default);
        double[] exact = [.. new DenseEngine().Prepare(setting.Request()).Sum(rows, Leave.Nobody, default).Sums.Select(s => s[7])];
        Assert.NotEqual(exact, moments.Sums.Select(s => s[7]));
        Assert.True(prepared.SumAgain(rows, 7, Leave.Nobody, moments));
        Assert.Equal(exact, moments.Sums.Select(s => s[7]));
        Assert.False(prepared.SumAgain(rows, 7, Leave.Nobody, moments));
    }

    [Fact]
    public void Sum_QueryFarFromAllKeys_IsRelativeToItsBestAsEver()
    {
        Setting setting = new(3, 0, 100, weighted: false);
        double[][] far = [[0.5], [0.5], [Far * 100]];
        foreach (PoolingRequest request in (PoolingRequest[])[setting.Request(), setting.Request() with { IsLook = true }])
        {
            Moments moments = new DenseEngine().Prepare(request).Sum(Points.Queries(far, 1), Leave.Nobody, default);
            Assert.True(moments.Reference(0) >= 0);
            Assert.InRange(moments.Weight(0), 1, 100);
        }
    }

    [Fact]
    public void HasCheaperLooks_KeysTooFineForSingles_DoesNot()
    {
        Setting setting = new(2, 0, 100, weighted: false);
        Assert.False(LineSums.HasCheaperLooks(setting.Request(shrunk: 1e-6)));
        Assert.Null(LineSums.For(setting.Request(shrunk: 1e-200)));
        Assert.Null(LineSums.For(setting.Request() with { Basis = Basis.Constant }));
    }

    private static Leave Leaving(string who, int n) => who switch
    {
        "nobody" => Leave.Nobody,
        "row" => Leave.Row([.. Enumerable.Range(0, n)]),
        "part" => Leave.Row([.. Enumerable.Range(0, n)], [.. Enumerable.Range(0, n).Select(i => (i % 3) / 3.0)]),
        "group" => Leave.Group([.. Enumerable.Range(0, n).Select(i => i % 7)], [.. Enumerable.Range(0, n).Select(i => i % 7)]),
        _ => Leave.Masked((query, key) => (query + key) % 3 != 0),
    };

    /// <summary>Random keys in columns and levels, and what is to be summed over them.</summary>
    private sealed class Setting
    {
        private readonly int columns;
        private readonly Points keys;
        private readonly double[] y;
        private readonly double[]? v;
        private readonly double[] h;
        private readonly double[] lambda;
        private readonly Random random;

        public Setting(int columns, int levels, int n, bool weighted)
        {
            this.columns = columns;
            random = new((100 * columns) + (10 * levels) + n);
            double[] Draw(Func<double> one) => [.. Enumerable.Range(0, n).Select(_ => one())];
            keys = Points.Keys(
                [
                    .. Enumerable.Range(0, columns).Select(j => Draw(() => 1985 + (random.NextDouble() * Math.Pow(10, j)))),
                    .. Enumerable.Range(0, levels).Select(_ => Draw(() => random.Next(3))),
                ],
                n);
            y = Draw(() => random.NextDouble() - 0.4);
            v = weighted ? Points.Pad(Draw(() => random.NextDouble())) : null;
            h = [.. Enumerable.Range(0, columns).Select(j => 0.3 * Math.Pow(10, j))];
            lambda = [.. Enumerable.Range(0, levels).Select(k => 0.2 + (0.3 * k))];
        }

        public PoolingRequest Request(double shrunk = 1)
        {
            Points numbers = Points.PaddedKeys(keys.Columns[..columns], keys.Count);
            List<Factor> factors = [Kernel.Gaussian.Accept(new FactorBuilder(numbers, new FixedGeometry([.. h.Select(x => x * shrunk)])))];
            factors.AddRange(lambda.Select((value, k) => new DiscreteFactor(DiscreteKernel.LiRacine, keys, columns + k, [0, 1, 2], value)));
            Basis basis = columns == 1
                ? new PolynomialBasis(1)
                : new MonomialBasis([new int[columns], .. Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, columns).Select(k => k == j ? 1 : 0).ToArray())], [.. Enumerable.Range(0, columns).Select(j => Math.Pow(8, j))], new double[columns]);
            return new(keys, new Score(factors, v), Payload.Of([y], []), basis);
        }

        public void Check(PoolingRequest request, Leave leave, double share, int every = 13)
        {
            int n = keys.Count;
            Points rows = Points.Queries(keys.Columns, n);
            PreparedEngine engine = new DenseEngine().Prepare(request);
            Moments moments = engine.Sum(rows, leave, new Run(2, CancellationToken.None));
            double[][] adjoints = [.. moments.Sums.Select(_ => new double[n])];
            double[] slopes = new double[columns + lambda.Length], sizes = new double[slopes.Length];
            for (int q = 0; q < n; q += every)
            {
                Array.ForEach(adjoints, column => column[q] = random.NextDouble() - 0.5);
                double[] sums = new double[moments.Sums.Length], absolute = new double[sums.Length];
                for (int i = 0; i < n; i++)
                {
                    double w = leave.Kept(q, i) * (v?[i] ?? 1), exponent = 0;
                    double[] d = [.. Enumerable.Range(0, columns).Select(j => (keys.Columns[j][i] - keys.Columns[j][q]) / request.Basis.Scale(j))];
                    for (int j = 0; j < columns; j++)
                    {
                        exponent += Math.Pow(d[j] * request.Basis.Scale(j) / h[j], 2) / 2;
                    }

                    w *= Math.Exp(-exponent);
                    for (int k = 0; k < lambda.Length; k++)
                    {
                        w *= Differs(k, q, i) ? lambda[k] : 1;
                    }

                    double form = 0, formSize = 0;
                    for (int m = 0; m < sums.Length; m++)
                    {
                        int term = m < request.Basis.WeightTerms ? m : m - request.Basis.WeightTerms;
                        double value = m < request.Basis.WeightTerms ? 1 : request.Payload.Columns[0][i];
                        double monomial = columns == 1
                            ? Math.Pow(d[0], term)
                            : request.Basis.Exponents(term).Select((a, j) => Math.Pow(d[j], a)).Aggregate(1.0, (p, x) => p * x);
                        sums[m] += w * value * monomial;
                        absolute[m] += Math.Abs(w * value * monomial);
                        form += adjoints[m][q] * value * monomial;
                        formSize += Math.Abs(adjoints[m][q] * value * monomial);
                    }

                    for (int p = 0; p < slopes.Length; p++)
                    {
                        double slope = p < columns ? Math.Pow(d[p] * request.Basis.Scale(p) / h[p], 2) : Differs(p - columns, q, i) ? 1 / lambda[p - columns] : 0;
                        slopes[p] += w * form * slope;
                        sizes[p] += Math.Abs(w * formSize * slope);
                    }
                }

                for (int m = 0; m < sums.Length; m++)
                {
                    Assert.True(Math.Abs(sums[m] - moments.Sums[m][q]) <= share * absolute[m], $"moment {m} of query {q}: {moments.Sums[m][q]:R}, not {sums[m]:R}");
                }
            }

            double[] found = engine.Pull(rows, leave, moments, adjoints, new Run(2, CancellationToken.None));
            for (int p = 0; p < slopes.Length; p++)
            {
                Assert.True(Math.Abs(slopes[p] - found[p]) <= share * sizes[p], $"slope {p}: {found[p]:R}, not {slopes[p]:R}");
            }
        }

        private bool Differs(int level, int query, int key) => keys.Columns[columns + level][query] != keys.Columns[columns + level][key];
    }
}
