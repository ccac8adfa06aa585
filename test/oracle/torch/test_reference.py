"""Tests of the reference itself and of check_kits.py: /usr/bin/python3 -m unittest test_reference (in this folder)."""
import contextlib
import io
import json
import math
import tempfile
import unittest
import zlib
from pathlib import Path
from unittest import mock

import numpy
import torch
import torch.nn.functional as F

import check_kits
import reference
import reference_placements
import safetensors_io
from reference_norms import NORMALIZERS, normalize
from reference_placements import NOT_IN_ENCODER_DECODER, PLACEMENTS

F64 = torch.float64
torch.set_num_threads(1)

BASE = dict(architecture="decoder", readout="token", vocabSize=11, classes=3, patchSize=0, sourceLen=0, padding=-1,
            placement=dict(id="pre"), normalizer=dict(id="layer"), attentionNorm=dict(id="none"), activation="gelu",
            position="learned", nLayers=2, nEncoderLayers=0, nHeads=2, nKvHeads=2, dModel=8, dFf=12, seqLen=5,
            bias=True, tiedHead=False, dropout=0)
BOTH = dict(architecture="encoder-decoder", sourceLen=4, nEncoderLayers=3, padding=0)
ADAMW = dict(id="adamw", lr=1e-3, betas=[0.9, 0.999], eps=1e-8, weightDecay=0.1, momentum=0)
SGD = dict(id="sgd", lr=0.05, momentum=0.9, weightDecay=0)


def model(placement="pre", normalizer="layer", **changes):
    """`placement` and `normalizer` are an id, or an object with options."""
    objects = {name: dict(id=value) if isinstance(value, str) else value
               for name, value in dict(placement=placement, normalizer=normalizer).items()}
    return {**BASE, **objects, **changes}


def draw(key, shape):
    """Numbers that depend on the key only, so that models share the parameters whose names they share."""
    generator = torch.Generator().manual_seed(zlib.crc32(key.encode()))
    gain = key.endswith("norm.weight")
    return torch.randn(shape, generator=generator, dtype=F64) * (0.2 if gain else 0.4) + (1 if gain else 0)


def tensors_of(m, rename=None, **constants):
    """Drawn parameters; `rename(key)` draws under another model's key, `constants` maps a last name to its value."""
    def make(key, shape):
        if key.split(".")[-1] in constants:
            return torch.full(shape, float(constants[key.split(".")[-1]]), dtype=F64)
        return draw(rename(key) if rename else key, shape)
    return reference.make_tensors(m, make)


def batch_of(m, seed=1, rows=3):
    torch.manual_seed(seed)
    targets = (rows, m["seqLen"]) if m["readout"] == "token" else (rows,)
    batch = dict(targets=torch.randint(0, min(m["vocabSize"], m["classes"]), targets), weights=torch.rand(targets, dtype=F64))
    batch["weights"] /= batch["weights"].sum()
    if m["patchSize"]:
        batch["patches"] = torch.randn(rows, m["seqLen"], m["patchSize"], dtype=F64)
    else:
        batch["tokens"] = torch.randint(0, m["vocabSize"], (rows, m["seqLen"]))
    if m["architecture"] == "encoder-decoder":
        batch["source"] = torch.randint(1, m["vocabSize"], (rows, m["sourceLen"]))
        batch["source"][0, -2:] = 0  # padding
    return batch


def logits(m, step=1, training=True, rename=None, **constants):
    return reference.forward(m, tensors_of(m, rename, **constants), batch_of(m), step, training)


def without(*sites):
    """The norms whose keys end so become the identity."""
    original = reference.Stack.normalize
    return mock.patch.object(reference.Stack, "normalize", lambda self, key, x:
                             x if key.endswith(sites) else original(self, key, x))


class Case(unittest.TestCase):
    def close(self, a, b, tolerance=1e-12):
        self.assertEqual(a.shape, b.shape)
        self.assertLess((a - b).abs().max().item(), tolerance)

    def different(self, a, b, least=1e-3):
        self.assertGreater((a - b).abs().max().item(), least)


