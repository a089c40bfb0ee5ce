namespace Nadaraya;

/// <summary>How the standard error of a mean is computed. With the hat row ℓ of a query the mean is Σ ℓᵢ yᵢ, so its variance is Σ ℓᵢ² σ²(xᵢ).</summary>
public enum StandardErrorKind
{
    /// <summary>
    /// sqrt(Σ ℓᵢ² e₋ᵢ²), e₋ᵢ the leave-one-out residuals: right under noise that differs from place to place. Where rows come in clusters
    /// sqrt((G − 1)/G · Σ_g (Σ_{i∈g} ℓᵢ e₋ᵢ)²), the whole cluster left out of each residual. Sources: MacKinnon &amp; White (1985), MacKinnon, Nielsen &amp; Webb (2023).
    /// </summary>
    Robust,

    /// <summary>σ̂ sqrt(Σ ℓᵢ²) with σ̂² = RSS/(n − 2 tr H + tr HH'): the same noise everywhere, rows independent. Source: Ruppert, Wand &amp; Carroll (2003).</summary>
    Homoskedastic,

    /// <summary>sqrt(Σ ℓᵢ² σ̂²(xᵢ)) with σ̂² the smooth of squared leave-one-out residuals. Source: Fan &amp; Yao (1998).</summary>
    Local,

    /// <summary>
    /// R np's. Local constant: sqrt(s²(x) R^q/S), S = Σ of the normalised kernels, R = ∫k², s² the variance of y under the weights; higher degrees: sqrt(s²(x) Σ ℓᵢ²).
    /// </summary>
    Asymptotic,
}
