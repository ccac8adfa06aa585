"""The step in PyTorch as written for speed: fused kernels, products that fold their scale and mask, AdamW with foreach.

Takes the question of loop.mjs as its argument and gives the same answer.
"""
import json
import math
import sys
import time
from pathlib import Path

from threads import set_threads, versions

question = json.loads(sys.argv[1])
torch = set_threads(question["threads"])

import numpy
import torch.nn as nn
import torch.nn.functional as F

shape = question["shape"]
depth, width, heads, context, batch, vocab = (shape[name] for name in ("depth", "width", "heads", "context", "batch", "vocab"))


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.input_norm = nn.LayerNorm(width, eps=1e-5)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.register_buffer("mask", torch.full((1, context, context), -math.inf).triu(1), persistent=False)

    def forward(self, x):
        head_width = width // heads
        qkv = self.qkv(self.input_norm(x)).view(batch, context, 3, heads, head_width)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).reshape(3, batch * heads, context, head_width)
        scores = torch.baddbmm(self.mask, q, k.transpose(1, 2), alpha=1 / math.sqrt(head_width))
        y = torch.bmm(F.softmax(scores, dim=-1), v).view(batch, heads, context, head_width)
        return self.out(y.transpose(1, 2).reshape(batch, context, width))


class FeedForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.input_norm = nn.LayerNorm(width, eps=1e-5)
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(self.input_norm(x))))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = Attention()
        self.ffn = FeedForward()

    def forward(self, x):
        x = x + self.attn(x)
        return x + self.ffn(x)


class Model(nn.Module):
    """The names are those of our parameters."""

    def __init__(self):
        super().__init__()
        self.token_embedding = nn.Embedding(vocab, width)
        self.position_embedding = nn.Embedding(context, width)
        self.layers = nn.Sequential(*[Layer() for _ in range(depth)])
        self.final_norm = nn.LayerNorm(width, eps=1e-5)
        self.head = nn.Linear(width, vocab, bias=False)

    def forward(self, tokens):
        return self.head(self.final_norm(self.layers(self.token_embedding(tokens) + self.position_embedding.weight)))


def read_weights(path):
    """A safetensors file of float32: the header's length, the header, the numbers."""
    raw = Path(path).read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        first, end = entry["data_offsets"]
        numbers = numpy.frombuffer(raw[start + first:start + end], "<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(numbers.copy())
    return tensors


def batch_at(step):
    """The formula of work.mjs."""
    places = torch.arange(batch * context)
    return ((places * 7 + step) % vocab).view(batch, context), (places * 11 + step) % vocab


def main():
    model = Model()
    model.load_state_dict(read_weights(question["weights"]))
    parameters, constants = list(model.parameters()), question["adamW"]
    optimizer = torch.optim.AdamW([
        dict(params=[p for p in parameters if p.dim() >= 2], weight_decay=constants["weightDecay"]),
        dict(params=[p for p in parameters if p.dim() < 2], weight_decay=0.0)],
        lr=constants["lr"], betas=tuple(constants["betas"]), eps=constants["eps"], foreach=True)

    wall, cpu, losses = [], [], []
    for step in range(question["warmUp"] + question["steps"]):
        tokens, targets = batch_at(step)
        began, worked = time.perf_counter(), time.process_time()
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(tokens).view(-1, vocab), targets)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        wall.append((time.perf_counter() - began) * 1000)
        # Of all threads of this process, as loop.mjs has it.
        cpu.append((time.process_time() - worked) * 1000)
    first = question["warmUp"]
    print(json.dumps(dict(wall=wall[first:], cpu=cpu[first:], losses=losses, version=versions(torch))))


main()
