"""The chapter's own attention pooling in PyTorch, float64: its largest size that fits, and in chunks beyond. One JSON line a task.

usage: chapter.py [repeats] [threads]
"""
import json
import sys
import time

import torch
from torch import nn

repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
torch.set_num_threads(int(sys.argv[2]) if len(sys.argv) > 2 else 2)


def workload(rows, queries):
    torch.manual_seed(1)
    x = torch.rand(rows, dtype=torch.float64) * 5
    y = 2 * torch.sin(x) + x**0.8 + torch.normal(0.0, 0.5, (rows,), dtype=torch.float64)
    return x, y, torch.arange(queries, dtype=torch.float64) * 5 / queries, 0.6 * rows**-0.2


def pool(queries, keys, values, h):
    repeated = queries.repeat_interleave(len(keys)).reshape((-1, len(keys)))
    weights = nn.functional.softmax(-((repeated - keys) / h) ** 2 / 2, dim=1)
    return torch.matmul(weights, values)


def chunked(queries, keys, values, h, chunk):
    return torch.cat([pool(queries[i:i + chunk], keys, values, h) for i in range(0, len(queries), chunk)])


def measure(task, rows, queries, chunk, repeats):
    x, y, q, h = workload(rows, queries)
    seconds = []
    with torch.no_grad():
        chunked(q[:chunk], x, y, h, chunk)
        for _ in range(repeats):
            begun = time.perf_counter()
            chunked(q, x, y, h, chunk)
            seconds.append(time.perf_counter() - begun)
    median = sorted(seconds)[repeats // 2]
    print(json.dumps({"who": f"torch {torch.__version__} float64", "task": task, "seconds": round(median, 3),
                      "gigapairsPerSecond": round(rows * queries / median / 1e9, 4)}), flush=True)


# One matrix that fits (10,000 × 10,000 is 0.8 GB a copy), then chunks of 4 million pairs. Where a task would take minutes a part of
# its queries is measured: the time is proportional to them.
measure("10,000 queries on 10,000 keys, one matrix", 10_000, 10_000, 10_000, repeats)
measure("1,000 queries on 1,000,000 keys, in chunks (200 measured)", 1_000_000, 200, 4, repeats)
measure("100,000 queries on 100,000 keys, in chunks (2,000 measured)", 100_000, 2_000, 40, repeats)
