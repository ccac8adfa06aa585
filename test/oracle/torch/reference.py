"""The whole model and its training steps in plain PyTorch: a second opinion on the engine, sharing nothing with it.

A model is a dict (spec.json's `model`), its parameters and running states are a dict of tensors (Linear weights are
[out, in]). Norms are in reference_norms.py, placements in reference_placements.py. A parameter's shape is said where
it is used, so the parameters that a model has are exactly those that its forward pass asks for.
"""
import math
import re

import torch

from reference_norms import STATES, l2_normalize, normalize
from reference_placements import NOT_IN_ENCODER_DECODER, PLACEMENTS


class Tensors:
    """Parameters and running states by key; `make(key, shape)`, if given, makes the missing ones."""

    def __init__(self, values, make=None):
        self.values, self.make = dict(values), make

    def __call__(self, key, *shape):
        if key not in self.values:
            if self.make is None:
                raise KeyError(f"{key}: missing")
            self.values[key] = self.make(key, shape).requires_grad_()
        found = tuple(self.values[key].shape)
        if found != shape:
            raise ValueError(f"{key}: shape {list(found)}, not {list(shape)}")
        return self.values[key]

    def state(self, key, start, *shape):
        if key not in self.values and self.make is not None:
            self.values[key] = torch.full(shape, float(start), dtype=torch.float64)
        return self(key, *shape)

    def set_state(self, key, value):
        self.values[key] = value.detach()

    @property
    def parameters(self):
        return {key: value for key, value in self.values.items() if key.split(".")[-1] not in STATES}


class RowOf:
    """Gain and shift of one of n norms that are stored together, a row each; what else a norm has, all n share."""

    def __init__(self, tensors, n, row):
        self.tensors, self.n, self.row = tensors, n, row

    def __call__(self, key, *shape):
        own = key.endswith((".weight", ".bias"))
        return self.tensors(key, self.n, *shape)[self.row] if own else self.tensors(key, *shape)


def of_stack(value, side):
    """A field that has one value for both stacks, or one for each."""
    return value.get(side.split("-")[0]) if isinstance(value, dict) else value


class Sublayer:
    """F of the equations: one attention ("attn"), cross-attention ("cross") or feed-forward network ("ffn")."""

    def __init__(self, stack, block, kind):
        self.stack, self.block, self.kind, self.key = stack, block, kind, f"{block.key}.{kind}"

    def __call__(self, x, **changes):
        y = feed_forward(self, x, **changes) if self.kind == "ffn" else attention(self, x, **changes)
        # Of placements that write what F returns as it is.
        return self.stack.dropped(self.key, y) * self.stack.masks.get(f"mask:{self.key}.drop", 1)

    def norm(self, site, x):
        return self.stack.normalize(f"{self.key}.{site}", x)

    def norm_each_head(self, site, x):
        """x [B, heads, positions, dh]: head h by a norm of its own, whose parameters are the rows h of what is stored."""
        s, heads = self.stack, range(x.shape[1])
        own = [RowOf(s.tensors, x.shape[1], h) for h in heads]
        normed = [normalize(s.model["normalizer"], own[h], f"{self.key}.{site}", x[:, h], s.training, s.step) for h in heads]
        return torch.stack(normed, dim=1)

    def p(self, name, *shape):
        return self.stack.tensors(f"{self.key}.{name}", *shape)

    def linear(self, name, x, outputs):
        y = x @ self.p(f"{name}.weight", outputs, x.shape[-1]).T
        return y + self.p(f"{name}.bias", outputs) if self.stack.model["bias"] else y


class Block:
    def __init__(self, stack, number):
        self.stack, self.number, self.key = stack, number, f"{stack.prefix}layers.{number - 1}"
        self.attn, self.ffn = Sublayer(stack, self, "attn"), Sublayer(stack, self, "ffn")
        self.attentions = [self.attn] + ([Sublayer(stack, self, "cross")] if stack.side == "decoder" else [])
        self.sublayers = self.attentions + [self.ffn]

    def norm(self, site, x):
        return self.stack.normalize(f"{self.key}.{site}", x)

    def p(self, name, *shape):
        return self.stack.tensors(f"{self.key}.{name}", *shape)