class Norms(Case):
    def setUp(self):
        torch.manual_seed(1)
        self.x = (torch.randn(3, 6, 8, dtype=F64) * 2 + 1).requires_grad_()
        self.w, self.b = torch.randn(8, dtype=F64), torch.randn(8, dtype=F64)
        self.values = {"n.weight": self.w, "n.bias": self.b}

    def apply(self, kind, x=None, values=None, training=True, step=1, **options):
        tensors = reference.Tensors(self.values if values is None else values)
        return normalize(dict(id=kind, **options), tensors, "n", self.x if x is None else x, training, step)

    def test_layer_family(self):
        self.close(self.apply("layer"), F.layer_norm(self.x, (8,), self.w, self.b, 1e-5))
        self.close(self.apply("layer", eps=0.3), F.layer_norm(self.x, (8,), self.w, self.b, 0.3))
        self.close(self.apply("layer-no-bias"), F.layer_norm(self.x, (8,), self.w, None, 1e-5))
        self.close(self.apply("layer-1p"), F.layer_norm(self.x, (8,), self.w + 1, self.b, 1e-5))
        self.close(self.apply("layer-plain"), F.layer_norm(self.x, (8,), eps=1e-5))

    def test_rms_family(self):
        # [x, -x] has mean 0 and variance mean(x^2), so layer norm of it is the RMS norm of x.
        def want(eps):
            return F.layer_norm(torch.cat([self.x, -self.x], -1), (16,), eps=eps)[..., :8]
        self.close(self.apply("rms"), want(1e-6) * self.w)
        self.close(self.apply("rms-1p"), want(1e-6) * (1 + self.w))
        self.close(self.apply("rms-plain"), want(1e-6))
        self.close(self.apply("rms-original", eps=0), want(0) * self.w)
        self.close(self.apply("prms", eps=0, share=1), want(0) * self.w)
        tiny = torch.full((1, 1, 8), 1e-8, dtype=F64)  # eps outside of the root: x / (x + eps) = 1/2
        self.close(self.apply("rms-original", tiny), self.w[None, None] / 2)
        self.close(self.apply("prms"), self.x / (self.x[..., :1].abs() + 1e-8) * self.w)
        self.close(self.apply("prms", share=0.3), self.x / ((self.x[..., :2] ** 2).mean(-1, True).sqrt() + 1e-8) * self.w)

    def test_lengths(self):
        g = torch.tensor([1.7], dtype=F64)
        self.close(self.apply("l2"), F.normalize(self.x, dim=-1))
        self.close(self.apply("scale", values={"n.weight": g}), 1.7 * F.normalize(self.x, dim=-1, eps=1e-5))
        tiny = self.x.detach() * 1e-9
        self.close(self.apply("scale", tiny, {"n.weight": g}), 1.7 * tiny / 1e-5)

    def test_group_and_instance(self):
        want = F.group_norm(self.x.reshape(18, 8), 4, self.w, self.b, 1e-5).reshape(3, 6, 8)
        self.close(self.apply("group"), want)
        self.close(self.apply("group", groups=1), F.layer_norm(self.x, (8,), self.w, self.b, 1e-5))
        want = F.instance_norm(self.x.transpose(1, 2), weight=self.w, bias=self.b, eps=1e-5).transpose(1, 2)
        self.close(self.apply("instance"), want)

    def test_batch_norm(self):
        torch_norm = torch.nn.BatchNorm1d(8, eps=1e-5, momentum=0.1, dtype=F64)
        torch_norm.load_state_dict({"weight": self.w, "bias": self.b}, strict=False)
        tensors = reference.Tensors({**self.values, "n.running_mean": torch.zeros(8, dtype=F64),
                                     "n.running_var": torch.ones(8, dtype=F64)})
        for training in (True, True, False):
            torch_norm.train(training)
            mine, theirs = (torch.randn(3, 6, 8, generator=torch.Generator().manual_seed(3), dtype=F64).requires_grad_()
                            for _ in range(2))
            y, want = normalize(dict(id="batch"), tensors, "n", mine, training, 1), torch_norm(theirs.reshape(18, 8))
            self.close(y.reshape(18, 8), want)
            y.pow(3).sum().backward()
            want.pow(3).sum().backward()
            self.close(mine.grad, theirs.grad, 1e-10)  # through the batch statistics
            self.close(tensors.values["n.running_mean"], torch_norm.running_mean)
            self.close(tensors.values["n.running_var"], torch_norm.running_var)

    def test_pointwise(self):
        a, s = torch.tensor([0.6], dtype=F64), torch.tensor([0.2], dtype=F64)
        self.close(self.apply("dyt", values={**self.values, "n.alpha": a}), self.w * torch.tanh(0.6 * self.x) + self.b)
        self.close(self.apply("derf", values={**self.values, "n.alpha": a, "n.shift": s}),
                   self.w * torch.erf(0.6 * self.x + 0.2) + self.b)

    def test_cogview(self):
        largest = self.x.detach().abs().max(-1, keepdim=True).values
        self.close(self.apply("cogview"), F.layer_norm(self.x / largest * 8, (8,), self.w, self.b, 1e-5))
        # without eps LN does not see the prescaling at all
        self.close(self.apply("cogview", eps=0), self.apply("layer", eps=0))

    def power_state(self):
        return {**self.values, "n.running_phi": torch.ones(8, dtype=F64), "n.ema_gz": torch.zeros(8, dtype=F64)}

    def test_power_norm_step_by_step(self):
        """Three steps, the warm-up ending after the second, against the published update written out with numpy."""
        tensors, phi, nu = reference.Tensors(self.power_state()), numpy.ones(8), numpy.zeros(8)
        options, w, b = dict(id="power", warmupSteps=2, groups=2, eps=1e-5), self.w.numpy(), self.b.numpy()
        for t in (1, 2, 3):
            x = torch.randn(3, 6, 8, dtype=F64).requires_grad_()
            dy = torch.randn(3, 6, 8, dtype=F64)
            y = normalize(options, tensors, "n", x, True, t)
            y.backward(dy)
            parts = x.detach().numpy().reshape(18, 2, 4)
            r = numpy.sqrt((parts ** 2).mean(2, keepdims=True) + 1e-5)
            rows, g = (parts / r).reshape(18, 8), dy.numpy().reshape(18, 8) * w
            var = (rows ** 2).mean(0)
            z = rows / numpy.sqrt((var if t <= 2 else phi) + 1e-5)
            if t < 2:
                phi = phi * (t - 1) / t + var / t
            phi = 0.9 * phi + 0.1 * var
            approximate = g - 0.1 * nu * z
            nu = nu + (approximate * z).mean(0)
            d_rows = (approximate / numpy.sqrt(var + 1e-5)).reshape(18, 2, 4)
            d_x = d_rows / r - parts * (d_rows * parts).mean(2, keepdims=True) / r ** 3
            for mine, want in ((y, z * w + b), (x.grad, d_x), (tensors.values["n.running_phi"], phi),
                               (tensors.values["n.ema_gz"], nu)):
                self.close(mine.detach().reshape(want.size), torch.from_numpy(want).reshape(-1))
        y = normalize(options, tensors, "n", x, False, 3)
        self.close(y.detach().reshape(18, 8), torch.from_numpy(rows / numpy.sqrt(phi + 1e-5) * w + b))

    def test_power_norm_gradient_tends_to_the_true_one(self):
        """On one batch again and again, the running term becomes what backpropagation through the mean square gives."""
        tensors, dy = reference.Tensors(self.power_state()), torch.randn(3, 6, 8, dtype=F64)
        for _ in range(200):
            (got,) = torch.autograd.grad(normalize(dict(id="power", eps=0), tensors, "n", self.x, True, 1), self.x, dy)
        scaled = self.x / torch.sqrt((self.x ** 2).mean(-1, keepdim=True))
        y = scaled / torch.sqrt((scaled ** 2).mean((0, 1))) * self.w
        (want,) = torch.autograd.grad(y, self.x, dy)
        self.close(got, want, 1e-8)

    def test_gradients_by_finite_differences(self):
        x = torch.randn(2, 3, 8, dtype=F64, requires_grad=True)
        for kind in set(NORMALIZERS) - {"power", "cogview"}:  # those have gradients by decree
            m = {**self.values, "n.alpha": torch.tensor([0.6], dtype=F64), "n.shift": torch.tensor([0.2], dtype=F64),
                 "n.running_mean": torch.zeros(8, dtype=F64), "n.running_var": torch.ones(8, dtype=F64)}
            m["n.weight"] = torch.ones(1, dtype=F64) * 2 if kind == "scale" else self.w
            with self.subTest(kind):
                self.assertTrue(torch.autograd.gradcheck(lambda x: self.apply(kind, x, m), x))


class Pieces(Case):
    def test_rotary_is_a_complex_rotation(self):
        x = torch.randn(2, 3, 5, 6, dtype=F64)
        z = torch.complex(x[..., :3], x[..., 3:])
        angle = torch.outer(torch.arange(5, dtype=F64), 10000 ** (-torch.arange(3, dtype=F64) / 3))
        z = z * torch.polar(torch.ones_like(angle), angle)
        self.close(reference.rotate(x), torch.cat([z.real, z.imag], -1))

    def test_sinusoidal(self):
        want = [f(5 / w) for w in (1, 10, 100, 1000) for f in (math.sin, math.cos)]
        self.close(reference.sinusoidal(6, 8)[5], torch.tensor(want, dtype=F64))

    def test_activations(self):
        x = torch.randn(4, 6, dtype=F64)
        self.close(reference.gelu(x), F.gelu(x))
        self.close(reference.swiglu(x), F.silu(x[:, :3]) * x[:, 3:])
        self.close(reference.geglu(x), F.gelu(x[:, :3]) * x[:, 3:])
        self.close(reference.ACTIVATIONS["relu2"](x), F.relu(x) * F.relu(x))

    def test_loss(self):
        m = model()
        batch, y = batch_of(m), torch.randn(3, 5, 11, dtype=F64)
        want = F.cross_entropy(y.reshape(15, 11), batch["targets"].reshape(15), reduction="none") @ batch["weights"].reshape(15)
        self.close(reference.loss_of(y, batch), want)

    def test_weight_decay_is_for_matrices(self):
        m = model("hyper-connections", "layer", attentionNorm=dict(id="qk"))
        decayed = {key for key in reference.expected_shapes(m) if reference.role(key)}
        want = {"token_embedding.weight", "position_embedding.weight", "head.weight"} | {
            f"layers.{i}.{name}.weight" for i in (0, 1) for name in ("attn.qkv", "attn.out", "ffn.fc1", "ffn.fc2")}
        self.assertEqual(decayed, want)

    def test_safetensors(self):
        arrays = {"a.b": numpy.arange(6.0).reshape(2, 3), "i": numpy.array([[7]], "int32"), "none": numpy.zeros((0, 2)),
                  "l": numpy.array([-1], "int64"), "f": numpy.array(0.5, "float32")}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.safetensors"
            safetensors_io.write(path, arrays)
            found = safetensors_io.read(path)
            path.write_bytes(path.read_bytes()[:-1])
            with self.assertRaises(ValueError):
                safetensors_io.read(path)
        self.assertEqual(list(found), list(arrays))
        for name, array in arrays.items():
            self.assertEqual((found[name].dtype, found[name].shape), (array.dtype, array.shape))
            numpy.testing.assert_array_equal(found[name], array)


