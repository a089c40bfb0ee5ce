namespace Nadaraya;

/// <summary>Named arrays of numbers to a file and back.</summary>
internal static class DeepState
{
    /// <summary>Singles as the doubles that they are.</summary>
    public static double[] Doubles(float[] values) => Array.ConvertAll(values, v => (double)v);

    /// <summary>An array by its name.</summary>
    public static double[] Take(IReadOnlyDictionary<string, double[]> state, string name) => state.TryGetValue(name, out double[]? values)
        ? values
        : throw new DataException($"The state of the deep keys has no '{name}': give the state that was saved, whole.");

    /// <summary>Singles by their name, as many as expected.</summary>
    public static float[] TakeSingles(IReadOnlyDictionary<string, double[]> state, string name, int count)
    {
        double[] values = Take(state, name);
        return values.Length == count
            ? Array.ConvertAll(values, v => (float)v)
            : throw new DataException($"'{name}' of the deep keys has {values.Length} numbers where the network has {count}: give the shape and the features that it was trained with.");
    }
}
