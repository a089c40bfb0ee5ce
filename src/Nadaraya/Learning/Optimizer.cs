namespace Nadaraya;

/// <summary>How parameters move down the gradient.</summary>
public enum Optimizer
{
    /// <summary>Limited-memory BFGS with a line search after Wolfe; all rows in every step. Source: Liu &amp; Nocedal (1989).</summary>
    Lbfgs,

    /// <summary>Gradient descent on the summed loss, as in the chapter, with momentum where asked for.</summary>
    Sgd,

    /// <summary>Adam. Source: Kingma &amp; Ba (2015).</summary>
    Adam,
}