class Constants(Case):
    def vectors(self, function, side, expected, both=False):
        for n, want in expected.items():
            counts = (n, n) if both else (n, 0) if side == "encoder-only" else (0, n)
            self.assertAlmostEqual(function(side, *counts), want, delta=6e-7)

    def test_deepnorm(self):
        alpha, beta = reference_placements.deepnorm_alpha, reference_placements.deepnorm_beta
        for side in ("encoder-only", "decoder-only"):
            self.vectors(alpha, side, {6: 1.861210, 12: 2.213364, 24: 2.632148, 32: 2.828427, 80: 3.556559,
                                       100: 3.760603, 1000: 6.687403})
            self.vectors(beta, side, {6: 0.379918, 12: 0.319472, 24: 0.268642, 32: 0.25, 80: 0.198818, 100: 0.188030,
                                      1000: 0.105737})
        self.vectors(alpha, "encoder", {6: 1.417938, 18: 1.998746, 100: 3.415742}, both=True)
        self.vectors(beta, "encoder", {6: 0.496989, 18: 0.352571, 100: 0.206310}, both=True)
        self.vectors(alpha, "decoder", {6: 2.059767, 18: 2.710806, 100: 4.161791}, both=True)
        self.vectors(beta, "decoder", {6: 0.343295, 18: 0.260847, 100: 0.169904}, both=True)

    def test_magneto_and_admin(self):
        gain = reference_placements.magneto_gain
        self.vectors(gain, "decoder-only", {12: 1.782710, 24: 1.967537, 100: 2.301807})
        self.vectors(gain, "encoder", {6: 1.547288}, both=True)
        self.vectors(gain, "decoder", {6: 1.700109}, both=True)
        for n, want in {12: 2.017009, 24: 2.601286, 48: 3.404484}.items():
            self.assertAlmostEqual(reference_placements.admin_omega(n), want, delta=6e-7)

    def test_the_alphas_that_a_stack_uses(self):
        """Through the model: with F = 0 and norms as the identity, the stream is multiplied by alpha per sublayer."""
        def growth(placement, sublayers, **changes):
            m = model(placement, "layer", bias=False, position="none", **changes)
            with without("exit_norm", "entry_norm", "input_norm", "final_norm", "second_norm", "output_norm"):
                tensors = reference.make_tensors(m, lambda key, shape: torch.zeros(shape, dtype=F64)
                                                 if key.endswith(("out.weight", "fc2.weight")) else draw(key, shape))
                batch = batch_of(m)
                y = reference.forward(m, tensors, batch)
                x = tensors.values["token_embedding.weight"][batch["tokens"]] @ tensors.values["head.weight"].T
            return (y / x).mean().item() ** (1 / sublayers)
        self.assertAlmostEqual(growth("deepnorm", 12, nLayers=6), 1.861210, delta=6e-7)
        self.assertAlmostEqual(growth("deepnorm", 3 * 6, **{**BOTH, "nLayers": 6, "nEncoderLayers": 2}), 2.059767, delta=6e-7)
        self.assertAlmostEqual(growth("glm", 56, nLayers=28), math.sqrt(56), places=6)
        self.assertAlmostEqual(growth(dict(id="glm", alpha="fourth"), 160, nLayers=80), 3.5565588, places=6)
        self.assertAlmostEqual(growth("keel", 2 * 4 - 2, nLayers=4), 8, places=6)
        self.assertAlmostEqual(growth("keel", 3 * 4 - 2, **{**BOTH, "nLayers": 4}), 12, places=6)


