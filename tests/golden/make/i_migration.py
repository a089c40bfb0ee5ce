"""Makes i_migration.json: what other programs give where they differ from us, on the data of the other golden files.

usage: python3 tests/golden/make/i_migration.py      needs numpy, statsmodels, and R with locfit
np 0.60-20 is no longer at hand: what the file has of it stays as it is.
"""
import json
import os
import subprocess

import numpy as np
import statsmodels
from statsmodels.nonparametric.kernel_regression import KernelReg

HERE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(HERE, "..", "i_migration.json"), encoding="utf-8") as kept:
    VALUES = [entry for entry in json.load(kept)["values"] if entry["id"] == "i.np60"]


def data(file, name):
    with open(os.path.join(HERE, "..", file), encoding="utf-8") as text:
        return {key: np.asarray(value) for key, value in json.load(text)["data"][name].items() if key != "h"}


def entry(name, call, where, value, **more):
    value = np.asarray(value).tolist()
    VALUES.append({"id": name, "program": "statsmodels", "version": statsmodels.__version__, "call": call, "data": where, **more, "value": value})


def average(weights, y):
    return (weights * y).sum(axis=1) / weights.sum(axis=1)


kern = data("b_kernels.json", "kern")
inside = kern["xq"][(kern["xq"] > kern["x"].min()) & (kern["xq"] < kern["x"].max())]
for h in (0.35, 1.0):
    u = (inside[:, None] - kern["x"]) / h
    right = np.where(np.abs(u) < 1, (1 - np.abs(u) ** 3) ** 3, 0)
    entry("i.statsmodels.tricube", f"KernelReg(y, x, 'c', reg_type='lc', bw=[{h}], ckertype='tricube').fit(q)[0]", "b_kernels.json kern",
          KernelReg(kern["y"], kern["x"], "c", reg_type="lc", bw=[h], ckertype="tricube").fit(inside)[0], h=h, q=inside.tolist(),
          exact=average(right, kern["y"]).tolist(), known_difference="rows outside the window have the largest weight of all")

cv1 = data("c_cv.json", "cv1")
for reg in ("lc", "ll"):
    model = KernelReg(cv1["y"], cv1["x"], "c", reg_type=reg, bw=[0.3])
    entry("i.statsmodels.r2", f"KernelReg(y, x, 'c', reg_type='{reg}', bw=[0.3]).r_squared()", "c_cv.json cv1", model.r_squared(), h=0.3, regtype=reg,
          fitted=model.fit()[0].tolist(), known_difference="centres y on the mean of the fit")

mixed = data("e_mixed.json", "mixed")
rows, queries = (np.column_stack([mixed[k] for k in names]) for names in (("x", "u", "o"), ("xq", "uq", "oq")))
for ukernel, okernel in (("aitchison_aitken_reg", "wangryzin_reg"), ("aitchisonaitken", "wangryzin")):
    entry("i.statsmodels.mixed", f"KernelReg(y, [x,u,o], 'cuo', reg_type='ll', bw=[0.5, 0.2, 0.3], ukertype='{ukernel}', okertype='{okernel}').fit(q)[0]",
          "e_mixed.json mixed", KernelReg(mixed["y"], rows, "cuo", reg_type="ll", bw=[.5, .2, .3], ukertype=ukernel, okertype=okernel).fit(queries)[0],
          bws=[.5, .2, .3], ukertype=ukernel, okertype=okernel, known_difference="levels are in the local polynomial as if they were numbers")

r = subprocess.run(["Rscript", os.path.join(HERE, "i_migration.R"), os.path.join(HERE, "..")], check=True, capture_output=True, text=True).stdout
for line in r.splitlines():
    if line.startswith("{"):
        VALUES.append(json.loads(line))

with open(os.path.join(HERE, "..", "i_migration.json"), "w", encoding="utf-8") as out:
    out.write('{"about": "What other programs give where they differ from us or are called otherwise; data names the golden file and set that holds the rows",\n"data": {},\n"values": [\n'
              + ",\n".join(json.dumps(v) for v in VALUES) + "\n]}\n")
