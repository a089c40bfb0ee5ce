using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>What later rooms will add to the one request, in miniature: if these work, nothing that uses it need change.</summary>
internal static class RequestDoubles
{
    /// <summary>An unordered factor of Li and Racine: 1 where levels agree, λ where they differ; its parameter is λ.</summary>
    internal sealed class TableFactor(int[] ofKeys, int[] ofQueries, double lambda) : Factor
    {
        public override int Parameters => 1;

        public override void Multiply(Points queries, int query, int start, Span<double> weights)
        {
            for (int i = 0; i < weights.Length && start + i < ofKeys.Length; i++)
            {
                weights[i] *= Same(query, start + i) ? 1 : lambda;
            }
        }

        public override void AddLogRatio(Points queries, int query, int start, int reference, Span<double> log)
        {
            for (int i = 0; i < log.Length && start + i < ofKeys.Length; i++)
            {
                log[i] += LogScore(queries, query, start + i) - LogScore(queries, query, reference);
            }
        }

        public override double LogScore(Points queries, int query, int key) => Same(query, key) ? 0 : Math.Log(lambda);

        public override void Pull(
            Points queries, int query, int start, int reference, ReadOnlySpan<double> coefficients, Span<double> gradient)
        {
            for (int i = 0; i < coefficients.Length && start + i < ofKeys.Length; i++)
            {
                gradient[0] += coefficients[i] * (Other(query, start + i) - (reference < 0 ? 0 : Other(query, reference))) / lambda;
            }
        }

        private int Other(int query, int key) => Same(query, key) ? 0 : 1;

        private bool Same(int query, int key) => ofKeys[key] == ofQueries[query];
    }

    /// <summary>A learned score: the dot product of attention, s = θ·q·k over all columns.</summary>
    internal sealed class DotProductFactor(Points keys, double theta) : Factor
    {
        public override int Parameters => 1;

        public override void Multiply(Points queries, int query, int start, Span<double> weights)
        {
            for (int i = 0; i < weights.Length && start + i < keys.Count; i++)
            {
                weights[i] *= Math.Exp(LogScore(queries, query, start + i));
            }
        }

        public override void AddLogRatio(Points queries, int query, int start, int reference, Span<double> log)
        {
            for (int i = 0; i < log.Length && start + i < keys.Count; i++)
            {
                for (int j = 0; j < keys.Dimensions; j++)
                {
                    log[i] += theta * queries.Columns[j][query] * (keys.Columns[j][start + i] - keys.Columns[j][reference]);
                }
            }
        }

        public override double LogScore(Points queries, int query, int key) => theta * Product(queries, query, key);

        public override void Pull(
            Points queries, int query, int start, int reference, ReadOnlySpan<double> coefficients, Span<double> gradient)
        {
            for (int i = 0; i < coefficients.Length && start + i < keys.Count; i++)
            {
                gradient[0] += coefficients[i] * (Product(queries, query, start + i) - (reference < 0 ? 0 : Product(queries, query, reference)));
            }
        }

        private double Product(Points queries, int query, int key) =>
            Enumerable.Range(0, keys.Dimensions).Sum(j => queries.Columns[j][query] * keys.Columns[j][key]);
    }

    /// <summary>A bandwidth for every key, h_i: the kernel's 1/h_i no longer cancels.</summary>
    internal sealed class SpreadGeometry(double[] bandwidths) : Geometry
    {
        public override double? SharedBandwidth(int query, int column) => null;

        public override void Distances(
            Points queries, Points keys, int query, int column, int start, KernelConstants kernel, Span<double> u)
        {
            for (int i = 0; i < u.Length; i++)
            {
                double apart = queries.Columns[column][query] - keys.Columns[column][start + i];
                double h = Of(start + i);
                u[i] = Math.Abs(apart) <= kernel.Support * h ? apart / h : double.PositiveInfinity;
            }
        }

        public override void Scale(int query, int start, Span<double> weights)
        {
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] /= Of(start + i);
            }
        }

        public override void AddLogScale(int query, int start, Span<double> log)
        {
            for (int i = 0; i < log.Length; i++)
            {
                log[i] -= Math.Log(Of(start + i));
            }
        }

        private double Of(int key) => bandwidths[Math.Min(key, bandwidths.Length - 1)];
    }

    /// <summary>Another engine: it serves plain requests, and the dense one does the rest.</summary>
    internal sealed class CountingEngine : Engine
    {
        public int Prepared { get; private set; }

        public override string Name => "counting";

        public override string? Declines(PoolingRequest request) =>
            request.Basis.WeightTerms == 1 ? null : "knows the weighted average alone";

        public override double Cost(PoolingRequest request, long queries) => 1;

        public override PreparedEngine Prepare(PoolingRequest request)
        {
            Prepared++;
            return new DenseEngine().Prepare(request);
        }
    }
}