class Identities(Case):
    def same(self, a, b, b_rename=None, **constants):
        a, b = (m if "seqLen" in m else model(**m) for m in (a, b))
        self.close(logits(a, **constants), logits(b, rename=b_rename, **constants), 1e-11)

    def test_to_post(self):
        for more in ({}, BOTH):
            post = model("post", **more)
            self.different(logits(model("deepnorm", **more)), logits(post))
            with mock.patch.object(reference_placements, "deepnorm_alpha", lambda *_: 1):
                self.same(model("deepnorm", **more), post)
            self.same(model("admin", **more), post, omega=1)
            self.same(model(dict(id="mix-ln", share=1), **more), model("post", finalNorm=True, **more))
            self.same(model(dict(id="branchnorm", rampSteps=1), **more), post)
            residual = model("residual-dual", **more)
            zero_final = tensors_of(residual)
            for key, value in zero_final.values.items():
                if "final_norm" in key:
                    value.data.zero_()
            self.close(reference.forward(residual, zero_final, batch_of(residual)), logits(post), 1e-11)
            with without("input_norm"), mock.patch.object(reference_placements, "len", lambda _: 1, create=True):  # alpha 1
                self.different(logits(model("keel", **more)), logits(post))
                with without("layers.0.attn.exit_norm"):
                    self.same(model("keel", **more), post)

    def test_to_pre(self):
        for more in ({}, BOTH):
            pre = model("pre", **more)
            self.same(model(dict(id="mix-ln", share=0), **more), pre)
            self.same(model("layerscale", **more), pre, gamma=1)
            self.same(model("gpas", **more), pre, gate=0)
            self.same(model(dict(id="prores", rampSteps=1), **{**more, "nLayers": 1, "nEncoderLayers": 1}),
                      model("pre", **{**more, "nLayers": 1, "nEncoderLayers": 1}))
            for place in ("after-norm", "before-norm", "after-branch", "after-residual", "attn-only", "ffn-only"):
                lns = dict(id="lns", scaleAt=place)
                one = {**more, "nLayers": 1, "nEncoderLayers": 1}
                self.same(model(lns, **one), model("pre", **one))
                # before the norm, the factor changes no more than the role of eps
                self.different(logits(model(lns, **more)), logits(pre), 1e-7 if place == "before-norm" else 1e-3)
            with without("output_norm"):
                self.same(model("sandwich", **more), pre)
            with without("inner_norm"):
                self.same(model("sub-ln", **more), pre)
            with without("output_norm", "inner_norm"):
                self.same(model("normformer", **more), pre, head_scale=1, residual_scale=1)

    def test_to_others(self):
        for more in ({}, BOTH):
            none = model("none", **more)
            self.same(model("t-fixup", **more), none)
            self.same(model("rezero", **more), none, resweight=1)
            self.same(model("skipinit", **more), none, alpha=1)
            self.same(model("fixup", **more), none, multiplier=1, input_shift=0, inner_shift=0)
            self.different(logits(model("fixup", **more), multiplier=1, input_shift=0, inner_shift=1), logits(none))
            self.same(model("peri", **more), model("sandwich", embeddingNorm=True, **more))
            with without("input_norm"):
                self.same(model("sandwich", **more), model("branch-out", **more))
            for base in ("pre", "post", "sandwich"):
                m, t = model(dict(id="prores", base=base, rampSteps=10), **more), batch_of(none)
                depth = max(m["nLayers"], m["nEncoderLayers"])
                at = [reference.forward(m, tensors_of(m), t, step) for step in (1, 10 * depth, 10 ** 9)]
                want = logits(model(base, **more))
                self.close(at[1], want)
                self.close(at[2], want)
                self.different(at[0], want)
        self.same(model("parallel"), model("parallel-two"),
                  lambda key: key.replace("attn.input_norm", "input_norm").replace("ffn.input_norm", "input_norm"))
        with without("q_norm", "k_norm", "v_norm", "entry_norm", "input_norm"):
            self.same(model("hybrid"), model("none", finalNorm=True))
            self.same(model("hybrid-star"), model("none", finalNorm=True))
        with without("exit_norm"):  # without norms, SpanNorm's block is x + FFN(x + Attn(x))
            self.different(logits(model("span")), logits(model("none")))

    def test_b2t_has_the_block_input_once_more(self):
        """With every branch 0 and no norms, B2T's block doubles x, SpanNorm's and Post-LN's keep it."""
        def zero_branches(placement):
            m = model(placement, bias=False)
            with without("exit_norm"):
                tensors = reference.make_tensors(m, lambda key, shape: draw(key, shape) * (0 if "out." in key or "fc2." in key else 1))
                return reference.forward(m, tensors, batch_of(m))
        self.close(zero_branches("span"), zero_branches("post"))
        self.close(zero_branches("b2t"), 4 * zero_branches("post"))

    def test_glm_is_deepnorm_with_the_norm_moved_down(self):
        """GLM's entry norm of a sublayer is the exit norm of the one below, the first the embedding's."""
        sites = [f"layers.{i}.{kind}" for i in range(2) for kind in ("attn", "ffn")]
        below = {f"{site}.entry_norm": f"{sites[k - 1]}.exit_norm" if k else "embedding_norm" for k, site in enumerate(sites)}
        below["final_norm"] = f"{sites[-1]}.exit_norm"

        def rename(key):
            site, _, name = key.rpartition(".")
            return f"{below.get(site, site)}.{name}"
        for form, alpha in (("sqrt", 2.0), ("fourth", math.sqrt(2))):
            with mock.patch.object(reference_placements, "deepnorm_alpha", lambda *_: alpha):
                self.same(model("deepnorm", embeddingNorm=True), model(dict(id="glm", alpha=form)), rename)

    def test_hyper_connections_start_as_pre(self):
        m = model("hyper-connections", dict(id="layer", eps=0))
        tensors = tensors_of(m, stream_write=1)
        for i in range(2):
            for k, kind in enumerate(("attn", "ffn")):
                tensors.values[f"layers.{i}.{kind}.stream_read"] = torch.eye(4, dtype=F64)[(2 * i + k) % 4]
                tensors.values[f"layers.{i}.{kind}.stream_mix"] = torch.eye(4, dtype=F64)
        self.close(reference.forward(m, tensors, batch_of(m)), logits(model("pre", dict(id="layer", eps=0))), 1e-11)
        mix = tensors.values["layers.0.attn.stream_mix"]
        mix[0, 1] = 1  # stream 1 gets stream 0 too: H'_1 = o + H_1 + H_0
        self.different(reference.forward(m, tensors, batch_of(m)), logits(model("pre", dict(id="layer", eps=0))))

    def test_siamese_with_branches_off(self):
        """With F = 0 and plain norms: X = LN(e), Y = e, and the output LN(e) + LN(e)."""
        m = model("siamese", dict(id="layer-plain", eps=0), bias=False, position="none")
        tensors = reference.make_tensors(m, lambda key, shape: draw(key, shape) * (0 if "out." in key or "fc2." in key else 1))
        batch, p = batch_of(m), tensors.values
        e = p["token_embedding.weight"][batch["tokens"]]
        self.close(reference.forward(m, tensors, batch), 2 * F.layer_norm(e, (8,), eps=0) @ p["head.weight"].T, 1e-11)

    def test_siamese_written_out(self):
        m = model("siamese", "rms-plain", bias=False, position="none", nLayers=1)
        tensors = tensors_of(m)
        y = tensors.values["token_embedding.weight"][batch_of(m)["tokens"]]
        stack = reference.Stack(m, tensors, True, 1, "decoder-only")

        def n(x):
            return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-6)
        x = n(y)
        for f in stack.blocks[0].sublayers:
            o = f(n(x + n(y)))
            x, y = n(x + o / math.sqrt(2)), y + o
        self.close(logits(m), (x + n(y)) @ tensors.values["head.weight"].T)

    def test_ngpt_lives_on_the_sphere(self):
        m = model("ngpt", "rms", nLayers=2, bias=False)
        tensors, seen = tensors_of(m), []
        reference.put_on_sphere(tensors.parameters)
        original = reference.Sublayer.__call__
        with mock.patch.object(reference.Sublayer, "__call__", lambda f, x, **c: seen.append(x) or original(f, x, **c)):
            reference.forward(m, tensors, batch_of(m))
        for x in seen:
            self.close(x.norm(dim=-1), torch.ones(3, 5, dtype=F64))
        ones = torch.ones(8, dtype=F64)
        self.close(tensors.values["layers.0.ffn.fc1.weight"].norm(dim=1), torch.ones(12, dtype=F64))
        self.close(tensors.values["layers.0.ffn.fc2.weight"].norm(dim=0), torch.ones(12, dtype=F64))
        self.close(tensors.values["layers.0.attn.out.weight"].norm(dim=0), ones)
        self.assertFalse([key for key in tensors.values if "norm" in key])


