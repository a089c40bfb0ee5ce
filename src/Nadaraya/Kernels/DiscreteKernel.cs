namespace Nadaraya;

/// <summary>A kernel over the levels of a discrete feature, l(query level, key level; λ): 1 part alike, λ parts different.</summary>
/// <remarks>
/// λ = 0 takes rows of the same level alone; at the largest λ, where the kernel can be removed, every level counts alike and the feature has no say.
/// Only ratios matter to a regression, and Aitchison–Aitken at λ is Li–Racine at λ/((c − 1)(1 − λ)). A level that the model has never seen, index −1, is unlike all.
/// Sources: Aitchison &amp; Aitken (1976), Wang &amp; van Ryzin (1981), Racine &amp; Li (2004), Li &amp; Racine (2007), Racine, Li &amp; Yan (2020).
/// </remarks>
public abstract class DiscreteKernel
{
    private protected DiscreteKernel(string name, bool ordered, bool removable)
    {
        Name = name;
        Ordered = ordered;
        Removable = removable;
    }

    /// <summary>1 − λ where alike, λ/(c − 1) where different, c the number of levels; λ from 0 to (c − 1)/c.</summary>
    public static DiscreteKernel AitchisonAitken { get; } = new AitchisonAitkenKernel();

    /// <summary>1 where alike, λ where different; λ from 0 to 1.</summary>
    public static DiscreteKernel LiRacine { get; } = new LiRacineKernel();

    /// <summary>λ^d, d the distance of the scores; λ from 0 to 1.</summary>
    public static DiscreteKernel OrderedLiRacine { get; } = new OrderedLiRacineKernel();

    /// <summary>1 − λ where alike, ½(1 − λ)λ^d where different; λ from 0 to under 1. Can't be removed: even near 1 what differs weighs half.</summary>
    public static DiscreteKernel WangVanRyzin { get; } = new WangVanRyzinKernel();

    /// <summary>λ^d over its sum on all levels around the key; λ from 0 to 1.</summary>
    public static DiscreteKernel RacineLiYan { get; } = new RacineLiYanKernel();

    /// <summary>λ^d (1 − λ)/(1 + λ); λ from 0 to under 1. The factor cancels in a regression.</summary>
    public static DiscreteKernel NormalizedLiRacine { get; } = new NormalizedLiRacineKernel();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DiscreteKernel> All { get; } = [AitchisonAitken, LiRacine, OrderedLiRacine, WangVanRyzin, RacineLiYan, NormalizedLiRacine];

    /// <summary>The name; of ordered and unordered kernels each only one has it.</summary>
    public string Name { get; }

    /// <summary>Whether it is for levels in an order.</summary>
    public bool Ordered { get; }

    /// <summary>Whether the largest λ gives every level the same weight.</summary>
    public bool Removable { get; }

    /// <summary>The kernel of a name.</summary>
    /// <param name="name">Such as <c>li-racine</c>.</param>
    /// <param name="ordered">Whether for levels in an order.</param>
    /// <exception cref="FormatException">There is none of that name; the message lists those there are.</exception>
    public static DiscreteKernel Parse(string name, bool ordered) => All.FirstOrDefault(k => k.Name == name && k.Ordered == ordered)
        ?? throw new FormatException($"\"{name}\" is no kernel for {(ordered ? "ordered" : "unordered")} levels; write one of {string.Join(", ", All.Where(k => k.Ordered == ordered).Select(k => k.Name))}.");

    /// <summary>The largest λ.</summary>
    /// <param name="levels">The number of levels, c.</param>
    public abstract double Largest(int levels);

    /// <summary>l(query, key; λ).</summary>
    /// <param name="scores">Where each level stands; its index for levels without an order.</param>
    /// <param name="query">The query's level; −1 for one that the model has never seen.</param>
    /// <param name="key">The key's level.</param>
    /// <param name="lambda">λ.</param>
    public abstract double Weight(ReadOnlySpan<double> scores, int query, int key, double lambda);

    /// <summary>∂l/∂λ.</summary>
    /// <param name="scores">Where each level stands.</param>
    /// <param name="query">The query's level; −1 for one that the model has never seen.</param>
    /// <param name="key">The key's level.</param>
    /// <param name="lambda">λ.</param>
    public abstract double Slope(ReadOnlySpan<double> scores, int query, int key, double lambda);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>d; further than any two levels are apart for one never seen.</summary>
    private protected static double Apart(ReadOnlySpan<double> scores, int query, int key) =>
        query >= 0 ? Math.Abs(scores[query] - scores[key]) : scores[^1] - scores[0] + 1;

