"""The tables, and the files that every program reads: the same rows, the same splits.

A folder a table: data.csv (y, then the features; levels are numbers: of an order where they stand, else 0, 1, …),
columns.txt (a line a feature: name, number|unordered|ordered), splits.csv (a line a repeat: the rows to predict, from 0).
"""
import csv
import hashlib
import math
import os

import numpy as np

# name: target, its transformation, numbers, unordered, ordered (None where a level stands at its number), rows to draw
SOURCES = {
    "wage1": ("lwage", None, ["educ", "exper", "tenure"], ["female", "married"], {}),
    "cps71": ("logwage", None, ["age"], [], {}),
    "oecdpanel": ("growth", None, ["initgdp", "popgro", "inv", "humancap"], ["oecd"], {"year": None}),
    "Italy": ("gdp", None, [], [], {"year": None}),
    "Engel95": ("food", None, ["logexp"], ["nkids"], {}),
    "faithful": ("waiting", None, ["eruptions"], [], {}),
    "motorcycle": ("accel", None, ["times"], [], {}),
    "diamonds": ("price", math.log, ["carat"], [], {
        "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"], "color": list("JIHGFED"),
        "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"]}),
}
# name: source, rows to draw by seed (None: all), repeats that statsmodels is given (0: it has a subsample instead)
TABLES = {
    "cps71": ("cps71", None, 20),
    "motorcycle": ("motorcycle", None, 20),
    "faithful": ("faithful", None, 20),
    "Italy": ("Italy", None, 10),
    "wage1": ("wage1", None, 0),
    "oecdpanel": ("oecdpanel", None, 0),
    "Engel95": ("Engel95", None, 0),
    "diamonds": ("diamonds", 2000, 0),
    "wage1, 100 rows": ("wage1", 100, 3),
    "oecdpanel, 100 rows": ("oecdpanel", 100, 3),
    "Engel95, 150 rows": ("Engel95", 150, 3),
    "diamonds, 100 rows": ("diamonds", 100, 3),
}


def generator(text):
    return np.random.Generator(np.random.PCG64(int(hashlib.sha256(text.encode()).hexdigest()[:12], 16)))


def read(folders, name):
    path = next((p for p in (os.path.join(f, name + ".csv") for f in folders) if os.path.exists(p)), None)
    if path is None:
        return None
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make(to, folders, name, repeats):
    """The folder and its number of rows; None where there is no such table."""
    source, most, _ = TABLES[name]
    rows = read(folders, source)
    if rows is None:
        return None
    target, change, numbers, unordered, ordered = SOURCES[source]
    if most:
        rows = [rows[i] for i in sorted(generator(name + " rows").permutation(len(rows))[:most])]
    columns = [np.array([(change or float)(float(r[target])) for r in rows])]
    kinds = []
    for feature in numbers:
        columns.append(np.array([float(r[feature]) for r in rows]))
        kinds.append((feature, "number"))
    for feature in unordered:
        levels = sorted({r[feature] for r in rows})
        columns.append(np.array([levels.index(r[feature]) for r in rows]))
        kinds.append((feature, "unordered"))
    for feature, levels in ordered.items():
        columns.append(np.array([float(r[feature]) if levels is None else levels.index(r[feature]) for r in rows]))
        kinds.append((feature, "ordered"))
    folder = os.path.join(to, name)
    os.makedirs(folder)
    with open(os.path.join(folder, "data.csv"), "w", encoding="ascii") as file:
        file.write(",".join(["y"] + [f for f, _ in kinds]) + "\n")
        file.writelines(",".join(repr(float(c[i])) for c in columns) + "\n" for i in range(len(rows)))
    with open(os.path.join(folder, "columns.txt"), "w", encoding="ascii") as file:
        file.writelines(f"{f} {kind}\n" for f, kind in kinds)
    held = round(len(rows) / 5)
    splits = generator(name + " splits")
    with open(os.path.join(folder, "splits.csv"), "w", encoding="ascii") as file:
        for _ in range(repeats):
            file.write(",".join(map(str, sorted(splits.permutation(len(rows))[:held]))) + "\n")
    return folder, len(rows)


class Task:
    """What a Python program reads, and how it answers: a line of predictions a repeat, after those that are there."""

    def __init__(self, folder):
        self.data = np.loadtxt(os.path.join(folder, "data.csv"), delimiter=",", skiprows=1, ndmin=2)
        with open(os.path.join(folder, "columns.txt"), encoding="ascii") as file:
            self.kinds = [line.split()[1] for line in file]
        self.splits = np.loadtxt(os.path.join(folder, "splits.csv"), delimiter=",", dtype=int, ndmin=2)

    def run(self, out, fit, repeats=None):
        with open(out, "a+", encoding="ascii") as file:
            file.seek(0)
            for test in self.splits[len(file.readlines()):repeats]:
                keep = np.ones(len(self.data), bool)
                keep[test] = False
                found = fit(self.data[keep, 1:], self.data[keep, 0], self.data[test, 1:])
                file.write(",".join(repr(float(v)) for v in found) + "\n")
                file.flush()
