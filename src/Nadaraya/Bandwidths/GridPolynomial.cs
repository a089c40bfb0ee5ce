namespace Nadaraya;

/// <summary>A local polynomial at one point of a grid.</summary>
/// <param name="Value">m̂, the constant.</param>
/// <param name="SecondDerivative">m̂″; 0 below degree 2.</param>
/// <param name="Leverage">ℓ₀, the share that one row at the point has in the value: an entry of the diagonal of the hat matrix S.</param>
/// <param name="SquaredWeights">Σ ℓᵢ², an entry of the diagonal of SSᵀ.</param>
internal readonly record struct GridPolynomial(double Value, double SecondDerivative, double Leverage, double SquaredWeights);
