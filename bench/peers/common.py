"""What every Python peer does alike: arguments, the workload, timing, one JSON line."""
import argparse
import json
import os
import resource
import time

import numpy as np

REPEATS = 5
LEAST = 1.0  # seconds: what is quick is repeated until compilers and caches have settled
MOST = 5.0  # seconds: what takes longer is not repeated


class Workload:
    """A folder of workloads.py."""

    def __init__(self, folder):
        self.name = os.path.basename(folder)
        meta = np.loadtxt(os.path.join(folder, "meta.txt"))
        self.n, self.d, self.m = (int(v) for v in meta[:3])
        self.h = meta[3:]

        def read(name):
            return np.fromfile(os.path.join(folder, name + ".bin"), dtype="<f8")

        self.x, self.y, self.xq = read("x").reshape(self.n, self.d), read("y"), read("xq").reshape(self.m, self.d)


def arguments(extra=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("workload")
    parser.add_argument("task")
    parser.add_argument("out", help="the result, raw float64")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--part", type=int, help="only the first queries; times are scaled up to all")
    if extra:
        extra(parser)
    args = parser.parse_args()
    workload = Workload(args.workload)
    if args.part:
        workload.xq = workload.xq[:args.part]
    return args, workload


def clock(compute):
    cpu, wall = time.process_time(), time.perf_counter()
    result = compute()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def measure(version, args, workload, compute):
    """The first run apart (it warms up), then more for one to five seconds; the middle of the last five counts."""
    first, cpu, result = clock(compute)
    runs, start = [], time.perf_counter()
    while first < MOST and time.perf_counter() - start < (LEAST if len(runs) >= REPEATS else MOST):
        runs.append(clock(compute)[:2])
    runs = runs[-REPEATS:] or [(first, cpu)]
    scale = (workload.n if args.task.startswith("self") else workload.m) / args.part if args.part else 1.0

    def median(k):
        return sorted(r[k] for r in runs)[len(runs) // 2] * scale

    np.asarray(result, dtype="<f8").tofile(args.out)
    print(json.dumps({"version": version, "first": first * scale, "seconds": median(0), "cpu": median(1),
                      "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
