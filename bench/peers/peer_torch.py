"""torch as in Dive into Deep Learning.

predict     the whole (m, n) matrix of weights, then a product
chunk       the same in chunks of queries; selfchunk at the training points
cv          the leave-one-out error in chunks: 15 points of a grid, then golden section (31 evaluations)
train       one scale w, five epochs of full-batch gradient descent, exactly the book's module; trainchunk the same gradient in chunks
"""
import numpy as np
import torch
from torch import nn

import common

PAIRS = 4e6  # at a time, in chunks
EPOCHS, RATE, START = 5, 0.5, 0.5

args, workload = common.arguments(lambda p: p.add_argument("--dtype", default="float64", choices=["float32", "float64"]))
torch.set_num_threads(args.threads)
dtype = getattr(torch, args.dtype)
X, Y, Q = (torch.tensor(v, dtype=dtype) for v in (workload.x, workload.y, workload.xq))
H = torch.tensor(workload.h, dtype=dtype)
STEP = max(1, int(PAIRS // len(X)))


def scores(queries, h):
    if workload.d == 1:
        repeated = queries[:, 0].repeat_interleave(len(X)).reshape((-1, len(X)))
        return -((repeated - X[:, 0]) / h[0])**2 / 2
    return -torch.cdist(queries / h, X / h)**2 / 2


def book(queries):
    return torch.matmul(nn.functional.softmax(scores(queries, H), dim=1), Y)


def chunked(queries):
    return torch.cat([book(queries[i:i + STEP]) for i in range(0, len(queries), STEP)])


class NWKernelRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([START], dtype=dtype))

    def forward(self, queries, keys, values):
        queries = queries.repeat_interleave(keys.shape[1]).reshape((-1, keys.shape[1]))
        weights = nn.functional.softmax(-((queries - keys) * self.w)**2 / 2, dim=1)
        return torch.bmm(weights.unsqueeze(1), values.unsqueeze(-1)).reshape(-1)


def train():
    x, n = X[:, 0], len(X)
    others = (1 - torch.eye(n)).type(torch.bool)
    keys, values = x.repeat((n, 1))[others].reshape((n, -1)), Y.repeat((n, 1))[others].reshape((n, -1))
    net, loss = NWKernelRegression(), nn.MSELoss(reduction="none")
    trainer = torch.optim.SGD(net.parameters(), lr=RATE)
    scales = []
    for _ in range(EPOCHS):
        trainer.zero_grad()
        loss(net(x, keys, values), Y).sum().backward()
        trainer.step()
        scales.append(float(net.w))
    return scales


def own(scored, start):
    """Each query's own key left out."""
    rows = torch.arange(scored.shape[0])
    mask = torch.zeros(scored.shape, dtype=torch.bool)
    mask[rows, rows + start] = True
    return scored.masked_fill(mask, -np.inf)


def trainchunk():
    x = X[:, 0]
    w = torch.tensor([START], dtype=dtype, requires_grad=True)
    trainer = torch.optim.SGD([w], lr=RATE)
    scales = []
    for _ in range(EPOCHS):
        trainer.zero_grad()
        for i in range(0, len(x), STEP):
            scored = own(-((x[i:i + STEP, None] - x[None]) * w)**2 / 2, i)
            ((torch.softmax(scored, 1) @ Y - Y[i:i + STEP])**2).sum().backward()
        trainer.step()
        scales.append(float(w))
    return scales


def left_out(h):
    return sum(float(((torch.softmax(own(scores(X[i:i + STEP], h), i), 1) @ Y - Y[i:i + STEP])**2).sum())
               for i in range(0, len(X), STEP)) / len(X)


def cv():
    spread = X.std(0)

    def at(log):
        return left_out(np.exp(log) * spread)

    grid = np.log(np.geomspace(.3 * len(X)**-.5, 1, 15))
    best = int(np.argmin([at(log) for log in grid]))
    low, high = grid[max(0, best - 1)], grid[min(14, best + 1)]
    golden = (5**.5 - 1) / 2
    c, d = high - golden * (high - low), low + golden * (high - low)
    at_c, at_d = at(c), at(d)
    while high - low > 1e-3:
        if at_c < at_d:
            high, d, at_d = d, c, at_c
            c = high - golden * (high - low)
            at_c = at(c)
        else:
            low, c, at_c = c, d, at_d
            d = low + golden * (high - low)
            at_d = at(d)
    return (np.exp((low + high) / 2) * spread).numpy()


def plain(compute):
    with torch.no_grad():
        return compute()


TASKS = {"predict": lambda: plain(lambda: book(Q).numpy()), "chunk": lambda: plain(lambda: chunked(Q).numpy()),
         "selfchunk": lambda: plain(lambda: chunked(X[:args.part]).numpy()), "cv": lambda: plain(cv), "train": train, "trainchunk": trainchunk}
common.measure(torch.__version__, args, workload, TASKS[args.task])
