"""What probes and diagnostics should find, by PyTorch: a Pre- or Post-LN decoder written here anew, its Jacobians and Hessian by autograd.

Reads JSON from standard input: { model: { placement, nLayers, nHeads, dModel, seqLen }, parameters: { key: { shape, data } },
batch: { tokens, targets } }, one batch with equal weights. Writes JSON: a number or a list by the id of the series.
"""
import json
import math
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


class Model:
    def __init__(self, model, parameters, batch):
        self.m, self.p = model, parameters
        self.tokens = torch.tensor(batch["tokens"]).reshape(-1, model["seqLen"])
        self.targets = torch.tensor(batch["targets"])

    def linear(self, p, key, x):
        return F.linear(x, p[f"{key}.weight"], p[f"{key}.bias"])

    def norm(self, p, key, x):
        return F.layer_norm(x, x.shape[-1:], p[f"{key}.weight"], p[f"{key}.bias"], 1e-5)

    def scores(self, p, key, x):
        d, heads = self.m["dModel"], self.m["nHeads"]
        q, k, v = self.linear(p, f"{key}.qkv", x).split(d, -1)
        q, k, v = (t.unflatten(-1, (heads, d // heads)).transpose(1, 2) for t in (q, k, v))
        length = x.shape[1]
        hidden = torch.ones(length, length, dtype=torch.bool).triu(1)
        return (q @ k.transpose(-1, -2) / math.sqrt(d // heads)).masked_fill(hidden, -math.inf), v

    def attn(self, p, key, x):
        scores, v = self.scores(p, key, x)
        return self.linear(p, f"{key}.out", (scores.softmax(-1) @ v).transpose(1, 2).flatten(2))

    def ffn(self, p, key, x):
        return self.linear(p, f"{key}.fc2", F.gelu(self.linear(p, f"{key}.fc1", x)))

    def reads(self, p, key, x):
        return self.norm(p, f"{key}.input_norm", x) if self.m["placement"] == "pre" else x

    def group(self, p, layers, x, sums=None):
        """Blocks side by side: each sublayer adds all their branches to one sum."""
        for kind, f in (("attn", self.attn), ("ffn", self.ffn)):
            keys = [f"layers.{layer}.{kind}" for layer in layers]
            write = sum(f(p, key, self.reads(p, key, x)) for key in keys)
            if sums is not None:
                sums.append((x, write))
            x = x + write
            if self.m["placement"] == "post":
                x = self.norm(p, f"{keys[-1]}.exit_norm", x)
        return x

    def start(self, p):
        return p["token_embedding.weight"][self.tokens] + p["position_embedding.weight"]

    def loss(self, p, route):
        x = self.start(p)
        for layers in route:
            x = self.group(p, layers, x)
        if self.m["placement"] == "pre":
            x = self.norm(p, "final_norm", x)
        return F.cross_entropy(F.linear(x, p["head.weight"]).flatten(0, 1), self.targets)


def angle(x, y):
    cos = F.cosine_similarity(x, y, dim=-1)
    return cos.clamp(-1, 1).acos() / math.pi, cos


def main():
    asked = json.load(sys.stdin)
    p = {key: torch.tensor(value["data"]).reshape(value["shape"]) for key, value in asked["parameters"].items()}
    m = Model(asked["model"], p, asked["batch"])
    layers = range(asked["model"]["nLayers"])
    every = [[i] for i in layers]
    full = m.loss(p, every).item()
    found = {"block-skip/full": [full]}
    found["block-skip/loss"] = [m.loss(p, [[i] for i in layers if i != out]).item() for out in layers]
    found["block-merge/loss"] = [
        m.loss(p, [[i, i + 1] if i == first else [i] for i in layers if i != first + 1]).item() for first in list(layers)[:-1]
    ]
    names = ["angular-distance/block", "angular-distance/walk", "block-influence", "attention-entropy", "attention-max-logit",
             "kurtosis/token", "kurtosis/feature", "outlier", "dependency-ratio", "jacobian/distance", "jacobian/share"]
    found |= {name: [] for name in names}
    x = m.start(p)
    for layer in layers:
        sums = []
        y = m.group(p, [layer], x, sums)
        turned, cos = angle(x, y)
        found["angular-distance/block"].append(turned.mean().item())
        found["block-influence"].append((1 - cos).mean().item())
        kept = math.prod([(s.square().sum(-1) / (s.square().sum(-1) + w.square().sum(-1))).sqrt() for s, w in sums])
        found["angular-distance/walk"].append((kept.acos() / math.pi).mean().item())
        found["dependency-ratio"] += [(w.var(unbiased=False) / (s + w).var(unbiased=False)).item() for s, w in sums]
        scores, _ = m.scores(p, f"layers.{layer}.attn", m.reads(p, f"layers.{layer}.attn", x))
        found["attention-entropy"].append(torch.distributions.Categorical(logits=scores).entropy().mean().item())
        found["attention-max-logit"].append(scores.max().item())
        found["kurtosis/token"].append(((y**4).mean(-1) / (y**2).mean(-1) ** 2).mean().item())
        s = (y**2).flatten(0, 1).mean(0).sqrt()
        found["kurtosis/feature"].append(((s**4).mean() / (s**2).mean() ** 2).item())
        found["outlier"].append((s.max() / (s**2).mean().sqrt()).item())
        n = x.numel()
        J = torch.autograd.functional.jacobian(lambda t: m.group(p, [layer], t), x).reshape(n, n)
        found["jacobian/distance"].append((torch.linalg.norm(J - torch.eye(n)) / math.sqrt(n)).item())
        found["jacobian/share"].append((J.trace() ** 2 / (n * torch.linalg.norm(J) ** 2)).item())
        x = y

    sizes = [value.numel() for value in p.values()]

    def of_all(flat):
        parts = [part.reshape(value.shape) for part, value in zip(flat.split(sizes), p.values())]
        return m.loss(dict(zip(p, parts)), every)

    H = torch.autograd.functional.hessian(of_all, torch.cat([value.flatten() for value in p.values()]))
    found["sharpness/largest"] = [torch.linalg.eigvalsh(H).max().item()]
    json.dump(found, sys.stdout)


main()