class WrittenOut(Case):
    """Placements that no identity pins down, written out once more with torch's functions (RMS norms, no biases)."""

    def check(self, placement, equation, layers=2, step=1, constants=None, **more):
        """`equation(self, x)` goes from embedding to logits with self.n, self.attn, self.ffn and self.p."""
        m = model(placement, "rms", nLayers=layers, **{**dict(bias=False, position="none"), **more})
        tensors, batch = tensors_of(m, **(constants or {})), batch_of(m)
        self.p = tensors.values
        want = equation(self.p["token_embedding.weight"][batch["tokens"]]) @ self.p["head.weight"].T
        got = reference.forward(m, tensors, batch, step)
        self.close(got, want * self.p["logit_scale"] * math.sqrt(8) if placement == "ngpt" else want)

    def n(self, key, x):
        return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-6) * self.p[f"{key}.weight"]

    def attn(self, i, x, change=lambda q, k, v: (q, k, v), scale=0.5, head_scale=(1, 1), inner=lambda y: y):
        q, k, v = change(*F.linear(x, self.p[f"layers.{i}.attn.qkv.weight"]).reshape(3, 5, 3, 2, 4).unbind(2))
        mask = torch.full((5, 5), -math.inf, dtype=F64).triu(1)
        heads = [head_scale[h] * (F.softmax(q[:, :, h] @ k[:, :, h].mT * scale + mask, -1) @ v[:, :, h]) for h in (0, 1)]
        return F.linear(inner(torch.cat(heads, -1)), self.p[f"layers.{i}.attn.out.weight"])

    def ffn(self, i, x, scale=1, inner=lambda y: y):
        return F.linear(inner(F.gelu(scale * F.linear(x, self.p[f"layers.{i}.ffn.fc1.weight"]))), self.p[f"layers.{i}.ffn.fc2.weight"])

    def pre(self, x, attn=1.0, ffn=1.0):
        """Two blocks of x + F(c LN x), with a factor c in the second block's two sublayers."""
        for i in (0, 1):
            x = x + self.attn(i, (attn if i else 1) * self.n(f"layers.{i}.attn.input_norm", x))
            x = x + self.ffn(i, (ffn if i else 1) * self.n(f"layers.{i}.ffn.input_norm", x))
        return self.n("final_norm", x)

    def test_lns(self):
        c = 1 / math.sqrt(2)
        for place, attn, ffn in (("after-norm", c, c), ("attn-only", c, 1), ("ffn-only", 1, c)):
            self.check(dict(id="lns", scaleAt=place), lambda x: self.pre(x, attn, ffn))

    def test_prores_ramps_the_first_block_first(self):
        def equation(x):
            for i, a in ((0, 0.6), (1, 0.3)):
                x = x + a * self.attn(i, self.n(f"layers.{i}.attn.input_norm", x))
                x = x + a * self.ffn(i, self.n(f"layers.{i}.ffn.input_norm", x))
            return self.n("final_norm", x)
        self.check(dict(id="prores", rampSteps=10), equation, step=6)

    def test_branchnorm(self):
        def equation(x):
            for i in (0, 1):
                x = self.n(f"layers.{i}.attn.exit_norm", x + 0.6 * self.attn(i, x))
                x = self.n(f"layers.{i}.ffn.exit_norm", x + 0.6 * self.ffn(i, x))
            return x
        self.check(dict(id="branchnorm", rampSteps=10), equation, step=6)

    def normed_attention(self, i, x):
        return self.attn(i, x, lambda *qkv: [self.n(f"layers.{i}.attn.{name}_norm", y) for name, y in zip("qkv", qkv)])

    def test_hybrid(self):
        def equation(x, star=False):
            for i in (0, 1):
                if star and i == 0:
                    x = x + self.normed_attention(i, self.n("layers.0.attn.input_norm", x))
                    x = x + self.ffn(i, self.n("layers.0.ffn.input_norm", x))
                else:
                    x = self.n(f"layers.{i}.ffn.entry_norm", x + self.normed_attention(i, x))
                    x = x + self.ffn(i, x)
            return self.n("final_norm", x)
        for axis in ("none", "qk", "cosine"):  # the placement's own norms win
            self.check("hybrid", equation, attentionNorm=dict(id=axis))
            self.check("hybrid-star", lambda x: equation(x, star=True), attentionNorm=dict(id=axis))

    def test_normformer(self):
        def equation(x):
            for i in (0, 1):
                a, f = f"layers.{i}.attn", f"layers.{i}.ffn"
                y = self.attn(i, self.n(f"{a}.input_norm", x), head_scale=self.p[f"{a}.head_scale"])
                x = x + self.n(f"{a}.output_norm", y)
                y = self.ffn(i, self.n(f"{f}.input_norm", x), inner=lambda h: self.n(f"{f}.inner_norm", h))
                x = self.p[f"{f}.residual_scale"] * x + y
            return self.n("final_norm", x)
        self.check("normformer", equation)

    def test_sub_ln(self):
        def equation(x):
            for i in (0, 1):
                for kind, f in (("attn", self.attn), ("ffn", self.ffn)):
                    key = f"layers.{i}.{kind}"
                    x = x + f(i, self.n(f"{key}.input_norm", x), inner=lambda h: self.n(f"{key}.inner_norm", h))
            return self.n("final_norm", x)
        self.check("sub-ln", equation)
        shapes = reference.expected_shapes(model("sub-ln", "rms", **BOTH))
        inner = {key: shape for key, shape in shapes.items() if "decoder.layers.0" in key and "inner_norm" in key}
        self.assertEqual(inner, {"decoder.layers.0.attn.inner_norm.weight": (8,), "decoder.layers.0.ffn.inner_norm.weight": (12,)})

    def test_residual_dual(self):
        def equation(x):
            total = x
            for i in (0, 1):
                for kind, f in (("attn", self.attn), ("ffn", self.ffn)):
                    total = total + f(i, x)
                    x = self.n(f"layers.{i}.{kind}.exit_norm", x + f(i, x))
            return x + self.n("final_norm", total)
        self.check("residual-dual", equation)

    def test_ngpt(self):
        def unit(x):
            return F.normalize(x, dim=-1)

        def equation(x):
            x, root = unit(x), math.sqrt(8)
            for i in (0, 1):
                a, f = f"layers.{i}.attn", f"layers.{i}.ffn"
                qk_scale = self.p[f"{a}.qk_scale"].reshape(2, 4) * root
                y = self.attn(i, x, lambda q, k, v: (unit(q) * qk_scale, unit(k) * qk_scale, v), scale=2)
                x = unit(x + (0.05 * root * self.p[f"{a}.alpha"]).abs() * (unit(y) - x))
                y = self.ffn(i, x, scale=self.p[f"{f}.hidden_scale"] * root)
                x = unit(x + (0.05 * root * self.p[f"{f}.alpha"]).abs() * (unit(y) - x))
            return x
        self.check("ngpt", equation)

    def test_hyper_connections(self):
        def equation(x):
            streams = [x, x]
            for i in (0, 1):
                for kind, f in (("attn", self.attn), ("ffn", self.ffn)):
                    key = f"layers.{i}.{kind}"
                    read, write, mix = (self.p[f"{key}.stream_{name}"] for name in ("read", "write", "mix"))
                    o = f(i, self.n(f"{key}.input_norm", read[0] * streams[0] + read[1] * streams[1]))
                    streams = [write[to] * o + mix[0, to] * streams[0] + mix[1, to] * streams[1] for to in (0, 1)]
            return self.n("final_norm", streams[0] + streams[1])
        self.check(dict(id="hyper-connections", streams=2), equation)


