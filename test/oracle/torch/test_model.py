"""Self-checks of the oracle against torch.nn and finite differences: /usr/bin/python3 -m unittest (in this folder)."""
import unittest

import torch
import torch.nn.functional as F

import make
import model

F64 = torch.float64
torch.set_num_threads(1)


def close(test, a, b, tolerance=1e-12):
    test.assertEqual(a.shape, b.shape)
    test.assertLess((a - b).abs().max().item(), tolerance)


def instance(name):
    c = dict(make.cases())[name]
    params, batches = make.draw(name, c, F64)
    return c, params, batches


class Pieces(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        self.x = torch.randn(3, 6, 8, dtype=F64) * 2 + 1
        self.p = {"n.weight": torch.randn(8, dtype=F64), "n.bias": torch.randn(8, dtype=F64)}

    def test_layer_norm(self):
        want = F.layer_norm(self.x, (8,), self.p["n.weight"], self.p["n.bias"], 1e-5)
        close(self, model.normalize("layer", self.p, {}, "n", self.x), want)

    def test_rms_norm(self):
        # [x, -x] has mean 0 and variance mean(x^2), so layer norm of it is the RMS norm of x.
        for x in (self.x, self.x * 1e-3):
            want = F.layer_norm(torch.cat([x, -x], -1), (16,), eps=1e-6)[..., :8] * self.p["n.weight"]
            close(self, model.normalize("rms", self.p, {}, "n", x), want)

    def test_batch_norm(self):
        torch_norm = torch.nn.BatchNorm1d(8, eps=1e-5, momentum=0.1, dtype=F64)
        torch_norm.load_state_dict({"weight": self.p["n.weight"], "bias": self.p["n.bias"]}, strict=False)
        buffers = {"n.running_mean": torch.zeros(8, dtype=F64), "n.running_var": torch.ones(8, dtype=F64)}
        for training in (True, True, True, False):
            torch_norm.train(training)
            mine, theirs = (torch.randn(3, 6, 8, dtype=F64).requires_grad_() for _ in range(2))
            theirs.data.copy_(mine.data)
            y, want = model.normalize("batch", self.p, buffers, "n", mine, training), torch_norm(theirs.reshape(18, 8))
            close(self, y.reshape(18, 8), want)
            y.pow(3).sum().backward()
            want.pow(3).sum().backward()
            close(self, mine.grad, theirs.grad, 1e-10)  # through the batch statistics
            close(self, buffers["n.running_mean"], torch_norm.running_mean)
            close(self, buffers["n.running_var"], torch_norm.running_var)

    def test_cross_entropy(self):
        targets = torch.randint(0, 8, (3, 6))
        close(self, model.cross_entropy(self.x, targets), F.cross_entropy(self.x.reshape(18, 8), targets.reshape(18)))

    def test_sinusoidal_positions(self):
        table = model.sinusoidal_positions(6, 8)
        t = torch.tensor(5.0, dtype=F64)
        want = [f(t / w) for w in (1, 10, 100, 1000) for f in (torch.sin, torch.cos)]
        close(self, table[5], torch.stack(want))


class Whole(unittest.TestCase):
    def test_against_transformer_encoder_layer(self):
        """Post and pre with layer norm are exactly nn.TransformerEncoderLayer with a causal mask."""
        for name in ("post-layer", "pre-layer", "pre-layer-relu-tied"):
            c, p, [(tokens, targets), *_] = instance(name)
            norm = "exit_norm" if c["placement"] == "post" else "input_norm"
            x = p["token_embedding.weight"][tokens] + p["position_embedding.weight"]
            mask = torch.full((6, 6), float("-inf"), dtype=F64).triu(1)
            for i in range(c["nLayers"]):
                layer = torch.nn.TransformerEncoderLayer(
                    c["dModel"], c["nHeads"], c["dFf"], dropout=0.0, activation=c["activation"], layer_norm_eps=1e-5,
                    batch_first=True, norm_first=c["placement"] == "pre", dtype=F64)
                names = {"self_attn.in_proj_": "attn.qkv.", "self_attn.out_proj.": "attn.out.", "linear1.": "ffn.fc1.",
                         "linear2.": "ffn.fc2.", "norm1.": f"attn.{norm}.", "norm2.": f"ffn.{norm}."}
                layer.load_state_dict({theirs + part: p[f"layers.{i}.{mine}{part}"].detach()
                                       for theirs, mine in names.items() for part in ("weight", "bias")})
                x = layer(x, src_mask=mask)
            if c["placement"] == "pre":
                x = F.layer_norm(x, (8,), p["final_norm.weight"], p["final_norm.bias"], 1e-5)
            want = F.linear(x, p["token_embedding.weight"] if c["tiedHead"] else p["head.weight"])
            close(self, model.forward(c, p, {}, tokens), want)

    def test_gradients_by_finite_differences(self):
        """Along a random direction of every parameter tensor of every case (fourth-order differences)."""
        for name, _ in make.cases():
            c, p, [(tokens, targets), *_] = instance(name)

            def loss():
                return model.cross_entropy(model.forward(c, p, model.initial_buffers(c), tokens), targets)

            loss().backward()
            torch.manual_seed(2)
            for key, value in p.items():
                direction, start = torch.randn_like(value), value.detach().clone()
                h = 1e-6 if c["activation"] == "relu" else 1e-4  # small, not to cross a kink
                with torch.no_grad():
                    def at(steps):
                        value.copy_(start + steps * h * direction)
                        return loss().item()
                    slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h)
                    value.copy_(start)
                self.assertAlmostEqual((value.grad * direction).sum().item(), slope, delta=1e-8, msg=f"{name} {key}")

    def test_zero_gradients_are_rounding_and_others_are_not(self):
        for name, c in make.cases():
            result = make.compute(name, c, F64)
            for key, gradient in result["gradients"].items():
                zero = result["zeroGradients"].get(key, [])
                for i, g in enumerate(gradient["data"]):
                    self.assertTrue(abs(g) < 1e-14 if i in zero else g == 0 or abs(g) > 1e-8, f"{name} {key}[{i}] {g}")


if __name__ == "__main__":
    unittest.main()
