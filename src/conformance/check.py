"""Checks a PyTorch module against the numbers in this folder: activations, loss, every gradient, the parameters after the steps.

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

So that the first activation that deviates is named, say where the kit's activations (--list) are found in your module:

    taps = {"layers.0.attn.branch_in": "blocks.0.attention:in", ...}   a module's output; with :in its first argument

or take the keyword `record` in your forward and call record("layers.0.attn.sum", x) with as many as you like.
Exit code 0 when everything agrees, 1 when not.
"""
import argparse
import difflib
import importlib.util
import inspect
import json
import math
import re
import struct
import sys
from pathlib import Path

import torch

DTYPES = {"F64": torch.float64, "F32": torch.float32, "I32": torch.int32, "U8": torch.uint8}
TOLERANCE = {"float64": 1e-7, "float32": 1e-4}  # relative to the largest number of a tensor
FLOOR = 1e-4  # magnitudes below this count as this
ROUNDING = 1e-12  # a gradient below this is rounding: what Adam makes of it is no one's equation
SHOWN = 5  # failures that are listed; the rest is in the table by depth
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
        # Kits of older versions have neither.
        activations, neighbours = folder / "activations.safetensors", folder / "neighbours.json"
        self.activations = read_safetensors(activations) if activations.exists() else {}
        self.neighbours = json.loads(neighbours.read_text()) if neighbours.exists() else {"eps": 0, "models": []}
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
        self.errors = {}

    def compare(self, what, ours, theirs, gradient=None):
        self.checked += 1
        ours, theirs = ours.double(), theirs.double()
        if ours.shape != theirs.shape:
            self.errors[what] = math.inf
            self.failed.append((math.inf, f"{what}: shape {list(theirs.shape)}, expected {list(ours.shape)}"))
            return
        difference = (ours - theirs).abs()
        if gradient is not None:
            rounding = (gradient.abs() < ROUNDING) & (gradient != 0)
            self.skipped += int(rounding.sum())
            difference = difference.masked_fill(rounding, 0)
        scale = max(FLOOR, float(ours.abs().max())) if ours.numel() else 1.0
        error = float(difference.max()) / scale if ours.numel() else 0.0
        self.errors[what] = math.inf if math.isnan(error) else error
        if not error <= self.tolerance:
            self.failed.append((error, f"{what}: off by {error:.2e} of its largest number"))

    def finish(self):
        for _, line in sorted(self.failed, reverse=True)[:SHOWN]:
            print("FAIL", line)
        print(f"{self.checked} tensors checked, {len(self.failed)} failed, {self.skipped} elements left out (gradient is rounding)")
        return 1 if self.failed else 0


PLACE = re.compile(r"((?:encoder\.|decoder\.)?layers\.\d+(?:\.(?:attn|cross|ffn))?)\.")


def place_of(key):
    """layers.0.attn, layers.0, encoder.embed, final: where a parameter or an activation stands"""
    inside = PLACE.match(key)
    if inside:
        return inside.group(1)
    name = re.sub(r"^(encoder|decoder)\.", "", key)
    place = ("embed" if re.match("token_|position_|patch|embed", name) else "head" if re.match("head|logits", name) else "final")
    return f"encoder.{place}" if key.startswith("encoder.") else place


class Fault:
    """Where differences begin, how they go on by depth, and what they fit."""

    def __init__(self, kit, report, loss, gradient_norm):
        self.kit, self.errors, self.tolerance = kit, report.errors, report.tolerance
        self.given = (loss, gradient_norm)

    def error(self, part, key):
        return self.errors.get(f"{part}/{key}")

    def lines(self):
        return [*self.by_depth(), "", *self.first(), *self.fits()]

    def by_depth(self):
        places = list(dict.fromkeys(place_of(key) for key in self.kit.activations))
        for place in dict.fromkeys(place_of(key) for key in self.kit.gradients):
            if place not in places:
                inside = [i for i, other in enumerate(places) if other.startswith(f"{place}.")]
                places.insert(inside[0] if inside else len(places), place)
        yield f"{'by depth':24}{'activations':>12}{'gradients':>12}"
        for place in places:
            yield f"{place:24}" + "".join(f"{self.worst(part, tensors, place):>12}" for part, tensors in
                                          (("activations", self.kit.activations), ("gradients", self.kit.gradients)))

    def worst(self, part, tensors, place):
        found = [self.error(part, key) for key in tensors if place_of(key) == place]
        found = [error for error in found if error is not None]
        return f"{max(found):.1e}" if found else "-"

    def first(self):
        known = [(key, self.error("activations", key)) for key in self.kit.activations]
        known = [(key, error) for key, error in known if error is not None]
        for i, (key, error) in enumerate(known):
            if not error <= self.tolerance:
                before = f"; {known[i - 1][0]} before it agrees" if i else ""
                yield f"first to deviate in the order the data passes: {key}, by {error:.1e}{before}"
                return
        if self.errors.get("losses[0]", 0) <= self.tolerance:
            wrong = [key for key in self.kit.gradients if not self.error("gradients", key) <= self.tolerance]
            if wrong:
                yield f"the loss agrees and gradients do not: the backward pass deviates from {wrong[-1]} down"
        elif known:
            yield "all activations given agree and the loss does not: give more of them (taps, record)"
        elif self.kit.activations:
            yield "give activations (taps or record, see --help), and the first that deviates is named"

    def fits(self):
        own = {"loss": self.kit.outputs["loss"], "gradientNorm": self.kit.outputs["gradientNorms"][0]}
        models = self.kit.neighbours["models"]
        listed = [(self.distance(**numbers_of(model)), model["change"]) for model in models]
        best = min([error for error, _ in listed], default=math.inf)
        if best <= self.tolerance and 10 * best < self.distance(**numbers_of(own)):
            return [f"the numbers fit a model with {change}" for error, change in listed if error <= max(10 * best, 1e-13)]
        sized = [(self.kit.neighbours["eps"], own)] + [(float(model["eps"]), model) for model in models if "eps" in model]
        eps = self.fitting_eps([(eps, numbers_of(model)) for eps, model in sized])
        return [] if eps is None else [f"the numbers fit a model whose epsilon is about {eps:.1e}"]

    def distance(self, loss, gradientNorm):
        return max(abs(given - value) / max(abs(value), 1e-12) for given, value in zip(self.given, (loss, gradientNorm)))

    def fitting_eps(self, sized):
        """Between two sizes of epsilon: where loss and gradient norm lie at about the same place between theirs."""
        sized = sorted(sized, key=lambda pair: pair[0])
        for (low, below), (high, above) in zip(sized, sized[1:]):
            spans = [above[name] - below[name] for name in ("loss", "gradientNorm")]
            if all(spans):
                share, other = ((given - below[name]) / span for given, name, span in zip(self.given, below, spans))
                if 0 <= share <= 1 and abs(share - other) <= 0.1:
                    return low + share * (high - low)
        return None


