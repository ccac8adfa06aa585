"""Checks a PyTorch module against the numbers in this folder: loss, every gradient, and the parameters after the steps.

    python3 check.py                          the folder itself: its gradients and optimizer step fit together
    python3 check.py --model my_model.py      your module
    python3 check.py --list                   parameters and inputs with their shapes

my_model.py has a function `build(spec)` that returns a torch.nn.Module. Its forward takes the inputs of one batch by
name (`tokens`, or `patches`; with an encoder-decoder `source` as well) and returns logits, [B, T, classes] or
[B, classes]. Two dicts, or functions of spec that return them, say what your parameters are called:

    names = {"token_embedding.weight": "embed.weight", ...}     same shape, other name
    parts = {"layers.0.attn.qkv.weight": ["q.weight", "k.weight", "v.weight"], ...}   rows cut in equal or given parts

A kit in which a plan changes with the training step passes it as the keyword `step` if your forward takes one. A kit
with dropout or layer drop passes `masks`: by place, what is kept of it (1 or 0, to be divided by 1 - dropout), or for
`layers.0.attn.drop` and `layers.0.drop` the factor on a whole branch or block.
Exit code 0 when everything agrees, 1 when not.
"""
import argparse
import importlib.util
import inspect
import json
import math
import struct
import sys
from pathlib import Path

import torch

DTYPES = {"F64": torch.float64, "F32": torch.float32, "I32": torch.int32, "U8": torch.uint8}
TOLERANCE = {"float64": 1e-7, "float32": 1e-4}  # relative to the largest number of a tensor
FLOOR = 1e-4  # magnitudes below this count as this
ROUNDING = 1e-12  # a gradient below this is rounding: what Adam makes of it is no one's equation
DECAYED = ("embedding.weight", "patch.weight", "head.weight", "qkv.weight", "q.weight", "kv.weight", "out.weight",
           "fc1.weight", "fc2.weight")


def read_safetensors(path):
    raw = path.read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + length])
    tensors = {}
    for key, entry in header.items():
        if key == "__metadata__":
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        data = bytearray(raw[begin:end])
        flat = torch.frombuffer(data, dtype=DTYPES[entry["dtype"]]) if data else torch.empty(0, dtype=DTYPES[entry["dtype"]])
        tensors[key] = flat.reshape(entry["shape"])
    return tensors


class Kit:
    def __init__(self, folder):
        self.spec = json.loads((folder / "spec.json").read_text())
        self.outputs = json.loads((folder / "outputs.json").read_text())
        self.before = read_safetensors(folder / "params.safetensors")
        self.gradients = read_safetensors(folder / "gradients.safetensors")
        self.after = read_safetensors(folder / "after.safetensors")
        self.inputs = read_safetensors(folder / "inputs.safetensors")

    def batch(self, step, dtype):
        prefix = f"step.{step}."
        named = {key[len(prefix):]: value for key, value in self.inputs.items() if key.startswith(prefix)}
        return {name: value.to(dtype) if value.is_floating_point() else value.long() for name, value in named.items()}


def loss_of(logits, batch, smoothing):
    """sum of weight * cross-entropy"""
    flat = logits.reshape(-1, logits.shape[-1])
    each = torch.nn.functional.cross_entropy(flat, batch["targets"].reshape(-1), reduction="none", label_smoothing=smoothing)
    return (each * batch["weights"].reshape(-1)).sum()


def make_optimizer(parameters, optimizer):
    """parameters: our name -> list of tensors; weight decay only on matrices, as our names say."""
    groups = {True: [], False: []}
    for key, tensors in parameters.items():
        groups[key.endswith(DECAYED)] += tensors
    listed = [{"params": groups[True], "weight_decay": optimizer["weightDecay"]}, {"params": groups[False], "weight_decay": 0.0}]
    listed = [group for group in listed if group["params"]]
    if optimizer["id"] == "sgd":
        return torch.optim.SGD(listed, lr=optimizer["lr"], momentum=optimizer["momentum"])
    kind = {"adamw": torch.optim.AdamW, "adam": torch.optim.Adam, "radam": torch.optim.RAdam}[optimizer["id"]]
    return kind(listed, lr=optimizer["lr"], betas=tuple(optimizer["betas"]), eps=optimizer["eps"])


class Report:
    def __init__(self, tolerance):
        self.tolerance, self.failed, self.checked, self.skipped = tolerance, [], 0, 0

    def compare(self, what, ours, theirs, gradient=None):
        self.checked += 1
        ours, theirs = ours.double(), theirs.double()
        if ours.shape != theirs.shape:
            self.failed.append((math.inf, f"{what}: shape {list(theirs.shape)}, expected {list(ours.shape)}"))
            return
        difference = (ours - theirs).abs()
        if gradient is not None:
            rounding = (gradient.abs() < ROUNDING) & (gradient != 0)
            self.skipped += int(rounding.sum())
            difference = difference.masked_fill(rounding, 0)
        scale = max(FLOOR, float(ours.abs().max())) if ours.numel() else 1.0
        error = float(difference.max()) / scale if ours.numel() else 0.0
        if not error <= self.tolerance:
            self.failed.append((error, f"{what}: off by {error:.2e} of its largest number"))

    def finish(self):
        for _, line in sorted(self.failed, reverse=True)[:20]:
            print("FAIL", line)
        print(f"{self.checked} tensors checked, {len(self.failed)} failed, {self.skipped} elements left out (gradient is rounding)")
        return 1 if self.failed else 0


