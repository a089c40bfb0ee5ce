"""scikit-learn: the ratio of two weighted KernelDensity sums, by kd-tree with a relative tolerance. Task: predict."""
import numpy as np
import sklearn
from sklearn.neighbors import KernelDensity

import common

args, workload = common.arguments(lambda p: p.add_argument("--rtol", type=float, default=1e-6))


def predict():
    x, queries = workload.x / workload.h, workload.xq / workload.h
    low = workload.y.min() - 1  # sample weights must be positive
    values = workload.y - low

    def density(weights):
        tree = KernelDensity(bandwidth=1.0, algorithm="kd_tree", rtol=args.rtol, atol=0.0)
        return tree.fit(x, sample_weight=weights).score_samples(queries)

    return np.exp(density(values) - density(None)) * values.mean() + low


common.measure(sklearn.__version__, args, workload, predict)