def numbers_of(model):
    return {name: float(model[name]) for name in ("loss", "gradientNorm")}


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


class Recorder:
    """Activations of one forward pass, by the kit's names; the first call of a module counts."""

    def __init__(self, kit, user, module):
        self.kit, self.found, self.hooks = kit, {}, []
        taps = getattr(user, "taps", {})
        modules = dict(module.named_modules())
        for key, where in (taps(kit.spec) if callable(taps) else taps).items():
            name, _, side = where.partition(":")
            if name not in modules:
                sys.exit(f"taps: your module has no module {name}, where {key} should be")
            self.known(key)
            self.hooks.append(modules[name].register_forward_hook(
                lambda _, inputs, output, key=key, side=side: self.record(key, inputs[0] if side == "in" else output)))

    def known(self, key):
        if self.kit.activations and key not in self.kit.activations:
            near = difflib.get_close_matches(key, self.kit.activations, 1)
            sys.exit(f"taps: the kit has no activation {key}" + (f"; did you mean {near[0]}?" if near else " (--list prints them)"))

    def record(self, key, value):
        self.known(key)
        self.found.setdefault(key, (value[0] if isinstance(value, tuple) else value).detach())

    def finish(self, report):
        for hook in self.hooks:
            hook.remove()
        for key, ours in self.kit.activations.items():
            if key in self.found:
                theirs = self.found[key]
                report.compare(f"activations/{key}", ours, theirs.reshape(ours.shape) if theirs.numel() == ours.numel() else theirs)


def check_module(kit, user, report, dtype):
    module = user.build(kit.spec).to(dtype)
    binding = Binding(kit, user, module)
    binding.load(kit.before)
    module.train()
    takes = inspect.signature(module.forward).parameters
    recorder = Recorder(kit, user, module)

    def loss(step, t):
        batch = kit.batch(step, dtype)
        inputs = {name: value for name, value in batch.items() if name not in ("targets", "weights") and not name.startswith("mask:")}
        masks = {name[len("mask:"):]: value for name, value in batch.items() if name.startswith("mask:")}
        if masks and "masks" not in takes:
            sys.exit("this kit drops elements or branches: your forward must take `masks`, a dict by place")
        extra = {"step": t, "record": recorder.record if step == 0 else lambda key, value: None}
        extra = {name: value for name, value in extra.items() if name in takes}
        logits = module(**inputs, **extra, **({"masks": masks} if masks else {}))
        return loss_of(logits, batch, kit.spec["model"].get("labelSmoothing", 0))

    trained = {key: tensors for key, tensors in binding.pieces.items() if key in kit.gradients}
    optimizer = make_optimizer(trained, kit.spec["optimizer"])
    for step in range(kit.spec["steps"]):
        optimizer.zero_grad()
        value = loss(step, step + 1)
        value.backward()
        report.compare(f"losses[{step}]", torch.tensor(float(kit.outputs["losses"][step])), value.detach())
        if step == 0:
            recorder.finish(report)
            squares = sum(float((tensor.grad.double() ** 2).sum()) for tensors in trained.values() for tensor in tensors
                          if tensor.grad is not None)
            first = (float(value.detach()), math.sqrt(squares))
            for key in kit.gradients:
                grad = binding.read(key, lambda tensor: torch.zeros_like(tensor) if tensor.grad is None else tensor.grad)
                report.compare(f"gradients/{key}", kit.gradients[key], grad)
        if kit.spec["clip"] is not None:
            torch.nn.utils.clip_grad_norm_(module.parameters(), kit.spec["clip"])
        optimizer.step()
    for key, value in kit.after.items():
        report.compare(f"after/{key}", value, binding.read(key, lambda tensor: tensor.detach()), kit.gradients.get(key))
    return Fault(kit, report, *first)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--dtype", choices=sorted(TOLERANCE), default="float64")
    parser.add_argument("--tolerance", type=float)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    kit = Kit(Path(__file__).resolve().parent)
    if arguments.list:
        for key, value in {**kit.before, **kit.inputs, **kit.activations}.items():
            print(f"{key:48} {list(value.shape)}")
        return 0
    report = Report(arguments.tolerance or TOLERANCE[arguments.dtype])
    if arguments.model is None:
        check_kit(kit, report)
        return report.finish()
    fault = check_module(kit, load(arguments.model), report, getattr(torch, arguments.dtype))
    failed = report.finish()
    if failed:
        print("", *fault.lines(), sep="\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