class Whole(Case):
    def test_against_torch_encoder_and_decoder_layers(self):
        """Post and pre with layer norm are torch's own Transformer layers."""
        names = {"self_attn.in_proj_": "attn.qkv.", "self_attn.out_proj.": "attn.out.", "linear1.": "ffn.fc1.",
                 "linear2.": "ffn.fc2."}

        def torch_layer(kind, p, prefix, site, cross=False):
            layer = kind(8, 2, 12, dropout=0.0, activation="gelu", batch_first=True, norm_first=site == "input_norm", dtype=F64)
            norms = ["attn", "cross", "ffn"] if cross else ["attn", "ffn"]
            all_names = {**names, **{f"norm{k}.": f"{sub}.{site}." for k, sub in enumerate(norms, start=1)}}
            state = {theirs + part: p[f"{prefix}.{mine}{part}"].detach() for theirs, mine in all_names.items()
                     for part in ("weight", "bias")}
            for part in ("weight", "bias") if cross else ():
                state[f"multihead_attn.in_proj_{part}"] = torch.cat([p[f"{prefix}.cross.{n}.{part}"].detach() for n in ("q", "kv")])
                state[f"multihead_attn.out_proj.{part}"] = p[f"{prefix}.cross.out.{part}"].detach()
            layer.load_state_dict(state)
            return layer

        def norm(p, key, x):
            return F.layer_norm(x, (8,), p[f"{key}.weight"], p[f"{key}.bias"], 1e-5)

        causal = torch.full((5, 5), -math.inf, dtype=F64).triu(1)
        for placement, site in (("post", "exit_norm"), ("pre", "input_norm")):
            for architecture in ("decoder", "encoder"):
                m = model(placement, architecture=architecture, readout="sequence" if architecture == "encoder" else "token")
                p, tokens = tensors_of(m).values, batch_of(m)["tokens"]
                x = p["token_embedding.weight"][tokens] + p["position_embedding.weight"]
                for i in range(2):
                    layer = torch_layer(torch.nn.TransformerEncoderLayer, p, f"layers.{i}", site)
                    x = layer(x, src_mask=causal if architecture == "decoder" else None)
                x = norm(p, "final_norm", x) if placement == "pre" else x
                x = x if architecture == "decoder" else x.mean(1)
                self.close(logits(m), F.linear(x, p["head.weight"]))

            m = model(placement, **BOTH)
            p, batch = tensors_of(m).values, batch_of(m)
            padding = batch["source"] == 0
            memory = p["token_embedding.weight"][batch["source"]] + p["encoder.position_embedding.weight"]
            for i in range(3):
                memory = torch_layer(torch.nn.TransformerEncoderLayer, p, f"encoder.layers.{i}", site).train()(
                    memory, src_key_padding_mask=padding)
            memory = norm(p, "encoder.final_norm", memory) if placement == "pre" else memory
            x = p["token_embedding.weight"][batch["tokens"]] + p["decoder.position_embedding.weight"]
            for i in range(2):
                x = torch_layer(torch.nn.TransformerDecoderLayer, p, f"decoder.layers.{i}", site, cross=True)(
                    x, memory, tgt_mask=causal, memory_key_padding_mask=padding)
            x = norm(p, "decoder.final_norm", x) if placement == "pre" else x
            self.close(logits(m), F.linear(x, p["head.weight"]))

    def test_attention_options_written_out(self):
        """Grouped keys, rotary positions, norms of q and k over a head or all of them, cosines: one head at a time."""
        for axis in (dict(id="none"), dict(id="qk"), dict(id="qk", span="full"), dict(id="qkv", span="head"), dict(id="cosine")):
            m = model("none", "rms", attentionNorm=axis, position="rotary", nHeads=4, nKvHeads=2, dModel=16, bias=False)
            tensors, x = tensors_of(m), torch.randn(3, 5, 16, dtype=F64)
            p = tensors.values
            f = reference.Stack(m, tensors, True, 1, "decoder-only").sublayers[0]

            def n(name, y):
                return y / torch.sqrt((y * y).mean(-1, keepdim=True) + 1e-6) * p[f"layers.0.attn.{name}_norm.weight"]
            w = p["layers.0.attn.qkv.weight"]
            q, k, v = x @ w[:16].T, x @ w[16:24].T, x @ w[24:].T
            if axis.get("span") == "full":
                q, k = n("q", q), n("k", k)
            outputs = []
            for h in range(4):
                a, b, c = q[..., 4 * h:4 * h + 4], k[..., 4 * (h // 2):4 * (h // 2) + 4], v[..., 4 * (h // 2):4 * (h // 2) + 4]
                scale = 1 / 2
                if axis["id"] in ("qk", "qkv") and axis.get("span") != "full":
                    a, b = n("q", a), n("k", b)
                if axis["id"] == "qkv":
                    c = n("v", c)
                if axis["id"] == "cosine":
                    a, b = F.normalize(a, dim=-1), F.normalize(b, dim=-1)
                    scale = math.exp(min(p["layers.0.attn.logit_scale"][h].item(), math.log(100)))
                scores = reference.rotate(a) @ reference.rotate(b).transpose(1, 2) * scale
                scores = scores + torch.full((5, 5), -math.inf, dtype=F64).triu(1)
                outputs.append(F.softmax(scores, -1) @ c)
            with self.subTest(str(axis)):
                self.close(f(x), torch.cat(outputs, -1) @ p["layers.0.attn.out.weight"].T)

    def test_cosine_scale_is_clamped(self):
        m = model("pre", attentionNorm=dict(id="cosine"))
        self.close(logits(m, logit_scale=math.log(100)), logits(m, logit_scale=9))
        self.different(logits(m, logit_scale=math.log(100)), logits(m, logit_scale=math.log(90)), 1e-6)

    def test_cross_attention_has_no_attention_norm_and_no_rotation(self):
        for axis in ("qk", "qkv", "cosine"):
            shapes = reference.expected_shapes(model("pre", attentionNorm=dict(id=axis), **BOTH))
            names = ("q_norm", "k_norm", "v_norm", "logit_scale")
            self.assertFalse([key for key in shapes if ".cross." in key and any(name in key for name in names)])
        m = model("pre", position="rotary", **BOTH)
        tensors, seen, original = tensors_of(m), [], reference.rotate
        with mock.patch.object(reference, "rotate", lambda x: seen.append(x.shape[2]) or original(x)):
            reference.forward(m, tensors, batch_of(m))
        self.assertEqual(seen, 2 * m["nEncoderLayers"] * [4] + 2 * m["nLayers"] * [5])

    def test_cogview_maximum_is_a_constant(self):
        """Without its eps the prescaling has no effect, and so no gradient; with a large one, only without the detour."""
        x = torch.randn(1, 1, 8, dtype=F64, requires_grad=True)
        values = reference.Tensors({"n.weight": torch.ones(8, dtype=F64), "n.bias": torch.zeros(8, dtype=F64)})
        w, largest = torch.randn(8, dtype=F64), x.detach().abs().max()
        (got,) = torch.autograd.grad((normalize(dict(id="cogview", eps=9.0), values, "n", x, True, 1) * w).sum(), x)
        (want,) = torch.autograd.grad((F.layer_norm(x * (8 / largest), (8,), eps=9.0) * w).sum(), x)
        self.close(got, want)

    def test_the_step_that_training_tells(self):
        """1 in the first step, then 2; the number of steps in evaluation."""
        m, steps, original = model(), [], reference.forward
        tensors = tensors_of(m)
        spec = dict(model=m, optimizer=ADAMW, clip=None, steps=3)
        with mock.patch.object(reference, "forward", lambda *a, step, training=True: steps.append((step, training))
                               or original(*a, step, training)):
            reference.train(spec, tensors, [batch_of(m)] * 3)
        self.assertEqual(steps, [(1, True), (2, True), (3, True), (3, False)])

    def test_what_a_position_sees(self):
        """A decoder's logits depend on no later token, with padding on no padded source token; an encoder's on all."""
        for placement in PLACEMENTS:
            m = model(placement)
            tensors, batch = tensors_of(m), batch_of(m)
            y = reference.forward(m, tensors, batch)
            batch["tokens"][:, 3] = (batch["tokens"][:, 3] + 1) % 11
            changed = (reference.forward(m, tensors, batch) - y).abs().amax((0, 2))
            self.assertLess(changed[:3].max().item(), 1e-12, placement)
            self.assertGreater(changed[3].item(), 1e-6, placement)
            m = model(placement, architecture="encoder")
            y = logits(m)
            self.assertGreater((reference.forward(m, tensors_of(m), batch) - y)[:, 0].abs().max().item(), 1e-9, placement)
        m = model("pre", **BOTH)
        tensors, batch = tensors_of(m), batch_of(m)
        y = reference.forward(m, tensors, batch)
        tensors.values["token_embedding.weight"].data[0] += 1  # the padding token, which row 0's source ends with
        tokens_without = (batch["tokens"] != 0).all()
        batch["tokens"] = batch["tokens"].clamp(min=1)
        again = reference.forward(m, tensors, batch)
        tensors.values["token_embedding.weight"].data[0] -= 3
        self.close(reference.forward(m, tensors, batch), again)
        self.assertTrue(tokens_without or (again - y).abs().max() > 0)

    def test_gradients_by_finite_differences(self):
        """Along one random direction of all parameters, for every placement and architecture."""
        for more in ({}, dict(architecture="encoder", readout="sequence"), BOTH):
            for placement in set(PLACEMENTS) - {"gpas"}:  # gpas stops a gradient
                if more is BOTH and placement in NOT_IN_ENCODER_DECODER:
                    continue
                m = model(placement, **more)
                tensors, batch = tensors_of(m), batch_of(m)
                reference.loss_of(reference.forward(m, tensors, batch), batch).backward()
                direction = {key: torch.randn_like(value) for key, value in tensors.values.items()}

                def at(h):
                    moved = reference.Tensors({key: value.detach() + h * direction[key] for key, value in tensors.values.items()})
                    return reference.loss_of(reference.forward(m, moved, batch), batch).item()
                h = 2e-5
                slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
                got = sum((value.grad * direction[key]).sum().item() for key, value in tensors.values.items())
                self.assertAlmostEqual(got, slope, delta=1e-6 * max(1, abs(slope)), msg=f"{placement} {more}")

    def test_gpas_gradient_stops(self):
        """Upstream of the gate's subtraction the gradient is that of x + F(LN x) alone."""
        gate = 0.7
        m = model("gpas", "layer", nLayers=1)
        tensors, batch = tensors_of(m, gate=gate), batch_of(m)
        reference.loss_of(reference.forward(m, tensors, batch), batch).backward()
        p = {key: value.detach().clone().requires_grad_() for key, value in tensors.values.items()}
        stack = reference.Stack(m, reference.Tensors(p), True, 1, "decoder-only")
        x = p["token_embedding.weight"][batch["tokens"]] + p["position_embedding.weight"]
        silu = F.silu(p["layers.0.gate"])
        for f in stack.sublayers:
            y = x + f(stack.normalize(f"{f.key}.input_norm", x))
            x = y - silu * y.clone().detach()
        want = reference.loss_of(stack.normalize("final_norm", x) @ p["head.weight"].T, batch)
        want.backward()
        for key, value in tensors.values.items():
            self.close(value.grad, p[key].grad)

    def test_final_and_embedding_norms(self):
        ends = {True: "pre sandwich peri branch-out sub-ln layerscale residual-dual normformer mix-ln hybrid hybrid-star lns "
                      "parallel parallel-two gpas prores siamese glm hyper-connections custom",
                False: "none t-fixup post deepnorm keel admin rezero skipinit fixup b2t span branchnorm ngpt"}
        for has, placements in ends.items():
            for placement in placements.split():
                shapes = reference.expected_shapes(model(placement))
                self.assertEqual("final_norm.weight" in shapes, has, placement)
                self.assertEqual("embedding_norm.weight" in shapes, placement in ("peri", "siamese"), placement)
        self.assertEqual(set(" ".join(ends.values()).split()), set(PLACEMENTS))
        self.assertNotIn("final_norm.weight", reference.expected_shapes(model("pre", finalNorm=False)))
        self.assertIn("encoder.final_norm.weight", reference.expected_shapes(model("pre", **BOTH)))
        apart = reference.expected_shapes(model("pre", finalNorm=dict(encoder=False), embeddingNorm=dict(encoder=True), **BOTH))
        norms = {key for key in apart if "final_norm" in key or "embedding_norm" in key}
        self.assertEqual({key for key in norms if key.endswith("weight")}, {"decoder.final_norm.weight", "encoder.embedding_norm.weight"})

    def test_gain_of_each_head(self):
        """With equal rows a norm of each head is the norm that all heads share."""
        shared, each = (model("pre", "layer", nHeads=2, nKvHeads=2, attentionNorm=dict(id="qk", span=span)) for span in ("head", "each-head"))
        own, batch = tensors_of(shared), batch_of(shared)
        rows = {key: torch.stack([value, value]) if "q_norm" in key or "k_norm" in key else value for key, value in own.values.items()}
        self.close(reference.forward(each, reference.Tensors(rows), batch), reference.forward(shared, own, batch))

    def test_rotation_and_norm(self):
        """With gains of 1 an RMSNorm of a head commutes with the rotation, else not."""
        first, last = (model("pre", "rms", position="rotary", attentionNorm=dict(id="qk", order=order))
                       for order in ("norm-first", "rotation-first"))
        own, batch = tensors_of(first), batch_of(first)
        self.assertGreater((reference.forward(first, own, batch) - reference.forward(last, own, batch)).abs().max().item(), 1e-4)
        for key, value in own.values.items():
            if key.endswith(("q_norm.weight", "k_norm.weight")):
                value.data.fill_(1)
        self.close(reference.forward(first, own, batch), reference.forward(last, own, batch))

    def test_layer_drop(self):
        """A block that is dropped is not there; a branch that is dropped writes nothing."""
        m = model("post", nLayers=2, layerDrop=dict(rate=0.5))
        own, batch = tensors_of(m), batch_of(m)
        fewer = reference.Tensors({key.replace("layers.1", "layers.0"): value for key, value in own.values.items() if "layers.0" not in key})
        want = reference.forward(dict(m, nLayers=1), fewer, batch)
        self.close(reference.forward(m, own, {**batch, "mask:layers.0.drop": torch.tensor(0.0), "mask:layers.1.drop": torch.tensor(1.0)}), want)
        silent = {f"mask:layers.{i}.{kind}.drop": torch.tensor(0.0) for i in range(2) for kind in ("attn", "ffn")}
        bare = model("none", nLayers=0)
        alone = reference.Tensors({key: value for key, value in own.values.items() if "layers" not in key})
        m = model("none", nLayers=2)
        self.close(reference.forward(m, own, {**batch, **silent}), reference.forward(bare, alone, batch))


class Kits(Case):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name)

    def write_kit(self, name, m, optimizer=ADAMW, clip=None, steps=3):
        """A kit as the engine would write it, with the reference's numbers."""
        folder = self.root / name
        folder.mkdir(parents=True)
        spec = dict(format=1, model=m, batchSize=3, optimizer=optimizer, clip=clip, steps=steps)
        (folder / "spec.json").write_text(json.dumps(spec))
        tensors, batches = tensors_of(m), [batch_of(m, seed) for seed in range(steps)]
        self.save(folder, "params", tensors.values)
        inputs = {f"step.{k}.{key}": value if value.dtype == F64 else value.int() for k, batch in enumerate(batches)
                  for key, value in batch.items()}
        self.save(folder, "inputs", inputs)
        result = reference.train(spec, tensors, batches)
        self.save(folder, "gradients", result["gradients"])
        self.save(folder, "after", tensors.values)
        (folder / "outputs.json").write_text(json.dumps({k: result[k] for k in ("loss", "losses", "gradientNorms", "evalLoss")}))
        return folder

    def save(self, folder, name, values):
        safetensors_io.write(folder / f"{name}.safetensors", {key: value.detach().numpy() for key, value in values.items()})

    def change(self, folder, name, function):
        """Rewrites one of the kit's tensor files: `function` changes the dict of arrays in place."""
        path = folder / f"{name}.safetensors"
        arrays = {key: array.copy() for key, array in safetensors_io.read(path).items()}
        function(arrays)
        safetensors_io.write(path, arrays)

    def check(self):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            code = check_kits.main([str(self.root)])
        return code, output.getvalue()

    def fails(self, text):
        code, output = self.check()
        self.assertEqual(code, 1, output)
        self.assertIn(text, output)

    def test_good_kits_pass(self):
        self.write_kit("a/decoder", model("pre"))
        self.write_kit("a/power", model("sandwich", dict(id="power", warmupSteps=2), activation="swiglu"), SGD)
        self.write_kit("batch", model("post", "batch", attentionNorm=dict(id="qk", span="full")), clip=0.1)
        self.write_kit("both", model("keel", "rms", tiedHead=True, **BOTH), dict(ADAMW, id="adam", weightDecay=0))
        self.write_kit("ngpt", model("ngpt", position="rotary", bias=False, activation="swiglu"))
        self.write_kit("patches", model("lns", "dyt", architecture="encoder", readout="sequence", patchSize=6, nKvHeads=1))
        code, output = self.check()
        self.assertEqual(code, 0, output)
        self.assertRegex(output, r"^6 kits, 6 passed, [1-9]\d* elements skipped\n$")  # the key biases

    def test_no_kits_fail(self):
        self.fails("0 kits, 0 passed")

    def test_a_changed_gradient_fails(self):
        folder = self.write_kit("k", model("post"))

        def nudge(arrays):
            arrays["layers.1.ffn.fc1.weight"][0, 0] += 1e-6
        self.change(folder, "gradients", nudge)
        self.fails("FAIL k: gradients/layers.1.ffn.fc1.weight: error")

    def test_a_changed_result_fails(self):
        folder = self.write_kit("k", model("pre", "batch"))
        self.change(folder, "after", lambda arrays: arrays.update({"final_norm.running_var": arrays["final_norm.running_var"] * 1.001}))
        self.fails("after/final_norm.running_var")

    def test_a_changed_loss_or_nan_fails(self):
        folder = self.write_kit("k", model())
        outputs = json.loads((folder / "outputs.json").read_text())
        for name, value in (("loss", outputs["loss"] + 1e-6), ("evalLoss", "NaN"), ("losses", outputs["losses"][:2])):
            (folder / "outputs.json").write_text(json.dumps({**outputs, name: value}))
            self.fails(f"FAIL k: {name}")

    def test_an_update_where_there_is_no_gradient_fails(self):
        """Skipped elements are not free: they cannot move further than Adam moves."""
        folder = self.write_kit("k", model())

        def move(arrays):
            arrays["layers.0.attn.qkv.bias"][8] += 1  # a key bias
        self.change(folder, "after", move)
        self.fails("moved further")

    def test_missing_and_extra_keys_fail(self):
        for name in ("params", "gradients", "after"):
            for change, text in ((lambda a: a.pop("layers.0.ffn.fc2.bias"), f"{name}: layers.0.ffn.fc2.bias missing"),
                                 (lambda a: a.update(extra=numpy.zeros(3)), f"{name}: extra is extra"),
                                 (lambda a: a.update({"head.weight": numpy.zeros((11, 7))}), "has shape [11, 7], not [11, 8]")):
                with self.subTest(text):
                    self.setUp()
                    self.change(self.write_kit("k", model(), steps=1), name, change)
                    self.fails(text)

    def test_a_dropped_final_norm_fails(self):
        folder = self.write_kit("k", model("pre"))

        def drop(arrays):
            for key in [key for key in arrays if key.startswith("final_norm")]:
                del arrays[key]
        for name in ("params", "gradients", "after"):
            self.change(folder, name, drop)
        self.fails("params: final_norm.weight missing")

    def test_a_final_norm_that_should_not_be_fails(self):
        folder = self.write_kit("k", model("post", finalNorm=True))
        spec = json.loads((folder / "spec.json").read_text())
        del spec["model"]["finalNorm"]
        (folder / "spec.json").write_text(json.dumps(spec))
        self.fails("final_norm.weight is extra")

    def test_another_model_fails(self):
        """Kits of one placement read as a neighbour with the same parameters."""
        pairs = (("deepnorm", "post"), ("b2t", "span"), ("lns", "pre"), ("parallel-two", "pre"))
        for k, (made, read) in enumerate(pairs):
            folder = self.write_kit(f"k{k}", model(made))
            spec = json.loads((folder / "spec.json").read_text())
            spec["model"]["placement"]["id"] = read
            (folder / "spec.json").write_text(json.dumps(spec))
        code, output = self.check()
        self.assertEqual((code, output.count("FAIL")), (1, len(pairs)), output)


if __name__ == "__main__":
    unittest.main()