class Stack:
    """The blocks of a decoder or an encoder, or of one side of an encoder-decoder, and what they can see."""

    def __init__(self, model, tensors, training, step, side, memory=None, source_padding=None, masks=None):
        self.model, self.tensors, self.training, self.step, self.side = model, tensors, training, step, side
        self.memory, self.source_padding = memory, source_padding  # [B, S, d] and [B, S], True where nobody may look
        self.prefix = f"{side}." if side in ("encoder", "decoder") else ""
        self.n_encoder = {"encoder-only": model["nLayers"], "decoder-only": 0}.get(side, model.get("nEncoderLayers"))
        self.n_decoder = 0 if side == "encoder-only" else model["nLayers"]
        self.d, self.n_heads, self.n_kv_heads = model["dModel"], model["nHeads"], model["nKvHeads"]
        depth = self.n_encoder if side.startswith("encoder") else self.n_decoder
        self.masks = masks if training and masks else {}
        every = [Block(self, number) for number in range(1, depth + 1)]
        # LayerDrop: a block that is dropped is not there.
        self.blocks = [block for block in every if self.masks.get(f"mask:{block.key}.drop", 1) != 0]
        self.sublayers = [F for block in self.blocks for F in block.sublayers]

    def dropped(self, place, x):
        mask = self.masks.get(f"mask:{place}")
        return x if mask is None else x * mask.reshape(x.shape) / (1 - self.model["dropout"])

    def option(self, name, default):
        value = self.model["placement"].get(name)
        return default if value is None else value

    def normalize(self, key, x):
        return normalize(self.model["normalizer"], self.tensors, key, x, self.training, self.step)

    def embedding_norm_is_on(self, usual):
        own = of_stack(self.model.get("embeddingNorm"), self.side)
        return usual if own is None else own

    def embedding_norm(self, x, usual=False):
        return self.normalize(f"{self.prefix}embedding_norm", x) if self.embedding_norm_is_on(usual) else x

    def placement_norm(self, name, usual):
        own = of_stack(self.model["placement"].get(name), self.side)
        return usual if own is None else own

    def final_norm(self, x, usual=True):
        own = of_stack(self.model.get("finalNorm"), self.side)
        return self.normalize(f"{self.prefix}final_norm", x) if (usual if own is None else own) else x

    def run(self, embedding):
        return PLACEMENTS[self.model["placement"]["id"]](self, self.dropped(f"{self.prefix}embed", embedding))


# --- Sublayers -------------------------------------------------------------------------------------------------------

