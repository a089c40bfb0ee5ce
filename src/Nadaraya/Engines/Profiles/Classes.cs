namespace Nadaraya.Engines;

/// <summary>Points put into classes of equals, numbered as they first appear; a class knows its members in their own order.</summary>
internal sealed class Classes
{
    private readonly int[] starts;
    private readonly int[] members;

    private Classes(int[] of, int count)
    {
        Of = of;
        Count = count;
        starts = new int[count + 1];
        foreach (int k in of)
        {
            starts[k + 1]++;
        }

        for (int k = 0; k < count; k++)
        {
            starts[k + 1] += starts[k];
        }

        int[] next = starts[..count];
        members = new int[of.Length];
        for (int i = 0; i < of.Length; i++)
        {
            members[next[of[i]]++] = i;
        }
    }

    /// <summary>The number of classes.</summary>
    public int Count { get; }

    /// <summary>The class of each point.</summary>
    public int[] Of { get; }

    /// <summary>All points in one class; none in none.</summary>
    public static Classes One(int points) => new(new int[points], Math.Min(points, 1));

    /// <summary>The points of a class.</summary>
    public ReadOnlySpan<int> Members(int index) => members.AsSpan(starts[index]..starts[index + 1]);

    /// <summary>The first point of a class.</summary>
    public int First(int index) => members[starts[index]];

    /// <summary>The classes in which points are alike in one thing more.</summary>
    /// <param name="by">What they are to be alike in.</param>
    public Classes Split(Func<int, int> by)
    {
        Dictionary<long, int> numbers = [];
        int[] finer = new int[Of.Length];
        for (int i = 0; i < finer.Length; i++)
        {
            long both = ((long)Of[i] << 32) | (uint)by(i);
            if (!numbers.TryGetValue(both, out int number))
            {
                number = numbers.Count;
                numbers.Add(both, number);
            }

            finer[i] = number;
        }

        return new(finer, numbers.Count);
    }
}
