"""The rows of every comparison: made here, or read from a folder, and cut into those that are fitted to and those that judge."""
import csv
import os

import numpy as np

NOISE = 0.3
ROWS = 2000

# file, target, numbers, levels (name -> order, or None), a log of the target
TABLES = {
    "diamonds": ("diamonds.csv", "price", ["carat", "depth", "table", "x", "y", "z"], {
        "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"], "color": list("JIHGFED"),
        "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"]}),
    "wage1": ("wage1.csv", "lwage", ["educ", "exper", "tenure", "numdep"], {"female": None, "married": None, "nonwhite": None}),
    "oecdpanel": ("oecdpanel.csv", "growth", ["initgdp", "popgro", "inv", "humancap"], {"oecd": None, "year": None}),
}


def design(name, seed):
    """Columns, target and (for "rotated") the columns that the truth is in. Six to eight features, of which two directions matter."""
    rng = np.random.default_rng([seed, sum(map(ord, name))])
    n = 2 * ROWS
    if name == "friedman":
        x = rng.uniform(size=(n * 3, 10))
        y = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]
        return x, y + rng.normal(size=len(x)), None
    x = rng.normal(size=(n, 6))
    if name == "irrelevant":
        truth, known = np.sin(2 * x[:, 0]) + x[:, 1] ** 2 / 2, None
    elif name == "rotated":
        turn = np.linalg.qr(np.random.default_rng(7).normal(size=(6, 6)))[0]
        known = x @ turn
        truth = np.sin(2 * known[:, 0]) + known[:, 1] ** 2 / 2
    else:
        truth, known = np.sin(x[:, 0] + x[:, 1]) + x[:, 2] / 2, None
        x = np.column_stack([x[:, :4], x[:, :4] + 0.1 * rng.normal(size=(n, 4))])
    return x, truth + NOISE * rng.normal(size=n), known


def table(name, folder):
    """Header, text rows and the target's place."""
    file, target, numbers, levels = TABLES[name]
    with open(os.path.join(folder, file), newline="") as f:
        rows = list(csv.DictReader(f))
    names = [*numbers, *levels]
    return names, [[row[n] for n in names] for row in rows], np.array([float(row[target]) for row in rows]), len(numbers), levels


def split(n, seed):
    """Four fifths to fit, a fifth that judges."""
    order = np.random.default_rng(seed).permutation(n)
    return np.sort(order[n // 5:]), np.sort(order[: n // 5])
