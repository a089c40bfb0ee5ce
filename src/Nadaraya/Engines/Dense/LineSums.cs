using System.Numerics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The other frequent case of the dense engine: local lines in up to three columns under a Gaussian with fixed bandwidths, of one target, beside any levels.</summary>
/// <remarks>
/// A look (<see cref="PoolingRequest.IsLook"/>) is summed in singles where these tell the keys apart. A query of next to no weight is summed in doubles, and one whose
/// sums turn out not to determine its line in singles is summed again.
/// </remarks>
internal sealed class LineSums
{
    private const double LeastInSingles = 1e-3; // of Σ w: under it a single has lost rows that count
    private const double MostInSingles = 1e4; // bandwidths to the range of a column
    private const double MostScales = 1e100; // scales to the range of a column: squares stay numbers

    private readonly Walks<double> doubles;
    private readonly Walks<float>? singles;
    private bool[] again = []; // queries of a look that are summed in doubles

    private LineSums(PoolingRequest request, double[] bandwidths)
    {
        int columns = bandwidths.Length;
        doubles = new(request, bandwidths, () => LineLoops.Doubles(columns));
        singles = request.IsLook && bandwidths.Select((h, j) => request.Keys.Range(j) / h).All(lengths => lengths <= MostInSingles)
            ? new(request, bandwidths, () => LineLoops.Singles(columns))
            : null;
    }

    /// <summary>The sums of a request; null where it is of another kind, or its levels make too many combinations.</summary>
    public static LineSums? For(PoolingRequest request) => BandwidthsOf(request) is double[] bandwidths ? new(request, bandwidths) : null;

    /// <summary>Whether a look at a request takes less time than its sums.</summary>
    public static bool HasCheaperLooks(PoolingRequest request) => For(request with { IsLook = true })?.singles is not null;

    /// <summary>Begins the sums of so many queries.</summary>
    public void Begin(int queries) => again = singles is null ? [] : new bool[queries];

    /// <summary>The sums of queries from … from + count − 1.</summary>
    public void Sum(Points queries, int from, int count, Leave leave, Moments moments)
    {
        if (singles is null)
        {
            doubles.Sum(queries, from, count, leave, moments);
            return;
        }

        singles.Sum(queries, from, count, leave, moments);
        for (int query = from; query < from + count; query++)
        {
            if (!(moments.AbsoluteWeights[query] >= LeastInSingles))
            {
                _ = SumAgain(queries, query, leave, moments);
            }
        }
    }

    /// <summary>Sums a query in doubles; false where it was.</summary>
    public bool SumAgain(Points queries, int query, Leave leave, Moments moments)
    {
        if (singles is null || again[query])
        {
            return false;
        }

        doubles.Sum(queries, query, 1, leave, moments);
        again[query] = true;
        return true;
    }

    /// <summary>Adds to a gradient what sums of queries from … from + count − 1 are worth.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="leave">Who was left out.</param>
    /// <param name="moments">Their sums; those relative to a key are left alone.</param>
    /// <param name="adjoints">∂L/∂M, one column a moment.</param>
    /// <param name="gradient">Where to.</param>
    public void Pull(Points queries, int from, int count, Leave leave, Moments moments, double[][] adjoints, Span<double> gradient)
    {
        if (singles is null)
        {
            doubles.Pull(queries, from, count, query => moments.Reference(query) < 0, leave, adjoints, gradient);
            return;
        }

        singles.Pull(queries, from, count, query => moments.Reference(query) < 0 && !again[query], leave, adjoints, gradient);
        if (again.AsSpan(from, count).Contains(true))
        {
            doubles.Pull(queries, from, count, query => moments.Reference(query) < 0 && again[query], leave, adjoints, gradient);
        }
    }

    private static double[]? BandwidthsOf(PoolingRequest request)
    {
        IReadOnlyList<Factor> factors = request.Score.Factors;
        Basis basis = request.Basis;
        bool serves = basis.FewLines.Length > 0 && request.Payload.Columns.Length == 1 && factors.Count > 0 && factors.Skip(1).All(f => f is DiscreteFactor);
        if (!serves || factors[0].Accept(new SingleKernel.Finder()) is not { Kernel: Gaussian, Bandwidths: double[] bandwidths } || bandwidths.Length != basis.LineColumns)
        {
            return null;
        }

        bool isOrdinary = Enumerable.Range(0, bandwidths.Length).All(j =>
            double.IsNormal(Math.Pow(basis.Scale(j) / bandwidths[j], 2)) && request.Keys.Range(j) / basis.Scale(j) <= MostScales);
        return isOrdinary && LevelFactors<double>.AreFew([.. factors.OfType<DiscreteFactor>()], request.Keys.Count) ? bandwidths : null;
    }

    /// <summary>Tiles of a kind of number with room for walks over them.</summary>
    private sealed class Walks<TNumber>(PoolingRequest request, double[] bandwidths, Func<LineLoops<TNumber>> loops)
        where TNumber : unmanaged, INumberBase<TNumber>
    {
        private readonly Lazy<LineTiles<TNumber>> tiles = new(() => new(request, bandwidths, loops()));

        public void Sum(Points queries, int from, int count, Leave leave, Moments moments)
        {
            LineTiles<TNumber>.Room room = tiles.Value.NewRoom();
            for (int query = from; query < from + count; query++)
            {
                tiles.Value.Sum(queries, query, leave, room, moments);
            }
        }

        public void Pull(Points queries, int from, int count, Func<int, bool> counts, Leave leave, double[][] adjoints, Span<double> gradient)
        {
            Span<double> adjoint = stackalloc double[adjoints.Length];
            LineTiles<TNumber>.Room room = tiles.Value.NewRoom();
            for (int query = from; query < from + count; query++)
            {
                if (counts(query))
                {
                    for (int k = 0; k < adjoint.Length; k++)
                    {
                        adjoint[k] = adjoints[k][query];
                    }

                    tiles.Value.Pull(queries, query, leave, adjoint, room, gradient);
                }
            }
        }
    }
}
