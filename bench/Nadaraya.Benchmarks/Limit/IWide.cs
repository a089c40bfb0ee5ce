namespace Nadaraya.Benchmarks;

/// <summary>The two operations of a vector type that issue rates are measured with.</summary>
internal interface IWide<TVector>
    where TVector : struct
{
    public static abstract TVector Of(double x);

    public static abstract TVector Add(TVector a, TVector b);

    public static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);
}
