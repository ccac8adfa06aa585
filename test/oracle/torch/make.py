"""Makes (or, with --check, re-computes and compares) the oracle's data files. See README.md."""
import argparse
import json
import sys
import zlib
from pathlib import Path

import numpy
import torch

import model

DATA = Path(__file__).resolve().parent.parent / "data"
STEPS = 3
TOLERANCE = 1e-12      # relative to the largest magnitude of the tensor
NOISE_TOLERANCE = 1e-9  # entries of `zeroGradients` after Adam: see README.md

BASE = dict(activation="gelu", tiedHead=False, position="learned", vocabSize=11, dModel=8, nHeads=2, dFf=16,
            nLayers=2, seqLen=6, batchSize=3,
            optimizer=dict(id="adamw", lr=1e-2, betas=[0.9, 0.999], eps=1e-8, weightDecay=0.1), clip=None)


def cases():
    def case(placement, normalizer, variant="", **changes):
        name = f"{placement}-{normalizer}" + (f"-{variant}" if variant else "")
        return name, dict(placement=placement, normalizer=normalizer, **{**BASE, **changes})

    return [case(p, n) for p in ("post", "pre", "sandwich") for n in ("layer", "rms", "batch")] + [
        case("post", "layer", "clip", clip=0.5),
        case("pre", "layer", "sinusoidal", position="sinusoidal"),
        case("pre", "layer", "relu-tied", activation="relu", tiedHead=True),
        case("pre", "layer", "sgd", optimizer=dict(id="sgd", lr=0.1, momentum=0.9, weightDecay=0)),
        case("pre", "layer", "adam", optimizer=dict(id="adam", lr=1e-2, betas=[0.9, 0.999], eps=1e-8, weightDecay=0)),
        case("pre", "rms", "one-head", nHeads=1),
        case("sandwich", "batch", "sgd", optimizer=dict(id="sgd", lr=0.1, momentum=0.9, weightDecay=0)),
    ]


def draw(name, c, dtype):
    """Parameters and batches from a seed of the case's name; values are exact in float32 too."""
    rng = numpy.random.RandomState(zlib.crc32(name.encode()))  # a frozen stream: same in every numpy

    def values(key, shape):
        if len(shape) == 1:
            center, spread = (1, 0.3) if key.endswith("norm.weight") else (0, 0.2)
        else:
            center, spread = (0, 0.8) if "embedding" in key else (0, 0.35)
        numbers = (center + spread * rng.standard_normal(shape)).astype("float32")
        return torch.tensor(numbers).to(dtype).requires_grad_()

    params = {key: values(key, shape) for key, shape in model.parameter_shapes(c).items()}
    size = (c["batchSize"], c["seqLen"])
    batches = [tuple(torch.tensor(rng.randint(0, c["vocabSize"], size)) for _ in range(2)) for _ in range(STEPS)]
    return params, batches


def make_optimizer(o, params):
    values = list(params.values())
    if o["id"] == "sgd":
        return torch.optim.SGD(values, lr=o["lr"], momentum=o["momentum"])
    if o["id"] == "adam":
        return torch.optim.Adam(values, lr=o["lr"], betas=tuple(o["betas"]), eps=o["eps"])
    return torch.optim.AdamW([
        dict(params=[v for v in values if v.dim() >= 2], weight_decay=o["weightDecay"]),
        dict(params=[v for v in values if v.dim() < 2], weight_decay=0.0),
    ], lr=o["lr"], betas=tuple(o["betas"]), eps=o["eps"])


def dump(tensor):
    return dict(shape=list(tensor.shape), data=tensor.detach().flatten().tolist())


def dump_all(tensors):
    return {key: dump(value) for key, value in tensors.items()}


def compute(name, c, dtype):
    params, batches = draw(name, c, dtype)
    buffers = model.initial_buffers(c, dtype)
    optimizer = make_optimizer(c["optimizer"], params)
    result = dict(name=name, config={**c, "normEps": model.NORM_EPS[c["normalizer"]]}, torch=torch.__version__,
                  params=dump_all(params),
                  batches=[dict(tokens=x.tolist(), targets=y.tolist()) for x, y in batches])
    losses, norms, zero = [], [], {key: True for key in params}
    for step, (tokens, targets) in enumerate(batches):
        taps = []
        logits = model.forward(c, params, buffers, tokens, taps=taps)
        loss = model.cross_entropy(logits, targets)
        optimizer.zero_grad()
        loss.backward()
        gradients = {key: value.grad for key, value in params.items()}
        for key in params:
            zero[key] = (gradients[key].abs() < 1e-12) & zero[key]
        if step == 0:  # gradients as they are before any clipping
            first = dict(loss=loss.item(), logits=dump(logits), gradients=dump_all(gradients),
                         streams=[dict(name=key, **dump(x)) for key, x in taps])
        losses.append(loss.item())
        norms.append(torch.sqrt(sum((g * g).sum() for g in gradients.values())).item())
        if c["clip"] is not None:
            torch.nn.utils.clip_grad_norm_(list(params.values()), c["clip"])
        optimizer.step()
    with torch.no_grad():
        eval_logits = model.forward(c, params, buffers, batches[0][0], training=False)
    return dict(
        **result, **first, losses=losses, gradNorms=norms,
        evalLoss=model.cross_entropy(eval_logits, batches[0][1]).item(),
        zeroGradients={key: mask.nonzero()[:, 0].tolist() for key, mask in zero.items() if mask.dim() == 1 and mask.any()},
        after=dump_all(params), **(dict(buffersAfter=dump_all(buffers)) if buffers else {}))


