"""The data that every peer computes on, the same to the bit: seeded by the workload's name.

A folder a workload: meta.txt (n d m and a bandwidth per dimension), and x.bin, y.bin, xq.bin: raw float64, row by row.

d2l50          the chapter's toy: 50 sorted x ~ U(0,5), y = 2 sin x + x^0.8 + N(0, 0.5), queries every 0.1, h = 1
toy_1eN        the same function, x unsorted, h = 0.6 n^(-1/5) (about what leave-one-out chooses), 1000 queries over [0, 5]
grid_1eN       the same again, the queries are 401 points over the range of x: KernSmooth's own grid
dD_1eN         x ~ U(0,1)^D, y = f(x) + N(0, 0.3), 1000 fresh queries
"""
import hashlib
import os

import numpy as np

GRID = 401
SCALE = {2: .30, 5: .40, 10: .60}


def toy(x):
    return 2 * np.sin(x) + x**0.8


def several(x):
    d = x.shape[1]
    y = np.sin(2 * np.pi * x[:, 0]) + 2 * (x[:, 1] - .5)**2
    if d >= 3:
        y += x[:, 0] * x[:, 2]
    if d >= 4:
        y += np.exp(-2 * x[:, 3])
    for j in range(4, d):
        y += .3 * np.cos(np.pi * x[:, j]) / (j - 2)
    return y


def draw(name):
    random = np.random.Generator(np.random.PCG64(int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)))
    if name == "d2l50":
        x = np.sort(random.uniform(0, 5, 50))[:, None]
        return x, toy(x[:, 0]) + random.normal(0, .5, 50), np.arange(0, 5, .1)[:, None], [1.0]
    kind, n = name.split("_")
    n = int(float(n))
    if kind in ("toy", "grid"):
        x = random.uniform(0, 5, (n, 1))
        y = toy(x[:, 0]) + random.normal(0, .5, n)
        queries = np.linspace(0, 5, 1000) if kind == "toy" else np.linspace(x.min(), x.max(), GRID)
        return x, y, queries[:, None], [0.6 * n**-.2]
    d = int(kind[1:])
    x = random.uniform(0, 1, (n, d))
    y = several(x) + random.normal(0, .3, n)
    return x, y, random.uniform(0, 1, (1000, d)), [SCALE[d] * n**(-1 / (4 + d))] * d


def make(folder, name):
    """The workload's folder; made once."""
    to = os.path.join(folder, name)
    if not os.path.exists(os.path.join(to, "meta.txt")):
        os.makedirs(to, exist_ok=True)
        x, y, queries, h = draw(name)
        for file, values in (("x", x), ("y", y), ("xq", queries)):
            np.ascontiguousarray(values, dtype="<f8").tofile(os.path.join(to, file + ".bin"))
        with open(os.path.join(to, "meta.txt"), "w", encoding="ascii") as meta:
            meta.write(" ".join(repr(float(v)) for v in (*x.shape, len(queries), *h)))
    return to
