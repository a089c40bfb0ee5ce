"""Bandwidths that statsmodels' KernelReg chooses by cv_ls. usage: choose_statsmodels.py FOLDER DRAWS DESIGN..."""
import os
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # matrices are 2 x 2

import contextlib
import io
import multiprocessing
import warnings

import numpy as np
from statsmodels.nonparametric.kernel_regression import KernelReg

folder, draws, designs = sys.argv[1], int(sys.argv[2]), sys.argv[3:]


def choose(task):
    design, draw, kind, x, y = task
    warnings.simplefilter("ignore")
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            h = float(KernelReg(y, x, "c", reg_type=kind, bw="cv_ls").bw[0])
    except Exception:  # it has no choice for this draw
        h = float("nan")
    return f"{design},cv_ls {kind},{draw},{abs(h)!r}"


tasks = []
for design in designs:
    table = np.loadtxt(f"{folder}/draws-{design}.csv", delimiter=",", skiprows=1)
    for draw in range(draws):
        rows = table[table[:, 0] == draw]
        tasks += [(design, draw, kind, rows[:, 1], rows[:, 2]) for kind in ("lc", "ll")]
with multiprocessing.Pool() as pool:
    lines = pool.map(choose, tasks, chunksize=1)
with open(f"{folder}/chosen-statsmodels.csv", "w") as out:
    out.write("\n".join(lines) + "\n")