def to_text(result):
    """JSON with one line per top-level entry, so that a diff says which part changed."""
    rows = [json.dumps(key) + ":" + json.dumps(value, separators=(",", ":")) for key, value in result.items()]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def noisy(result, path):
    """Which entries of the leaf at `path` rounding alone decides: True for all, else a list. See README.md."""
    if path.startswith("/after/"):
        return result["zeroGradients"].get(path.split("/")[2], [])
    # With Adam those biases shift the running means of batch norm, and so the loss that uses them.
    return result["config"]["normalizer"] == "batch" and (path == "/evalLoss" or "running_mean/data" in path)


def difference(want, got, noise):
    """None if the two leaves (a value, or a list of numbers) agree, else what differs."""
    if want == got:
        return None
    a, b = (v if isinstance(v, list) else [v] for v in (want, got))
    if len(a) != len(b) or not all(isinstance(v, (int, float)) for v in a + b):
        return f"{json.dumps(got)[:60]} is not the file's {json.dumps(want)[:60]}"
    scale = max(max(map(abs, a)), 1e-2)
    bad = [i for i, (x, y) in enumerate(zip(a, b))
           if not abs(x - y) <= (NOISE_TOLERANCE if noise is True or (noise and i in noise) else TOLERANCE * scale)]
    return f"{len(bad)} of {len(a)} differ, first [{bad[0]}]: {b[bad[0]]!r}, file {a[bad[0]]!r}" if bad else None


def leaves(value, path=""):
    """{path: leaf} of a result; lists of numbers are leaves."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = dict(enumerate(value))
    if not isinstance(value, dict):
        return {path: value}
    return {k: v for key, inner in value.items() for k, v in leaves(inner, f"{path}/{key}").items()}


def check(results):
    passed = failed = 0

    def fail(message):
        nonlocal failed
        failed += 1
        print("MISMATCH", message)

    for name, got in results:
        path = DATA / f"{name}.json"
        if not path.exists():
            fail(f"{name}: no file {path.name}")
            continue
        want, mine = leaves(json.loads(path.read_text())), leaves(got)
        for leaf in {**want, **mine}:
            if leaf == "/torch":
                continue
            if leaf not in want or leaf not in mine:
                fail(f"{name} {leaf}: missing in the {'file' if leaf in mine else 're-computation'}")
                continue
            message = difference(want[leaf], mine[leaf], noisy(got, leaf))
            if message:
                fail(f"{name} {leaf}: {message}")
            else:
                passed += 1
    known = {name for name, _ in cases()} | {"signal"}
    for path in sorted(DATA.glob("*.json")):
        if path.stem not in known:
            fail(f"{path.name}: no such case")
    print(f"{passed} passed, {failed} failed")
    return failed == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the committed files instead of writing")
    parser.add_argument("--out", type=Path, help="where to write (default: test/oracle/data)")
    parser.add_argument("--dtype", choices=["float64", "float32"], default="float64",
                        help="float32 needs --out: the committed files are float64")
    args = parser.parse_args()
    if args.dtype == "float32" and (args.check or args.out is None):
        parser.error("--dtype float32 needs --out, and cannot be checked")
    torch.set_num_threads(1)
    results = ((name, compute(name, c, getattr(torch, args.dtype))) for name, c in cases())
    if args.check:
        sys.exit(0 if check(results) else 1)
    out = args.out or DATA
    out.mkdir(parents=True, exist_ok=True)
    for name, result in results:
        (out / f"{name}.json").write_text(to_text(result))
        print(f"{name}: losses {' '.join(f'{v:.4f}' for v in result['losses'])}, then {result['evalLoss']:.4f};"
              f" gradient norms {' '.join(f'{v:.3f}' for v in result['gradNorms'])}")


if __name__ == "__main__":
    main()