    /// <summary>λ^d with 0⁰ = 1, and d·λ^(d−1).</summary>
    private protected static (double Power, double Slope) Power(double lambda, double apart) => apart == 0
        ? (1, 0)
        : (Math.Pow(lambda, apart), apart * Math.Pow(lambda, apart - 1));

    private sealed class AitchisonAitkenKernel() : DiscreteKernel("aitchison-aitken", ordered: false, removable: true)
    {
        public override double Largest(int levels) => (levels - 1.0) / levels;

        public override double Weight(ReadOnlySpan<double> scores, int query, int key, double lambda) =>
            query == key ? 1 - lambda : lambda / Math.Max(scores.Length - 1, 1);

        public override double Slope(ReadOnlySpan<double> scores, int query, int key, double lambda) =>
            query == key ? -1 : 1.0 / Math.Max(scores.Length - 1, 1);
    }

    private sealed class LiRacineKernel() : DiscreteKernel("li-racine", ordered: false, removable: true)
    {
        public override double Largest(int levels) => 1;

        public override double Weight(ReadOnlySpan<double> scores, int query, int key, double lambda) => query == key ? 1 : lambda;

        public override double Slope(ReadOnlySpan<double> scores, int query, int key, double lambda) => query == key ? 0 : 1;
    }

    private sealed class OrderedLiRacineKernel() : DiscreteKernel("li-racine", ordered: true, removable: true)
    {
        public override double Largest(int levels) => 1;

        public override double Weight(ReadOnlySpan<double> scores, int query, int key, double lambda) => Power(lambda, Apart(scores, query, key)).Power;

        public override double Slope(ReadOnlySpan<double> scores, int query, int key, double lambda) => Power(lambda, Apart(scores, query, key)).Slope;
    }

    private sealed class WangVanRyzinKernel() : DiscreteKernel("wang-van-ryzin", ordered: true, removable: false)
    {
        public override double Largest(int levels) => 1 - 1e-9;

        public override double Weight(ReadOnlySpan<double> scores, int query, int key, double lambda) =>
            query == key ? 1 - lambda : (1 - lambda) * Power(lambda, Apart(scores, query, key)).Power / 2;

        public override double Slope(ReadOnlySpan<double> scores, int query, int key, double lambda)
        {
            (double power, double slope) = Power(lambda, Apart(scores, query, key));
            return query == key ? -1 : (((1 - lambda) * slope) - power) / 2;
        }
    }

    private sealed class RacineLiYanKernel() : DiscreteKernel("racine-li-yan", ordered: true, removable: true)
    {
        public override double Largest(int levels) => 1;

        public override double Weight(ReadOnlySpan<double> scores, int query, int key, double lambda) =>
            Power(lambda, Apart(scores, query, key)).Power / Around(scores, key, lambda).Sum;

        public override double Slope(ReadOnlySpan<double> scores, int query, int key, double lambda)
        {
            (double power, double slope) = Power(lambda, Apart(scores, query, key));
            (double sum, double sumSlope) = Around(scores, key, lambda);
            return ((slope * sum) - (power * sumSlope)) / (sum * sum);
        }

        private static (double Sum, double Slope) Around(ReadOnlySpan<double> scores, int key, double lambda)
        {
            (double sum, double slope) = (0, 0);
            for (int z = 0; z < scores.Length; z++)
            {
                (double power, double change) = Power(lambda, Apart(scores, z, key));
                sum += power;
                slope += change;
            }

            return (sum, slope);
        }
    }

    private sealed class NormalizedLiRacineKernel() : DiscreteKernel("normalized-li-racine", ordered: true, removable: true)
    {
        public override double Largest(int levels) => 1 - 1e-9;

        public override double Weight(ReadOnlySpan<double> scores, int query, int key, double lambda) =>
            Power(lambda, Apart(scores, query, key)).Power * (1 - lambda) / (1 + lambda);

        public override double Slope(ReadOnlySpan<double> scores, int query, int key, double lambda)
        {
            (double power, double slope) = Power(lambda, Apart(scores, query, key));
            return ((slope * (1 - lambda)) - (2 * power / (1 + lambda))) / (1 + lambda);
        }
    }
}
