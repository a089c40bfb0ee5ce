namespace Nadaraya;

/// <summary>Which products of features a local polynomial has, where features have degrees d₁, d₂, ….</summary>
public enum PolynomialTerms
{
    /// <summary>Every monomial of total degree at most max dⱼ with each exponent at most dⱼ: one for a line, x², xy and y² for a parabola.</summary>
    Generalized,

    /// <summary>Powers of one feature at a time: 1 + Σ dⱼ terms.</summary>
    Additive,

    /// <summary>Every product of powers: Π (dⱼ + 1) terms.</summary>
    Tensor,
}
