"""A causal Transformer with a choice of norm placement, written from the equations in plain PyTorch.

Nothing here is shared with the TypeScript engine. Parameters are a dict of tensors (Linear weights are
[out, in]); a config is the `config` object of the JSON files that make.py writes.
"""
import math

import torch

NORM_NAMES = {"post": ["exit_norm"], "pre": ["input_norm"], "sandwich": ["input_norm", "output_norm"]}
NORM_EPS = {"layer": 1e-5, "rms": 1e-6, "batch": 1e-5}
BATCH_NORM_MOMENTUM = 0.1


def norm_keys(c):
    keys = [f"layers.{i}.{sub}.{name}" for i in range(c["nLayers"]) for sub in ("attn", "ffn")
            for name in NORM_NAMES[c["placement"]]]
    return keys if c["placement"] == "post" else keys + ["final_norm"]


def parameter_shapes(c):
    V, d, f, T = c["vocabSize"], c["dModel"], c["dFf"], c["seqLen"]
    shapes = {"token_embedding.weight": [V, d]}
    if c["position"] == "learned":
        shapes["position_embedding.weight"] = [T, d]
    for i in range(c["nLayers"]):
        for name, out, inp in [("attn.qkv", 3 * d, d), ("attn.out", d, d), ("ffn.fc1", f, d), ("ffn.fc2", d, f)]:
            shapes[f"layers.{i}.{name}.weight"] = [out, inp]
            shapes[f"layers.{i}.{name}.bias"] = [out]
    for key in norm_keys(c):
        shapes[f"{key}.weight"] = [d]
        if c["normalizer"] != "rms":
            shapes[f"{key}.bias"] = [d]
    if not c["tiedHead"]:
        shapes["head.weight"] = [V, d]
    return shapes


def initial_buffers(c, dtype=torch.float64):
    buffers = {}
    if c["normalizer"] == "batch":
        for key in norm_keys(c):
            buffers[f"{key}.running_mean"] = torch.zeros(c["dModel"], dtype=dtype)
            buffers[f"{key}.running_var"] = torch.ones(c["dModel"], dtype=dtype)
    return buffers


def sinusoidal_positions(T, d, dtype=torch.float64):
    """Vaswani et al.: feature 2i is sin(t / 10000^(2i/d)), feature 2i+1 is cos of the same angle."""
    angle = torch.arange(T, dtype=torch.float64)[:, None] / 10000 ** (torch.arange(0, d, 2, dtype=torch.float64) / d)
    table = torch.zeros(T, d, dtype=torch.float64)
    table[:, 0::2] = torch.sin(angle)
    table[:, 1::2] = torch.cos(angle)
    return table.to(dtype)


def linear(p, key, x):
    return x @ p[f"{key}.weight"].T + p[f"{key}.bias"]


def normalize(kind, p, buffers, key, x, training=True):
    weight, eps = p[f"{key}.weight"], NORM_EPS[kind]
    if kind == "rms":
        return x / torch.sqrt((x * x).mean(-1, keepdim=True) + eps) * weight
    if kind == "layer":
        mean = x.mean(-1, keepdim=True)
        var = ((x - mean) ** 2).mean(-1, keepdim=True)
    elif training:  # batch norm: per feature, over every token of the batch
        mean = x.mean((0, 1))
        var = ((x - mean) ** 2).mean((0, 1))
        n = x.shape[0] * x.shape[1]
        with torch.no_grad():
            m = BATCH_NORM_MOMENTUM
            buffers[f"{key}.running_mean"] = (1 - m) * buffers[f"{key}.running_mean"] + m * mean
            buffers[f"{key}.running_var"] = (1 - m) * buffers[f"{key}.running_var"] + m * var * n / (n - 1)
    else:
        mean, var = buffers[f"{key}.running_mean"], buffers[f"{key}.running_var"]
    return (x - mean) / torch.sqrt(var + eps) * weight + p[f"{key}.bias"]


def attention(c, p, key, x):
    B, T, d = x.shape
    H, dh = c["nHeads"], d // c["nHeads"]
    q, k, v = (part.reshape(B, T, H, dh).transpose(1, 2) for part in linear(p, f"{key}.qkv", x).split(d, dim=-1))
    scores = q @ k.transpose(2, 3) / math.sqrt(dh)
    future = torch.ones(T, T, dtype=torch.bool).triu(1)
    weights = torch.softmax(scores.masked_fill(future, -math.inf), dim=-1)
    return linear(p, f"{key}.out", (weights @ v).transpose(1, 2).reshape(B, T, d))


def feed_forward(c, p, key, x):
    h = linear(p, f"{key}.fc1", x)
    h = torch.clamp(h, min=0) if c["activation"] == "relu" else 0.5 * h * (1 + torch.erf(h / math.sqrt(2)))
    return linear(p, f"{key}.fc2", h)


def forward(c, p, buffers, tokens, training=True, taps=None):
    """Logits [B, T, V]. In training with batch norm, `buffers` is updated; `taps` collects the stream."""
    def N(key, x):
        return normalize(c["normalizer"], p, buffers, key, x, training)

    T = tokens.shape[1]
    embedding = p["token_embedding.weight"]
    learned = c["position"] == "learned"
    x = embedding[tokens] + (p["position_embedding.weight"][:T] if learned
                             else sinusoidal_positions(T, c["dModel"], embedding.dtype))
    for i in range(c["nLayers"]):
        for sub, F in (("attn", attention), ("ffn", feed_forward)):
            key = f"layers.{i}.{sub}"
            if c["placement"] == "post":
                x = N(f"{key}.exit_norm", x + F(c, p, key, x))
            elif c["placement"] == "pre":
                x = x + F(c, p, key, N(f"{key}.input_norm", x))
            else:
                x = x + N(f"{key}.output_norm", F(c, p, key, N(f"{key}.input_norm", x)))
            if taps is not None:
                taps.append((f"{key}.stream_out", x))
    if c["placement"] != "post":
        x = N("final_norm", x)
    return x @ (embedding if c["tiedHead"] else p["head.weight"]).T


def cross_entropy(logits, targets):
    """Mean over all positions of -log softmax(logits)[target], in nats."""
    picked = logits.gather(-1, targets[..., None])[..., 0]
    return (torch.logsumexp(logits, dim=-1) - picked).mean()
