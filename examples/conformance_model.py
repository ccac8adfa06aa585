"""A PyTorch model to be checked against a conformance kit: Post-Norm or Pre-Norm, written as a person would.

    npx normlab conformance export kit --placement pre
    python3 kit/check.py --model examples/conformance_model.py
"""
import math

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = (layer(x).view(batch, length, self.heads, -1).transpose(1, 2) for layer in (self.query, self.key, self.value))
        future = torch.ones(length, length, dtype=torch.bool).triu(1)
        scores = (q @ k.transpose(-2, -1) / math.sqrt(width // self.heads)).masked_fill(future, -math.inf)
        return self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width))


class Block(nn.Module):
    def __init__(self, width, heads, hidden, pre):
        super().__init__()
        self.pre = pre
        self.attention, self.norm1, self.norm2 = Attention(width, heads), nn.LayerNorm(width), nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width))

    def forward(self, x):
        if self.pre:
            x = x + self.attention(self.norm1(x))
            return x + self.mlp(self.norm2(x))
        x = self.norm1(x + self.attention(x))
        return self.norm2(x + self.mlp(x))


class Model(nn.Module):
    def __init__(self, m):
        super().__init__()
        pre = m["placement"]["id"] == "pre"
        self.tokens = nn.Embedding(m["vocabSize"], m["dModel"])
        self.positions = nn.Parameter(torch.zeros(m["seqLen"], m["dModel"]))
        self.blocks = nn.ModuleList(Block(m["dModel"], m["nHeads"], m["dFf"], pre) for _ in range(m["nLayers"]))
        self.final = nn.LayerNorm(m["dModel"]) if pre else nn.Identity()
        self.head = nn.Linear(m["dModel"], m["classes"], bias=False)

    def forward(self, tokens):
        x = self.tokens(tokens) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.head(self.final(x))


def build(spec):
    return Model(spec["model"])


def names(spec):
    m = spec["model"]
    site = "input_norm" if m["placement"]["id"] == "pre" else "exit_norm"
    found = {"token_embedding.weight": "tokens.weight", "position_embedding.weight": "positions"}
    for end in ("weight", "bias"):
        found[f"final_norm.{end}"] = f"final.{end}"
        for i in range(m["nLayers"]):
            pairs = [("attn.out", "attention.out"), ("ffn.fc1", "mlp.0"), ("ffn.fc2", "mlp.2"),
                     (f"attn.{site}", "norm1"), (f"ffn.{site}", "norm2")]
            for ours, theirs in pairs:
                found[f"layers.{i}.{ours}.{end}"] = f"blocks.{i}.{theirs}.{end}"
    return found


def parts(spec):
    return {f"layers.{i}.attn.qkv.{end}": [f"blocks.{i}.attention.{part}.{end}" for part in ("query", "key", "value")]
            for i in range(spec["model"]["nLayers"]) for end in ("weight", "bias")}


def taps(spec):
    """Where the kit's activations are found: a module's output, or with `:in` what it receives."""
    m = spec["model"]
    found = {"embed.out": "blocks.0:in", "final.in": "final:in", "final.out": "final", "logits": "head"}
    for i in range(m["nLayers"]):
        block, ours = f"blocks.{i}", f"layers.{i}"
        found |= {f"{ours}.attn.stream_in": f"{block}:in", f"{ours}.ffn.stream_out": block,
                  f"{ours}.attn.branch_in": f"{block}.attention:in", f"{ours}.attn.branch_out": f"{block}.attention",
                  f"{ours}.ffn.branch_in": f"{block}.mlp:in", f"{ours}.ffn.branch_out": f"{block}.mlp"}
    return found
