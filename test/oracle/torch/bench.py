"""Speed of the same model as a PyTorch user would write it for speed: float32, fused kernels, AdamW foreach.

Prints JSON {engine, threads, medianMs, minMs, steps, ...}. One step is zero_grad, forward, backward and AdamW
(no clipping), on batches made beforehand; GELU, layer norm, learned positions, untied head.
Usage: /usr/bin/python3 bench.py --depth 6 --width 128 --heads 4 --context 64 --batch 8 --vocab 96 --threads 2
"""
import argparse
import json
import math
import os
import statistics
import time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
for name, default in dict(depth=4, width=128, heads=4, context=64, batch=8, vocab=96, threads=1, steps=50, warmup=10).items():
    parser.add_argument(f"--{name}", type=int, default=default)
parser.add_argument("--ff", type=int, help="FFN width (default 4 * width)")
parser.add_argument("--placement", choices=["post", "pre", "sandwich"], default="pre")
args = parser.parse_args()
args.ff = args.ff or 4 * args.width

# OpenBLAS keeps its own threads, which torch.set_num_threads does not govern: set both before importing torch.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(args.threads)
# With the pthread OpenBLAS two pools share the cores; OpenMP threads that spin while OpenBLAS works make two
# threads slower than one. (With libopenblas0-openmp there is one pool: set OMP_WAIT_POLICY=active there.)
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(args.threads)


class Attention(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.register_buffer("mask", torch.full((1, context, context), -math.inf).triu(1), persistent=False)

    def forward(self, x):
        B, T, d = x.shape
        dh = d // self.heads
        q, k, v = self.qkv(x).view(B, T, 3, self.heads, dh).permute(2, 0, 3, 1, 4).reshape(3, B * self.heads, T, dh)
        scores = torch.baddbmm(self.mask, q, k.transpose(1, 2), alpha=1 / math.sqrt(dh))
        y = torch.bmm(F.softmax(scores, dim=-1), v)
        return self.out(y.view(B, self.heads, T, dh).transpose(1, 2).reshape(B, T, d))


class FeedForward(nn.Module):
    def __init__(self, width, inner):
        super().__init__()
        self.fc1 = nn.Linear(width, inner)
        self.fc2 = nn.Linear(inner, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class Sublayer(nn.Module):
    def __init__(self, placement, width, inner):
        super().__init__()
        self.placement, self.inner = placement, inner
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width) if placement == "sandwich" else None

    def forward(self, x):
        if self.placement == "post":
            return self.norm1(x + self.inner(x))
        y = self.inner(self.norm1(x))
        return x + (self.norm2(y) if self.placement == "sandwich" else y)


class Model(nn.Module):
    def __init__(self, a):
        super().__init__()
        self.tokens = nn.Embedding(a.vocab, a.width)
        self.positions = nn.Parameter(torch.randn(a.context, a.width) * 0.02)
        self.body = nn.Sequential(*[
            Sublayer(a.placement, a.width, inner) for _ in range(a.depth)
            for inner in (Attention(a.width, a.heads, a.context), FeedForward(a.width, a.ff))])
        self.final_norm = nn.Identity() if a.placement == "post" else nn.LayerNorm(a.width)
        self.head = nn.Linear(a.width, a.vocab, bias=False)
        for weight in (m.weight for m in self.modules() if isinstance(m, (nn.Linear, nn.Embedding))):
            nn.init.normal_(weight, std=0.02)

    def forward(self, tokens):
        return self.head(self.final_norm(self.body(self.tokens(tokens) + self.positions)))


def blas():
    with open("/proc/self/maps") as maps:
        return sorted({line.split()[-1] for line in maps if "blas" in line})


def main():
    torch.manual_seed(1)
    model = Model(args)
    parameters = list(model.parameters())
    optimizer = torch.optim.AdamW([
        dict(params=[p for p in parameters if p.dim() >= 2], weight_decay=0.1),
        dict(params=[p for p in parameters if p.dim() < 2], weight_decay=0.0)], lr=1e-3, foreach=True)
    data = [torch.randint(0, args.vocab, (2, args.batch, args.context)) for _ in range(8)]

    times = []
    for step in range(args.warmup + args.steps):
        tokens, targets = data[step % len(data)]
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(tokens).view(-1, args.vocab), targets.reshape(-1))
        loss.backward()
        optimizer.step()
        loss.item()
        times.append((time.perf_counter() - start) * 1000)
    times = times[args.warmup:]
    print(json.dumps(dict(
        engine="pytorch", threads=args.threads, medianMs=round(statistics.median(times), 3), minMs=round(min(times), 3),
        steps=args.steps, torch=torch.__version__, blas=blas(), parameters=sum(p.numel() for p in parameters),
        config={k: v for k, v in vars(args).items() if k not in ("threads", "steps", "warmup")})))


if __name__ == "__main__":
    main()
