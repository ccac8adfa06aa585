"""Signal propagation at initialisation, in the theory setting of Xiong et al. 2020, in plain PyTorch.

Single head with W_Q = W_K = 0 (uniform causal attention), Xavier values, out projection and ReLU FFN
(d_ff = d, std 1/sqrt(d)), no biases, N(0, 1) embeddings without positions, layer norm with gain 1,
untied head with std 1/sqrt(d), random tokens and targets. Writes
../data/signal.json. Usage: /usr/bin/python3 signal_propagation.py
(Not signal.py: that would hide Python's own `signal` module, which torch imports.)
"""
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

WIDTH, VOCAB, CONTEXT, BATCH, DEPTHS = 128, 64, 32, 4, [4, 8, 16, 32]
SEEDS, MANY = 10, 100  # 10 seeds leave the post slope uncertain by about 0.1, so 100 are summarised as well
ARMS = ["post", "pre", "sandwich"]


def measure(arm, depth, seed):
    """Frobenius norm of the loss gradient of the last block's fc2, and the stream energy after each block."""
    rng = torch.Generator().manual_seed(seed)

    def matrix(rows=WIDTH, std=1 / math.sqrt(WIDTH)):
        return (torch.randn(rows, WIDTH, generator=rng, dtype=torch.float64) * std).requires_grad_()

    def norm(x):
        return F.layer_norm(x, (WIDTH,), eps=1e-5)

    embedding, head = matrix(VOCAB, 1.0), matrix(VOCAB)
    blocks = [[matrix() for _ in range(4)] for _ in range(depth)]
    tokens, targets = (torch.randint(0, VOCAB, (BATCH, CONTEXT), generator=rng) for _ in range(2))
    uniform = torch.ones(CONTEXT, CONTEXT, dtype=torch.float64).tril()
    uniform /= uniform.sum(-1, keepdim=True)

    x, energies = embedding[tokens], []
    for values, out, fc1, fc2 in blocks:
        for sublayer in (lambda h: uniform @ (h @ values.T) @ out.T, lambda h: torch.relu(h @ fc1.T) @ fc2.T):
            if arm == "post":
                x = norm(x + sublayer(x))
            elif arm == "pre":
                x = x + sublayer(norm(x))
            else:
                x = x + norm(sublayer(norm(x)))
        energies.append((x * x).mean().item())
    logits = (x if arm == "post" else norm(x)) @ head.T
    loss = F.cross_entropy(logits.reshape(-1, VOCAB), targets.reshape(-1))
    (gradient,) = torch.autograd.grad(loss, [blocks[-1][-1]])
    return gradient.norm().item(), energies


def mean(values):
    return sum(values) / len(values)


def slope(depths, values):
    """Least squares of log(value) on log(depth)."""
    xs, ys = [math.log(v) for v in depths], [math.log(v) for v in values]
    return sum((x - mean(xs)) * (y - mean(ys)) for x, y in zip(xs, ys)) / sum((x - mean(xs)) ** 2 for x in xs)


def summary(arm, runs):
    """`runs` is {depth: [(gradient, energies) per seed]}."""
    rows, count = [], len(runs[DEPTHS[0]])
    for depth in DEPTHS:
        gradients = [g for g, _ in runs[depth]]
        average = mean(gradients)
        error = math.sqrt(mean([(g - average) ** 2 for g in gradients]) / (count - 1))
        energy = [round(mean(block), 6) for block in zip(*(e for _, e in runs[depth]))]
        rows.append(dict(depth=depth, gradient=round(average, 8), standardError=round(error, 8), energy=energy))
        print(f"{count:3} seeds, {arm:8} depth {depth:2}: gradient {average:.4f} +- {error:.4f}, last energy {energy[-1]:.2f}")
    total = slope(DEPTHS, [row["gradient"] for row in rows])
    print(f"{count:3} seeds, {arm:8} slope {total:+.3f}", flush=True)
    return dict(seeds=count, slope=round(total, 6), depths=rows)


def main():
    torch.set_num_threads(1)
    arms, many = {}, {}
    for arm in ARMS:
        runs = {depth: [measure(arm, depth, seed) for seed in range(MANY)] for depth in DEPTHS}
        arms[arm] = summary(arm, {depth: r[:SEEDS] for depth, r in runs.items()})
        many[arm] = summary(arm, runs)
    config = dict(normalizer="layer", width=WIDTH, vocabSize=VOCAB, seqLen=CONTEXT, batchSize=BATCH)
    lines = [f'"config":{json.dumps(config)}', f'"torch":{json.dumps(torch.__version__)}']
    lines += [f'"{arm}":{json.dumps(value)}' for arm, value in arms.items()]
    lines += [f'"manySeeds":{json.dumps(many)}']
    path = Path(__file__).resolve().parent.parent / "data" / "signal.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
