using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>From ∂L/∂M of a query back to the parameters of the score, by a second walk over its weights. One for every thread.</summary>
/// <param name="request">What was summed.</param>
/// <param name="weights">The weights of a tile.</param>
/// <param name="tileLength">The keys of a tile.</param>
internal sealed class TilePull(PoolingRequest request, TileWeights weights, int tileLength)
{
    private readonly Basis basis = request.Basis;
    private readonly int[] products = request.Basis.Products;
    private readonly int[] lines = request.Payload.Columns.Length == 1 && request.Basis.LineColumns > 1 ? request.Basis.FewLines : [];
    private double[] room = []; // for monomials
    private readonly double[] form = new double[TileLines.Count];
    private readonly double[] differences = new double[request.Basis.Columns * tileLength];

    /// <summary>∂L/∂sᵢ = wᵢ Σ_ab adjoint[a,b] (xᵢ−q)ᵃ c_ib, handed to the factors tile by tile.</summary>
    public void Query(
        Points queries, int query, Leave leave, Moments moments, ReadOnlySpan<double> adjoint, Span<double> gradient)
    {
        if (adjoint.IndexOfAnyExcept(0.0) < 0)
        {
            return;
        }

        Span<double> tile = stackalloc double[tileLength];
        Span<double> sum = stackalloc double[tileLength];
        for (int start = 0; start < weights.Padded; start += tileLength)
        {
            Span<double> w = tile[..Math.Min(tileLength, weights.Padded - start)];
            Span<double> c = sum[..w.Length];
            weights.Fill(queries, query, leave, moments.Reference(query), start, w);
            if (lines.Length > 0)
            {
                FewLines(queries, query, start, adjoint, w, c);
            }
            else if (basis.LineColumns > 0)
            {
                Lines(queries, query, start, adjoint, c);
                TileSums.Multiply(c, w);
            }
            else
            {
                Polynomial(queries, query, start, adjoint, c);
                TileSums.Multiply(c, w);
            }

            request.Score.Pull(queries, query, start, moments.Reference(query), c, gradient);
        }
    }

    /// <summary>c = Σ_ab adjoint[a,b] (xᵢ−q)ᵃ c_ib of any basis.</summary>
    private void Polynomial(Points queries, int query, int start, ReadOnlySpan<double> adjoint, Span<double> c)
    {
        double[][] targets = request.Payload.Columns;
        (int weightTerms, int targetTerms) = (basis.WeightTerms, basis.TargetTerms);
        ReadOnlySpan<double> apart = basis.AllDifferences(queries, request.Keys, query, start, c.Length, differences);
        room = room.Length > 0 ? room : new double[(TileTerms.Room + 1) * weightTerms];
        Span<double> nothing = room.AsSpan(TileTerms.Room * weightTerms);
        c.Clear();
        for (int t = 0; t < targets.Length; t++)
        {
            int terms = t == 0 ? weightTerms : targetTerms;
            ReadOnlySpan<double> ofTerms = t == 0 ? adjoint[..weightTerms] : nothing[..targetTerms];
            TileTerms.Form(
                targets[t].AsSpan(start, c.Length), apart, basis.Steps.AsSpan(0, terms), ofTerms, adjoint.Slice(weightTerms + (t * targetTerms), targetTerms), room, c);
        }
    }

    /// <summary>c = w·(the same of a line in two or three columns), in one walk.</summary>
    private void FewLines(Points queries, int query, int start, ReadOnlySpan<double> adjoint, ReadOnlySpan<double> w, Span<double> c)
    {
        int length = c.Length;
        ReadOnlySpan<double> apart = basis.AllDifferences(queries, request.Keys, query, start, length, differences);
        for (int k = 0; k < form.Length; k++)
        {
            form[k] = lines[k] < 0 ? 0 : adjoint[lines[k]];
        }

        ReadOnlySpan<double> third = apart.Slice((basis.LineColumns - 1) * length, length);
        TileLines.Form(w, request.Payload.Columns[0].AsSpan(start, length), apart[..length], apart.Slice(length, length), third, form, c);
    }

    /// <summary>The same of a line, by Horner: A₀ + c·B₀ + Σ_j d_j·(A_j + c·B_j + Σ_k≥j A_jk d_k).</summary>
    private void Lines(Points queries, int query, int start, ReadOnlySpan<double> adjoint, Span<double> c)
    {
        double[][] targets = request.Payload.Columns;
        int columns = basis.LineColumns;
        int length = c.Length;
        ReadOnlySpan<double> apart = basis.AllDifferences(queries, request.Keys, query, start, length, differences);
        for (int t = 0; t < targets.Length; t++)
        {
            int column = basis.WeightTerms + (t * basis.TargetTerms);
            ReadOnlySpan<double> values = targets[t].AsSpan(start, length);
            if (t == 0)
            {
                TileDots.Line(adjoint[0], values, adjoint[column], c);
            }
            else
            {
                TileDots.AddScaled(values, adjoint[column], c);
            }

            for (int j = 0; j < columns; j++)
            {
                ReadOnlySpan<double> own = apart.Slice(j * length, length);
                int last = t == 0 ? columns : j + 1; // products of differences stand beside the weights, once
                for (int k = j; k < last; k += 3)
                {
                    int second = Math.Min(k + 1, columns - 1), third = Math.Min(k + 2, columns - 1);
                    TileDots.AddForm(
                        own,
                        values,
                        apart.Slice(k * length, length),
                        apart.Slice(second * length, length),
                        apart.Slice(third * length, length),
                        k == j && t == 0 ? adjoint[j + 1] : 0,
                        k == j ? adjoint[column + j + 1] : 0,
                        Of(adjoint, j, k, t),
                        Of(adjoint, j, k + 1, t),
                        Of(adjoint, j, k + 2, t),
                        c);
                }
            }
        }

        double Of(ReadOnlySpan<double> adjoint, int j, int k, int target) => target == 0 && k < columns ? adjoint[products[((j + 1) * basis.TargetTerms) + k + 1]] : 0;
    }
}
