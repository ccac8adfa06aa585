"""Recomputes every conformance kit below a folder with the reference and compares.

A kit is a folder with spec.json, params, inputs, gradients and after (.safetensors) and outputs.json. Compared are the
parameters' and states' names and shapes, the first loss and its gradients (within the tolerance), then every step's
loss and gradient norm, the evaluation loss and all parameters and states after the steps (within 100 times the
tolerance). An error is relative to the tensor's largest magnitude, which counts as at least 1e-4.

Where a parameter's gradient is zero in exact arithmetic (the key biases), Adam scales up what rounding leaves: those
elements (|gradient| < 1e-12 in the kit and in every step here, and not plainly 0) are only held to Adam's largest
possible move, and are counted.

Usage: /usr/bin/python3 check_kits.py DIR [--tolerance 1e-9]
"""
import argparse
import json
import math
import sys
from pathlib import Path

import torch

import reference
import safetensors_io
from reference_norms import STATES

FLOOR = 1e-4            # magnitudes below this count as this
ROUNDING = 1e-12        # a gradient below this is rounding
LATER = 100             # how much larger the tolerance is after an update


class Kit:
    def __init__(self, folder):
        self.folder = folder
        self.spec = json.loads((folder / "spec.json").read_text())
        self.outputs = json.loads((folder / "outputs.json").read_text())
        self.params, self.gradients, self.after = (self.tensors(n) for n in ("params", "gradients", "after"))
        inputs, steps = self.read("inputs"), self.spec["steps"]
        self.batches = [{name: torch.from_numpy(inputs.pop(f"step.{k}.{name}").copy()) for name in self.input_names()}
                        for k in range(steps)]
        for key in [key for key in inputs if ".mask:" in key]:
            _, k, name = key.split(".", 2)
            self.batches[int(k)][name] = torch.from_numpy(inputs.pop(key).copy())
        for batch in self.batches:
            batch.update({name: batch[name].long() for name in ("tokens", "source", "targets") if name in batch})
        if inputs:
            raise ValueError(f"inputs that no step reads: {', '.join(sorted(inputs))}")

    def read(self, name):
        return safetensors_io.read(self.folder / f"{name}.safetensors")

    def tensors(self, name):
        arrays = self.read(name)
        narrow = [key for key, array in arrays.items() if array.dtype != "float64"]
        if narrow:
            raise ValueError(f"{name}: not F64: {', '.join(narrow)}")
        return {key: torch.from_numpy(array.copy()) for key, array in arrays.items()}

    def input_names(self):
        m = self.spec["model"]
        source = ["source"] if m["architecture"] == "encoder-decoder" else []
        return ["patches" if m.get("patchSize") else "tokens", *source, "targets", "weights"]


def numbers(value):
    """A JSON number (or "NaN", "Infinity", "-Infinity"), or a list of them, as a tensor."""
    values = value if isinstance(value, list) else [value]
    return torch.tensor([float(v) for v in values], dtype=torch.float64)


def relative_error(got, want):
    """The largest difference, relative to the largest magnitude; infinite where only one is finite."""
    if got.numel() == 0:
        return 0.0
    same = (got == want) | (got.isnan() & want.isnan())
    difference = torch.where(same, torch.zeros_like(got), (got - want).abs())
    finite = want[want.isfinite()].abs()
    error = difference.max().item() / max(FLOOR, finite.max().item() if finite.numel() else 0.0)
    return math.inf if math.isnan(error) else error


def key_problems(what, found, expected):
    """Missing and extra keys and wrong shapes, as text."""
    problems = [f"{what}: {key} missing" for key in expected if key not in found]
    problems += [f"{what}: {key} is extra" for key in found if key not in expected]
    return problems + [f"{what}: {key} has shape {list(found[key].shape)}, not {list(shape)}"
                       for key, shape in expected.items() if key in found and tuple(found[key].shape) != shape]


def rounding_only(kit, result, key):
    """Mask of the elements whose gradient is zero but for rounding, in the kit and in every step here."""
    mine = torch.stack([gradients[key].abs() for gradients in result["everyGradient"]] + [kit.gradients[key].abs()])
    return (mine < ROUNDING).all(0) & (mine != 0).any(0)


def check(folder, tolerance):
    """(problems, number of elements skipped) of one kit; the worst problem comes first."""
    kit = Kit(folder)
    expected = reference.expected_shapes(kit.spec["model"])
    trained = {key: shape for key, shape in expected.items() if key.split(".")[-1] not in STATES}
    problems = (key_problems("params", kit.params, expected) + key_problems("gradients", kit.gradients, trained)
                + key_problems("after", kit.after, expected))
    if problems:
        return problems, 0

    tensors = reference.Tensors(kit.params)
    result = reference.train(kit.spec, tensors, kit.batches)
    failures, skipped = [], 0

    def compare(name, got, want, allowed):
        error = relative_error(got.detach(), want) if got.shape == want.shape else math.inf
        if not error <= allowed:
            failures.append((error / allowed, f"{name}: error {error:.2e} > {allowed:.0e}"))

    for name in ("loss", "losses", "gradientNorms", "evalLoss"):
        if name not in kit.outputs:
            return [f"outputs.json: {name} missing"], 0
        got, want = numbers(result[name]), numbers(kit.outputs[name])
        first = name != "evalLoss"
        if first:
            compare(f"{name}[0]" if len(want) > 1 else name, got[:1], want[:1], tolerance)
        compare(name, got, want, LATER * tolerance)
    for key, gradient in result["gradients"].items():
        compare(f"gradients/{key}", gradient, kit.gradients[key], tolerance)
    adam = kit.spec["optimizer"]["id"] in ("adam", "adamw", "radam")
    furthest = 2 * kit.spec["optimizer"]["lr"] * kit.spec["steps"]
    for key, want in kit.after.items():
        got = tensors.values[key].detach()
        if adam and key in trained:
            noise = rounding_only(kit, result, key)
            skipped += int(noise.sum())
            if not ((got - want)[noise].abs() <= furthest).all():
                failures.append((math.inf, f"after/{key}: moved further than Adam can without a gradient"))
            got, want = torch.where(noise, torch.zeros_like(got), got), torch.where(noise, torch.zeros_like(want), want)
        compare(f"after/{key}", got, want, LATER * tolerance)
    return [text for _, text in sorted(failures, key=lambda pair: -pair[0])], skipped


def check_all(folder, tolerance):
    """Prints one line per failing kit and the summary; True when there are kits and all pass."""
    kits = sorted(path.parent for path in Path(folder).rglob("spec.json"))
    passed = skipped = 0
    for kit in kits:
        try:
            problems, skips = check(kit, tolerance)
        except Exception as error:  # a kit that cannot be read or run is one failing kit, not the end of the check
            problems, skips = [f"{type(error).__name__}: {error}"], 0
        skipped += skips
        passed += not problems
        if problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            print(f"FAIL {kit.relative_to(folder)}: {problems[0]}{more}", flush=True)
    print(f"{len(kits)} kits, {passed} passed, {skipped} elements skipped")
    return bool(kits) and passed == len(kits)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--tolerance", type=float, default=1e-9)
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    return 0 if check_all(args.folder, args.tolerance) else 1


if __name__ == "__main__":
    sys.exit(main())