def rotate(x):
    """Rotary positions, Su et al. 2021, in Llama's form: features i and i + dh/2 turn by t / 10000^(2i/dh)."""
    T, dh = x.shape[-2:]
    angle = torch.arange(T, dtype=x.dtype)[:, None] / 10000 ** (torch.arange(0, dh, 2, dtype=x.dtype) / dh)
    a, b = x[..., :dh // 2], x[..., dh // 2:]
    return torch.cat([a * angle.cos() - b * angle.sin(), b * angle.cos() + a * angle.sin()], dim=-1)


def attention(F, x, qkv=None, rotated=None, scale=None, heads=None, inner=None, memory=None):
    """softmax(scale q k^T) v. A placement can change q, k, v before (`qkv`: instead of the model's attention norm)
    and q, k after the rotation (`rotated`), each head's output (`heads`), the concatenated heads (`inner`), and what
    cross-attention makes keys and values of (`memory`)."""
    s, m = F.stack, F.stack.model
    H, K, dh = s.n_heads, s.n_kv_heads, s.d // s.n_heads
    if F.kind == "cross":
        q = F.linear("q", x, H * dh)
        read = F.norm("memory_norm", s.memory) if m.get("memoryNorm") else memory(s.memory) if memory else s.memory
        k, v = F.linear("kv", read, 2 * K * dh).split(K * dh, dim=-1)
    else:
        q, k, v = F.linear("qkv", x, (H + 2 * K) * dh).split([H * dh, K * dh, K * dh], dim=-1)

    own = m.get("attentionNorm") if F.kind == "attn" and qkv is None else None
    kind, span = (own["id"], own.get("span") or "head") if own else ("none", None)
    turns = m["position"] == "rotary" and F.kind == "attn"
    q, k, v = (y.reshape(*y.shape[:2], -1, dh).transpose(1, 2) for y in (q, k, v))  # [B, heads, positions, dh]
    if turns and own and own.get("order") == "rotation-first":  # Llama 4, Hunyuan: turned, then normed
        q, k, turns = rotate(q), rotate(k), False

    def normed(name, y):
        if span == "full":  # OLMo 2: over the whole projection
            flat = y.transpose(1, 2).reshape(y.shape[0], y.shape[2], -1)
            return F.norm(name, flat).reshape(y.shape[0], y.shape[2], -1, dh).transpose(1, 2)
        # Chameleon, Command R+: each head has a gain of its own; ViT-22B, Qwen 3: the heads share one norm
        return F.norm_each_head(name, y) if span == "each-head" else F.norm(name, y)

    if kind in ("qk", "qkv"):
        q, k = normed("q_norm", q), normed("k_norm", k)
        v = normed("v_norm", v) if kind == "qkv" else v
    if kind == "cosine":  # Swin v2: cosines, times a learned scale per head
        q, k = l2_normalize(q), l2_normalize(k)
        scale = F.p("logit_scale", H).clamp(max=math.log(100)).exp()[:, None, None]
    if qkv is not None:
        q, k, v = qkv(q, k, v)
    if turns:
        q, k = rotate(q), rotate(k)
    if rotated is not None:
        q, k = rotated(q, k)

    k, v = (y.repeat_interleave(H // K, dim=1) for y in (k, v))
    scores = q @ k.transpose(2, 3) * (1 / math.sqrt(dh) if scale is None else scale)
    if F.kind == "attn" and s.side.startswith("decoder"):
        T = x.shape[1]
        scores = scores.masked_fill(torch.ones(T, T, dtype=torch.bool).triu(1), -math.inf)
    elif s.source_padding is not None:
        scores = scores.masked_fill(s.source_padding[:, None, None, :], -math.inf)
    y = torch.softmax(scores, dim=-1) @ v
    y = y if heads is None else heads(y)
    y = y.transpose(1, 2).reshape(*x.shape[:2], H * dh)
    return F.linear("out", y if inner is None else inner(y), s.d)


def gelu(x):
    return x * (1 + torch.erf(x / math.sqrt(2))) / 2


def swiglu(x):
    """Shazeer 2020: SiLU(gate) * up, the gate in the first half."""
    gate, up = x.chunk(2, dim=-1)
    return gate * torch.sigmoid(gate) * up


def geglu(x):
    """Shazeer 2020: GELU(gate) * up, the gate in the first half."""
    gate, up = x.chunk(2, dim=-1)
    return gelu(gate) * up


ACTIVATIONS = {"gelu": gelu, "relu": torch.relu, "relu2": lambda x: torch.relu(x) ** 2, "swiglu": swiglu, "geglu": geglu}
GATED = ("swiglu", "geglu")


def feed_forward(F, x, hidden=None, inner=None):
    """W2 act(W1 x); a placement can change W1 x (`hidden`) and the activation (`inner`)."""
    m = F.stack.model
    h = F.linear("fc1", x, m["dFf"] * (2 if m["activation"] in GATED else 1))
    h = ACTIVATIONS[m["activation"]](h if hidden is None else hidden(h))
    return F.linear("fc2", h if inner is None else inner(h), m["dModel"])


# --- The model -------------------------------------------------------------------------------------------------------

def sinusoidal(T, d):
    """Vaswani et al.: feature 2i is sin(t / 10000^(2i/d)), feature 2i+1 the cosine of the same angle."""
    angle = torch.arange(T, dtype=torch.float64)[:, None] / 10000 ** (torch.arange(0, d, 2, dtype=torch.float64) / d)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).reshape(T, -1)[:, :d]


def embedding_scale(m):
    """Vaswani et al. 2017, section 3.4: embeddings are multiplied by sqrt(d)."""
    return {"sqrt(width)": math.sqrt(m["dModel"])}.get(m.get("embeddingScale"), m.get("embeddingScale", 1))


def embed(m, tensors, prefix, tokens, length):
    """The embedding [B, T, d] of tokens or, for a model of patches, of patches."""
    d = m["dModel"]
    if m.get("patchSize"):
        x = tokens @ tensors("patch.weight", d, m["patchSize"]).T + tensors("patch.bias", d)
    else:
        x = tensors("token_embedding.weight", m["vocabSize"], d)[tokens] * embedding_scale(m)
    if m["position"] == "learned":
        return x + tensors(f"{prefix}position_embedding.weight", length, d)[:x.shape[1]]
    return x + sinusoidal(x.shape[1], d) if m["position"] == "sinusoidal" else x


def forward(m, tensors, batch, step=1, training=True):
    """Logits [B, T, vocabulary], or [B, classes] when the sequence is read out."""
    masks = {name: value for name, value in batch.items() if name.startswith("mask:")}
    if m["architecture"] == "encoder-decoder":
        assert m["placement"]["id"] not in NOT_IN_ENCODER_DECODER, m["placement"]["id"]
        padding = batch["source"] == m["padding"] if m.get("padding", -1) >= 0 else None
        encoder = Stack(m, tensors, training, step, "encoder", source_padding=padding, masks=masks)
        memory = encoder.run(embed(m, tensors, "encoder.", batch["source"], m["sourceLen"]))
        decoder = Stack(m, tensors, training, step, "decoder", memory=memory, source_padding=padding, masks=masks)
        x = decoder.run(embed(m, tensors, "decoder.", batch["tokens"], m["seqLen"]))
    else:
        stack = Stack(m, tensors, training, step, f"{m['architecture']}-only", masks=masks)
        x = stack.run(embed(m, tensors, "", batch["patches" if m.get("patchSize") else "tokens"], m["seqLen"]))
    if m["readout"] == "sequence":
        x = x.mean(1)
    outputs = m["vocabSize"] if m["readout"] == "token" and not m.get("patchSize") else m["classes"]
    key = "token_embedding.weight" if m.get("tiedHead") else "head.weight"
    logits = x @ tensors(key, outputs, m["dModel"]).T
    if m["placement"]["id"] == "ngpt":
        logits = logits * tensors("logit_scale", outputs) * math.sqrt(m["dModel"])
    return logits


def loss_of(logits, batch, smoothing=0):
    """sum of weight * -log softmax(logits)[target]; smoothed as torch's own cross-entropy is"""
    if smoothing:
        each = torch.nn.functional.cross_entropy(logits.flatten(0, -2), batch["targets"].flatten(), reduction="none", label_smoothing=smoothing)
        return (batch["weights"].flatten() * each).sum()
    picked = logits.gather(-1, batch["targets"][..., None])[..., 0]
    return (batch["weights"] * (torch.logsumexp(logits, dim=-1) - picked)).sum()


def make_tensors(m, make):
    """Parameters and states of a model, made by `make(key, shape)` as its forward pass asks for them."""
    tensors = Tensors({}, make)
    zeros = dict(tokens=(2, m["seqLen"]), source=(2, m.get("sourceLen") or 1))
    batch = {name: torch.zeros(size, dtype=torch.long) for name, size in zeros.items()}
    batch["patches"] = torch.zeros(2, m["seqLen"], m.get("patchSize") or 1, dtype=torch.float64)
    with torch.no_grad():
        forward(m, tensors, batch, training=False)
    return Tensors(tensors.values)


def expected_shapes(m):
    tensors = make_tensors(m, lambda key, shape: torch.ones(shape, dtype=torch.float64))
    return {key: tuple(value.shape) for key, value in tensors.values.items()}


# --- Training --------------------------------------------------------------------------------------------------------

def role(key):
    """"qkv" of layers.0.attn.qkv.weight; empty for what is not one of the matrices."""
    match = re.search(r"(?:^|\.)(token_embedding|position_embedding|patch|head|qkv|q|kv|out|fc1|fc2)\.weight$", key)
    return match[1] if match else ""


def make_optimizer(o, parameters):
    """torch's own optimizer; weight decay only on matrices."""
    decayed = [value for key, value in parameters.items() if role(key)]
    others = [value for key, value in parameters.items() if not role(key)]
    groups = [dict(params=decayed, weight_decay=o.get("weightDecay") or 0), dict(params=others, weight_decay=0)]
    groups = [group for group in groups if group["params"]]
    if o["id"] == "sgd":
        return torch.optim.SGD(groups, lr=o["lr"], momentum=o.get("momentum") or 0)
    adam = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "radam": torch.optim.RAdam}[o["id"]]
    return adam(groups, lr=o["lr"], betas=tuple(o["betas"]), eps=o["eps"])


@torch.no_grad()
def put_on_sphere(parameters):
    """nGPT: every matrix's vectors in model space get length 1; they are the rows of what reads the stream (or is
    looked up), the columns of what writes to it."""
    for key, value in parameters.items():
        if role(key):
            value.copy_(l2_normalize(value, dim=0 if role(key) in ("out", "fc2", "patch") else 1))


def train(spec, tensors, batches):
    """The steps of a kit. Changes `tensors`; returns what outputs.json and gradients.safetensors hold, and under
    `everyGradient` the gradients of every step."""
    m, parameters = spec["model"], tensors.parameters
    for value in parameters.values():
        value.requires_grad_()
    on_sphere = m["placement"]["id"] == "ngpt"
    if on_sphere:
        put_on_sphere(parameters)
    optimizer = make_optimizer(spec["optimizer"], parameters)
    losses, norms, every = [], [], []
    for t, batch in enumerate(batches, start=1):
        loss = loss_of(forward(m, tensors, batch, step=t), batch, m.get("labelSmoothing", 0))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        for value in parameters.values():  # of a block that was dropped
            value.grad = torch.zeros_like(value) if value.grad is None else value.grad
        every.append({key: value.grad.clone() for key, value in parameters.items()})
        losses.append(loss.item())
        norms.append(math.sqrt(sum((g * g).sum().item() for g in every[-1].values())))
        if spec.get("clip") is not None:
            torch.nn.utils.clip_grad_norm_(list(parameters.values()), spec["clip"])
        optimizer.step()
        if on_sphere:
            put_on_sphere(parameters)
    with torch.no_grad():
        final = loss_of(forward(m, tensors, batches[0], step=len(batches), training=False), batches[0]).item()
    return dict(loss=losses[0], losses=losses, gradientNorms=norms, evalLoss=final, gradients=every[0], everyGradient=every)
