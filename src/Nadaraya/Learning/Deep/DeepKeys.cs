using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>A trained embedding φ: the score of a key k for a query q is −½‖φ(q) − φ(k)‖². Immutable.</summary>
/// <remarks>A row's embedding depends on nothing but the row: its bits are the same alone and among others.</remarks>
internal sealed class DeepKeys
{
    private const int Block = 96;
    private readonly DeepShape shape;
    private readonly DeepInputs inputs;
    private readonly DeepLayout layout;
    private readonly float[] parameters;
    private readonly DeepNetwork<float> network;

    /// <summary>Takes what training found.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="inputs">How features become its input.</param>
    /// <param name="parameters">Its parameters, taken over.</param>
    public DeepKeys(DeepShape shape, DeepInputs inputs, float[] parameters)
    {
        (this.shape, this.inputs, this.parameters) = (shape, inputs, parameters);
        layout = new(shape, inputs.Waves, inputs.Numbers, inputs.Levels);
        network = new(layout);
        network.Set(parameters, false);
    }

    /// <summary>Columns of the embedding, p.</summary>
    public int Width => shape.EmbeddingWidth;

    /// <summary>The embedding that <see cref="State"/> holds.</summary>
    /// <param name="shape">The network it was trained with.</param>
    /// <param name="types">The types of the features.</param>
    /// <param name="state">Its figures.</param>
    /// <exception cref="DataException">A figure is missing, or there are too many or too few.</exception>
    public static DeepKeys Restore(DeepShape shape, FeatureType[] types, IReadOnlyDictionary<string, double[]> state)
    {
        double[] scaling = DeepState.Take(state, "scaling");
        if (scaling.Length != 2 * types.Count(t => t.Kind is FeatureKind.Continuous or FeatureKind.Ordered))
        {
            throw new DataException($"The deep keys hold {scaling.Length} figures of numbers, which do not fit {types.Length} features: save the model again from its training.");
        }

        DeepInputs inputs = DeepInputs.Restore(types, scaling);
        DeepLayout layout = new(shape, inputs.Waves, inputs.Numbers, inputs.Levels);
        return new(shape, inputs, DeepState.TakeSingles(state, "parameters", layout.Count));
    }

    /// <summary>p columns of φ.</summary>
    /// <param name="columns">One array a feature in its unit: numbers, or indexes of levels, −1 for a level never seen.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="run">How it runs.</param>
    public double[][] Embed(double[][] columns, int count, Run run)
    {
        double[][] result = [.. Enumerable.Range(0, Width).Select(_ => new double[count])];
        if (count == 0)
        {
            return result;
        }

        float[] numbers = new float[count * layout.Numbers];
        int[] levels = new int[count * layout.Tables];
        inputs.Encode<float>(columns, count, numbers, levels);
        run.ForBlocks(count, Block, (from, to) =>
        {
            DeepRows<float> rows = new(layout, to - from);
            numbers.AsSpan(from * layout.Numbers, (to - from) * layout.Numbers).CopyTo(rows.Numbers);
            levels.AsSpan(from * layout.Tables, (to - from) * layout.Tables).CopyTo(rows.Levels);
            network.Forward(rows, 0, to - from, false);
            for (int i = from; i < to; i++)
            {
                for (int k = 0; k < result.Length; k++)
                {
                    result[k][i] = rows.Output[((i - from) * layout.Output) + k];
                }
            }
        });
        return result;
    }

    /// <summary>All figures of the embedding; singles stand as the doubles that they are.</summary>
    public IReadOnlyDictionary<string, double[]> State() => new Dictionary<string, double[]>(StringComparer.Ordinal)
    {
        ["scaling"] = inputs.Scaling,
        ["parameters"] = DeepState.Doubles(parameters),
    };
}