def check_kit(kit, report):
    """The folder alone: the update that torch makes of the kit's own gradients; for one step and no unit weights."""
    norm = math.sqrt(sum(float((g.double() ** 2).sum()) for g in kit.gradients.values()))
    report.compare("gradientNorms[0]", torch.tensor(float(kit.outputs["gradientNorms"][0])), torch.tensor(norm))
    report.compare("losses[0]", torch.tensor(float(kit.outputs["loss"])), torch.tensor(float(kit.outputs["losses"][0])))
    if kit.spec["steps"] != 1 or kit.spec["model"]["placement"]["id"] == "ngpt":
        return
    parameters = {key: kit.before[key].clone().requires_grad_() for key in kit.gradients}
    clip = kit.spec["clip"]
    factor = 1.0 if clip is None else min(1.0, clip / (norm + 1e-6))
    for key, parameter in parameters.items():
        parameter.grad = kit.gradients[key] * factor
    make_optimizer({key: [parameter] for key, parameter in parameters.items()}, kit.spec["optimizer"]).step()
    for key, parameter in parameters.items():
        report.compare(f"after/{key}", kit.after[key], parameter.detach(), kit.gradients[key])


def load(path):
    spec = importlib.util.spec_from_file_location("checked_model", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Binding:
    """Our tensors and the module's: what is called differently, and what is cut in parts."""

    def __init__(self, kit, user, module):
        named = {**dict(module.named_parameters()), **dict(module.named_buffers())}
        names, parts = getattr(user, "names", {}), getattr(user, "parts", {})
        names = names(kit.spec) if callable(names) else names
        parts = parts(kit.spec) if callable(parts) else parts
        self.pieces = {}
        for key in kit.before:
            theirs = parts.get(key) or [names.get(key, key)]
            missing = [name for name in theirs if name not in named]
            if missing:
                sys.exit(f"your module has no {', '.join(missing)}, which should hold {key} {list(kit.before[key].shape)}")
            self.pieces[key] = [named[name] for name in theirs]
        used = {id(tensor) for tensors in self.pieces.values() for tensor in tensors}
        extra = [name for name, parameter in module.named_parameters() if id(parameter) not in used]
        if extra:
            sys.exit(f"your module has parameters that the kit does not know: {', '.join(extra)}")

    def load(self, values):
        with torch.no_grad():
            for key, tensors in self.pieces.items():
                sizes = [tensor.shape[0] if tensor.dim() else 1 for tensor in tensors]
                chunks = [values[key]] if len(tensors) == 1 else values[key].split(sizes, 0)
                for tensor, chunk in zip(tensors, chunks):
                    if tensor.shape != chunk.shape:
                        sys.exit(f"{key}: your tensor has shape {list(tensor.shape)}, expected {list(chunk.shape)}")
                    tensor.copy_(chunk)

    def read(self, key, of):
        tensors = [of(tensor) for tensor in self.pieces[key]]
        return tensors[0] if len(tensors) == 1 else torch.cat(tensors, 0)


def check_module(kit, user, report, dtype):
    module = user.build(kit.spec).to(dtype)
    binding = Binding(kit, user, module)
    binding.load(kit.before)
    module.train()
    takes_step = "step" in inspect.signature(module.forward).parameters

    def loss(step, t):
        batch = kit.batch(step, dtype)
        inputs = {name: value for name, value in batch.items() if name not in ("targets", "weights") and not name.startswith("mask:")}
        masks = {name[len("mask:"):]: value for name, value in batch.items() if name.startswith("mask:")}
        if masks and "masks" not in inspect.signature(module.forward).parameters:
            sys.exit("this kit drops elements or branches: your forward must take `masks`, a dict by place")
        logits = module(**inputs, **({"step": t} if takes_step else {}), **({"masks": masks} if masks else {}))
        return loss_of(logits, batch, kit.spec["model"].get("labelSmoothing", 0))

    trained = {key: tensors for key, tensors in binding.pieces.items() if key in kit.gradients}
    optimizer = make_optimizer(trained, kit.spec["optimizer"])
    for step in range(kit.spec["steps"]):
        optimizer.zero_grad()
        value = loss(step, step + 1)
        value.backward()
        report.compare(f"losses[{step}]", torch.tensor(float(kit.outputs["losses"][step])), value.detach())
        if step == 0:
            for key in kit.gradients:
                grad = binding.read(key, lambda tensor: torch.zeros_like(tensor) if tensor.grad is None else tensor.grad)
                report.compare(f"gradients/{key}", kit.gradients[key], grad)
        if kit.spec["clip"] is not None:
            torch.nn.utils.clip_grad_norm_(module.parameters(), kit.spec["clip"])
        optimizer.step()
    for key, value in kit.after.items():
        report.compare(f"after/{key}", value, binding.read(key, lambda tensor: tensor.detach()), kit.gradients.get(key))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--dtype", choices=sorted(TOLERANCE), default="float64")
    parser.add_argument("--tolerance", type=float)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    kit = Kit(Path(__file__).resolve().parent)
    if arguments.list:
        for key, value in {**kit.before, **kit.inputs}.items():
            print(f"{key:48} {list(value.shape)}")
        return 0
    report = Report(arguments.tolerance or TOLERANCE[arguments.dtype])
    if arguments.model is None:
        check_kit(kit, report)
    else:
        check_module(kit, load(arguments.model), report, getattr(torch, arguments.dtype))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
