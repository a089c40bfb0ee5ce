namespace Nadaraya.Cli;

/// <summary>The choices of a model as scripts read them.</summary>
internal static class ModelWord
{
    /// <summary>continuous, periodic, unordered or ordered.</summary>
    public static string Of(FeatureKind kind) => kind switch
    {
        FeatureKind.Periodic => "periodic",
        FeatureKind.Unordered => "unordered",
        FeatureKind.Ordered => "ordered",
        _ => "continuous",
    };

    /// <summary>fixed, nearest, adaptive or span.</summary>
    public static string Of(BandwidthType type) => type switch
    {
        BandwidthType.Nearest => "nearest",
        BandwidthType.Adaptive => "adaptive",
        BandwidthType.Span => "span",
        _ => "fixed",
    };

    /// <summary>generalized, additive or tensor.</summary>
    public static string Of(PolynomialTerms terms) => terms switch
    {
        PolynomialTerms.Additive => "additive",
        PolynomialTerms.Tensor => "tensor",
        _ => "generalized",
    };

    /// <summary>A criterion as people write it.</summary>
    public static string OfCriterion(string name) => name switch
    {
        "silverman" => "Silverman's rule of thumb",
        "scott" => "Scott's rule of thumb",
        "leave-one-out" => "leave-one-out cross-validation",
        "leave-one-cluster-out" => "leave-one-cluster-out cross-validation",
        "aicc" => "AICc",
        "gcv" => "generalized cross-validation",
        "cp" => "Mallows' Cp",
        "plug-in" => "the plug-in rule of Ruppert, Sheather and Wand",
        _ when name.StartsWith("k-fold:", StringComparison.Ordinal) => $"{name["k-fold:".Length..]}-fold cross-validation",
        _ => name,
    };

    /// <summary>The kind of standard errors that are given unless another is asked for.</summary>
    public static string ErrorOf(KernelRegression model) => model.Data.ClusterName is string cluster ? $"robust, by {cluster}" : "robust";
}
