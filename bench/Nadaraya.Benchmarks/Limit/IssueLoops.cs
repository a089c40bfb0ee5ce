using System.Runtime.CompilerServices;

namespace Nadaraya.Benchmarks;

/// <summary>Loops that do nothing but issue vector operations, as many independent ones as the pipes can hold.</summary>
/// <remarks>
/// Two pipes of latency 4 hold eight multiply-adds, two of latency 3 six additions; with the one constant that is fifteen of sixteen registers. Three
/// rounds of eight beside four of six are as many of each.
/// </remarks>
internal static class IssueLoops
{
    /// <summary>Multiply-adds a round of <see cref="Multiply"/>.</summary>
    public const int MultiplyAdds = 24;

    /// <summary>Additions a round of <see cref="Add"/>.</summary>
    public const int Additions = 24;

    /// <summary>Operations a round of <see cref="Both"/>.</summary>
    public const int Together = MultiplyAdds + Additions;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TVector Multiply<TVector, TWide>(int rounds)
        where TVector : struct
        where TWide : struct, IWide<TVector>
    {
        TVector k = TWide.Of(0.5);
        TVector a = k, b = k, c = k, d = k, e = k, f = k, g = k, h = k;
        for (int i = 0; i < rounds; i++)
        {
            Eight<TVector, TWide>(k, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            Eight<TVector, TWide>(k, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            Eight<TVector, TWide>(k, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
        }

        return Sum<TVector, TWide>(a, b, c, d, e, f, g, h);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TVector Add<TVector, TWide>(int rounds)
        where TVector : struct
        where TWide : struct, IWide<TVector>
    {
        TVector k = TWide.Of(0.5);
        TVector s = k, t = k, u = k, v = k, w = k, x = k;
        for (int i = 0; i < rounds; i++)
        {
            Six<TVector, TWide>(k, ref s, ref t, ref u, ref v, ref w, ref x);
            Six<TVector, TWide>(k, ref s, ref t, ref u, ref v, ref w, ref x);
            Six<TVector, TWide>(k, ref s, ref t, ref u, ref v, ref w, ref x);
            Six<TVector, TWide>(k, ref s, ref t, ref u, ref v, ref w, ref x);
        }

        return Sum<TVector, TWide>(s, t, u, v, w, x, k, k);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static TVector Both<TVector, TWide>(int rounds)
        where TVector : struct
        where TWide : struct, IWide<TVector>
    {
        TVector k = TWide.Of(0.5);
        TVector a = k, b = k, c = k, d = k, e = k, f = k, g = k, h = k;
        TVector s = k, t = k, u = k, v = k, w = k, x = k;
        for (int i = 0; i < rounds; i++)
        {
            Six<TVector, TWide>(k, ref s, ref t, ref u, ref v, ref w, ref x);
            Eight<TVector, TWide>(k, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            Six<TVector, TWide>(k, ref s, ref t, ref u, ref v, ref w, ref x);
            Eight<TVector, TWide>(k, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            Six<TVector, TWide>(k, ref s, ref t, ref u, ref v, ref w, ref x);
            Eight<TVector, TWide>(k, ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h);
            Six<TVector, TWide>(k, ref s, ref t, ref u, ref v, ref w, ref x);
        }

        return TWide.Add(Sum<TVector, TWide>(a, b, c, d, e, f, g, h), Sum<TVector, TWide>(s, t, u, v, w, x, k, k));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<TVector, TWide>(
        TVector k, ref TVector a, ref TVector b, ref TVector c, ref TVector d, ref TVector e, ref TVector f, ref TVector g, ref TVector h)
        where TVector : struct
        where TWide : struct, IWide<TVector>
    {
        a = TWide.MultiplyAdd(a, k, k);
        b = TWide.MultiplyAdd(b, k, k);
        c = TWide.MultiplyAdd(c, k, k);
        d = TWide.MultiplyAdd(d, k, k);
        e = TWide.MultiplyAdd(e, k, k);
        f = TWide.MultiplyAdd(f, k, k);
        g = TWide.MultiplyAdd(g, k, k);
        h = TWide.MultiplyAdd(h, k, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Six<TVector, TWide>(TVector k, ref TVector s, ref TVector t, ref TVector u, ref TVector v, ref TVector w, ref TVector x)
        where TVector : struct
        where TWide : struct, IWide<TVector>
    {
        s = TWide.Add(s, k);
        t = TWide.Add(t, k);
        u = TWide.Add(u, k);
        v = TWide.Add(v, k);
        w = TWide.Add(w, k);
        x = TWide.Add(x, k);
    }

    private static TVector Sum<TVector, TWide>(TVector a, TVector b, TVector c, TVector d, TVector e, TVector f, TVector g, TVector h)
        where TVector : struct
        where TWide : struct, IWide<TVector> =>
        TWide.Add(TWide.Add(TWide.Add(a, b), TWide.Add(c, d)), TWide.Add(TWide.Add(e, f), TWide.Add(g, h)));
}
