"""Runs every task once for us and for each peer, one process at a time, and writes the table. See bench/peers/run."""
import argparse
import datetime
import json
import math
import os
import subprocess
import sys
import tempfile

import numpy as np

import peer_numpy
import report
import workloads
from common import Workload

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = ["dotnet", os.path.join(HERE, "../Nadaraya.Benchmarks/bin/Release/net10.0/Nadaraya.Benchmarks.dll")]
LONGEST = 120  # seconds a process may take
TORCH = [("torch float64", "peer_torch.py", ["--dtype", "float64"]), ("torch float32", "peer_torch.py", ["--dtype", "float32"])]
NUMPY = ("numpy", "peer_numpy.py", [])
STATSMODELS = ("statsmodels", "peer_statsmodels.py", [])
KERNSMOOTH = ("KernSmooth", "peer_r.R", ["locpoly"])
LOCFIT = ("locfit", "peer_r.R", ["locfit"])
KSMOOTH = ("R ksmooth", "peer_r.R", ["ksmooth"])


def sklearn(tolerance):
    return f"scikit-learn {tolerance}", "peer_sklearn.py", ["--rtol", tolerance]


def tasks(quick):
    """(group, workload, [(who, script, options, task of the script)]): we come first in each by ourselves."""
    def each(task, *peers):
        return [(*peer, task) for peer in peers]

    def part(peers, queries):
        return [(who, script, [*options, "--part", str(queries)], task) for who, script, options, task in peers]

    def whole(task, *peers):
        return [(who + " whole matrix", script, options, task) for who, script, options in peers]

    for name in ["toy_1e3", "toy_1e4", "toy_1e5"] + ["toy_1e6"] * (not quick):
        big = name == "toy_1e6"
        yield "predict", name, ([] if big else whole("predict", *TORCH)) + each("chunk", *TORCH) + each("predict", NUMPY, STATSMODELS, KERNSMOOTH, LOCFIT, KSMOOTH) \
            + ([] if big or quick and name == "toy_1e5" else each("predict", sklearn("1e-6"), sklearn("1e-3")))
    yield "self", "toy_1e4", each("selfchunk", *TORCH) + each("self", NUMPY)
    yield "self", "toy_1e5", part(each("selfchunk", *TORCH), 1000)
    yield "self", "toy_1e6", part(each("selfchunk", *TORCH), 100)
    if not quick:
        yield "grid", "grid_1e6", each("grid", KERNSMOOTH)
        yield "grid", "grid_1e7", each("grid", KERNSMOOTH)
    yield "cv", "toy_1e3", each("cv", TORCH[0], STATSMODELS)
    yield "cv", "toy_1e4", [] if quick else each("cv", TORCH[0], STATSMODELS)
    if not quick:
        yield "cv", "toy_1e5", []
        yield "cv", "toy_1e6", []
    for name in ["d2_1e4", "d5_1e4", "d10_1e4"] + ["d2_1e5", "d5_1e5", "d10_1e5"] * (not quick):
        yield "predict", name, each("chunk", *TORCH) + each("predict", NUMPY) \
            + (each("predict", STATSMODELS, *([sklearn("1e-6")] if name.startswith("d2") else [])) if name.endswith("1e4") else [])
    for name in ["d2_1e3"] + ["d5_1e3", "d10_1e3"] * (not quick):
        yield "cv", name, [] if name.startswith("d10") else each("cv", STATSMODELS)
    for name in ["d2l50", "toy_1e3"]:
        yield "train", name, whole("train", *TORCH) + each("trainchunk", *TORCH)
    if not quick:
        yield "train", "toy_1e4", each("trainchunk", *TORCH) + whole("train", TORCH[1])


def run(command, out):
    """The process's JSON line and its result; None where it failed or took too long."""
    try:
        done = subprocess.run([*command[:-1], *command[-1](out)], capture_output=True, text=True, timeout=LONGEST, check=False)
    except FileNotFoundError:
        return None, None  # no R here
    except subprocess.TimeoutExpired:
        return {"stopped": LONGEST}, None
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        print(done.stderr[-400:], file=sys.stderr)
        return None, None
    return json.loads(lines[-1]), np.fromfile(out, dtype="<f8")


class Truth:
    """What a result is held to, computed once a workload."""

    def __init__(self):
        self.known = {}

    def error(self, group, workload, result):
        """The largest difference from the exact estimate at a sample of queries; for training from torch's scales in float64."""
        at = workload.x if group == "self" else workload.xq
        if len(result) < len(at):
            at = at[:len(result)]
        count = max(1, min(len(at), int(2e8 / workload.n)))
        sample = np.unique(np.linspace(0, len(at) - 1, count).astype(int))
        key = group, workload.name, len(at)
        if key not in self.known:
            self.known[key] = peer_numpy.pool(at[sample], workload.x, workload.y, workload.h)
        return float(np.max(np.abs(result[sample] - self.known[key])))


def judge(group, workload, rows, truth):
    """Errors: of predictions against the exact ones; of bandwidths, how far their criterion is above the best one's; of training, the scales."""
    rows = [row for row in rows if row["result"] is not None]
    if not rows:
        return
    if group == "cv":
        if workload.n <= 10_000:
            for row in rows:
                row["criterion"] = peer_numpy.criterion(workload.x, workload.y, np.broadcast_to(row["result"], workload.d))
            best = min(row["criterion"] for row in rows)
            for row in rows:
                row["error"] = row["criterion"] / best - 1
    elif group == "train":
        exact = next((row["result"] for row in rows if row["who"].startswith("torch float64")), None)
        for row in rows:
            row["error"] = None if exact is None else float(np.max(np.abs(row["result"] - exact)))
    else:
        for row in rows:
            row["error"] = truth.error(group, workload, row["result"])


def command(script, folder, task, options):
    interpreter = ["Rscript"] if script.endswith(".R") else [sys.executable, "-B"]
    return [*interpreter, os.path.join(HERE, script), folder, task, lambda out: [out, *options]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    machine = json.loads(subprocess.run([*OURS, "machine"], capture_output=True, text=True, check=True).stdout)
    rows, versions, truth = [], {}, Truth()
    with open("/proc/loadavg", encoding="ascii") as load:
        machine["load"] = float(load.read().split()[0])
    machine["date"] = datetime.date.today().isoformat()
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.bin")
        for group, name, peers in tasks(args.quick):
            if args.only not in f"{group} {name}":
                continue
            made = workloads.make(folder, name)
            workload = Workload(made)
            ours = {"grid": "predict"}.get(group, group)
            todo = [("Nadaraya", [*OURS, "peer", made, ours, lambda o: [o]], [], group)]
            todo += [(who, command(script, made, task, options), options, task) for who, script, options, task in peers]
            block = []
            for who, line, options, task in todo:
                measured, result = run(line, out)
                if measured is None:
                    continue
                if os.path.exists(out):
                    os.remove(out)
                versions[who.split()[0]] = measured.pop("version", versions.get(who.split()[0]))
                part = int(options[options.index("--part") + 1]) if "--part" in options else None
                block.append({"group": group, "workload": name, "who": who, "task": task, "part": part, "result": result, **measured})
                print(f"{group} {name} {who}: {measured.get('seconds', math.nan):.4g} s", file=sys.stderr, flush=True)
            judge(group, workload, block, truth)
            rows += block
            if name in ("grid_1e7", "toy_1e6"):
                subprocess.run(["rm", "-r", made], check=True)
    report.write(machine, versions, rows, None if args.quick or args.only else os.path.join(HERE, "../results", machine["folder"]))


main()
