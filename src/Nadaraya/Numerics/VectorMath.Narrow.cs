using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <content>The narrow form of the exponential, for loops that keep four lanes a register.</content>
internal static partial class VectorMath
{
    /// <summary>eˣ for four arguments that are at most 709 (or −∞): the same bits as in eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        Vector256<double> t = Vector256.FusedMultiplyAdd(x, Vector256.Create(Log2E), Vector256.Create(Magic));
        Vector256<double> n = t - Vector256.Create(Magic);
        Vector256<double> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2High), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2Low), r);
        Vector256<double> r2 = r * r;
        Vector256<double> r4 = r2 * r2;
        Vector256<double> a = Vector256.FusedMultiplyAdd(Vector256.Create(C3), r, Vector256.Create(C2));
        Vector256<double> b = Vector256.FusedMultiplyAdd(Vector256.Create(C5), r, Vector256.Create(C4));
        Vector256<double> c = Vector256.FusedMultiplyAdd(Vector256.Create(C7), r, Vector256.Create(C6));
        Vector256<double> d = Vector256.FusedMultiplyAdd(Vector256.Create(C9), r, Vector256.Create(C8));
        Vector256<double> e = Vector256.FusedMultiplyAdd(Vector256.Create(C11), r, Vector256.Create(C10));
        Vector256<double> f = Vector256.FusedMultiplyAdd(Vector256.Create(C13), r, Vector256.Create(C12));
        Vector256<double> low = Vector256.FusedMultiplyAdd(b, r2, a);
        Vector256<double> mid = Vector256.FusedMultiplyAdd(d, r2, c);
        Vector256<double> high = Vector256.FusedMultiplyAdd(f, r2, e);
        Vector256<double> q = Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(high, r4, mid), r4, low);
        Vector256<double> p = Vector256.FusedMultiplyAdd(r2, q, r) + Vector256<double>.One;
        Vector256<double> scaled = (p.AsInt64() + Vector256.ShiftLeft(t.AsInt64(), 52)).AsDouble();
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(SmallestExponent)), Vector256<double>.Zero, scaled);
    }
}
