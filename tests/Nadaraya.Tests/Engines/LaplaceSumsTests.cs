using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>One prepared engine, asked for different things one after the other.</summary>
public sealed class LaplaceSumsTests
{
    [Fact]
    public void Sum_SquaresAndThenSumsAlone_GivesTheSameSums()
    {
        Points keys = Points.Keys([[0, 1, 3, 4]], 4);
        Score score = new([Kernel.Laplace.Accept(new FactorBuilder(keys, new FixedGeometry([0.5])))]);
        PoolingRequest request = new(keys, score, Payload.Of([[1, 2, 5, 4]], null), Basis.Constant) { Tolerance = 1e-10 };
        PreparedEngine engine = new LaplaceEngine().Prepare(request);
        Points queries = Points.Queries([[0.3, 2, 9]], 3);
        Moments both = engine.Sum(queries, Leave.Nobody, default, Wanted.Squares);
        Moments sums = engine.Sum(queries, Leave.Nobody, default);
        Moments again = engine.Sum(queries, Leave.Nobody, default, Wanted.Squares);
        Assert.Equal(both.Sums, sums.Sums);
        Assert.Equal(both.SquaredWeights, again.SquaredWeights);
        Assert.Empty(sums.SquaredWeights);
    }
}
