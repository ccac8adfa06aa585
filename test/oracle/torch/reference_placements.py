"""Every placement of the reference: one function each, straight from its paper's equation.

A function takes the stack s and its embedding e and returns what the readout reads. `for F in s.sublayers` goes
through the residual sublayers from the bottom: F(x) is the attention (self or cross) or the feed-forward network
itself, F.norm(site, x) a norm of the model's normalizer, F.p(name, *shape) a parameter, F.block the block it is in
(block.number from 1). s.embedding_norm and s.final_norm apply the norm if the placement usually has it, or if the
model's own embeddingNorm / finalNorm says so; without it they are the identity.
"""
import math

import torch

from reference_norms import l2_normalize


def plain(s, e):
    """No norm (and T-Fixup, Huang et al. 2020, which is only an initialisation of it): x <- x + F(x)"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = x + F(x)
    return s.final_norm(x, usual=False)


def post(s, e):
    """Vaswani et al. 2017: x <- LN(x + F(x))"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = F.norm("exit_norm", x + F(x))
    return s.final_norm(x, usual=False)


def pre(s, e):
    """GPT-2, Xiong et al. 2020: x <- x + F(LN x), and a norm at the end"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = x + F(F.norm("input_norm", x))
    return s.final_norm(x)


def sandwich(s, e, embedding_norm=False):
    """CogView, Ding et al. 2021: x <- x + LN2(F(LN1 x))"""
    x = s.embedding_norm(e, usual=embedding_norm)
    for F in s.sublayers:
        x = x + F.norm("output_norm", F(F.norm("input_norm", x)))
    return s.final_norm(x)


def peri(s, e):
    """Peri-LN, Kim et al. 2025: the sandwich, with a norm on the embedding"""
    return sandwich(s, e, embedding_norm=True)


def branch_out(s, e):
    """Swin v2, OLMo 2: x <- x + LN(F(x))"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = x + F.norm("output_norm", F(x))
    return s.final_norm(x)


def sub_ln(s, e):
    """Magneto, Wang et al. 2022: x <- x + W_out LN(core(LN x)); cross-attention has the first norm only"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        h = F.norm("input_norm", x)
        x = x + (F(h) if F.kind == "cross" else F(h, inner=lambda y: F.norm("inner_norm", y)))
    return s.final_norm(x)


def deepnorm_alpha(side, n_encoder, n_decoder):
    """DeepNet's table: N encoder blocks, M decoder blocks."""
    N, M = n_encoder, n_decoder
    return {"encoder-only": lambda: (2 * N) ** (1 / 4),
            "decoder-only": lambda: (2 * M) ** (1 / 4),
            "encoder": lambda: 0.81 * (N ** 4 * M) ** (1 / 16),
            "decoder": lambda: (3 * M) ** (1 / 4)}[side]()


def deepnorm(s, e):
    """DeepNet, Wang et al. 2022: x <- LN(alpha x + F(x))"""
    alpha = deepnorm_alpha(s.side, s.n_encoder, s.n_decoder)
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = F.norm("exit_norm", alpha * x + F(x))
    return s.final_norm(x, usual=False)


def keel(s, e):
    """Keel, Chen & Wei 2026: x <- LN(alpha x + F(LN x)), alpha = the number of sublayers.

    The first attention has no outer norm; the first attention and the first feed-forward network have no alpha.
    """
    alpha = len(s.sublayers)
    x = s.embedding_norm(e)
    for F in s.sublayers:
        y = F(F.norm("input_norm", x))
        if F.block.number == 1 and F.kind == "attn":
            x = x + y
        elif F.block.number == 1 and F.kind == "ffn":
            x = F.norm("exit_norm", x + y)
        else:
            x = F.norm("exit_norm", alpha * x + y)
    return s.final_norm(x, usual=False)


def admin(s, e):
    """Admin, Liu et al. 2020: x <- LN(omega * x + F(x)), omega learned per feature"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = F.norm("exit_norm", F.p("omega", s.d) * x + F(x))
    return s.final_norm(x, usual=False)


def rezero(s, e):
    """ReZero, Bachlechner et al. 2020: x <- x + a F(x), one a per block"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = x + F.block.p("resweight", 1) * F(x)
    return s.final_norm(x, usual=False)


def skipinit(s, e):
    """SkipInit, De & Smith 2020: x <- x + a F(x), one a per branch"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = x + F.p("alpha", 1) * F(x)
    return s.final_norm(x, usual=False)


def fixup(s, e):
    """Fixup, Zhang et al. 2019: x <- x + m F(x + b1), with b2 added before the branch's last matrix"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        y = F(x + F.p("input_shift", 1), inner=lambda h: h + F.p("inner_shift", 1))
        x = x + F.p("multiplier", 1) * y
    return s.final_norm(x, usual=False)


def layerscale(s, e):
    """CaiT, Touvron et al. 2021: x <- x + diag(gamma) F(LN x)"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = x + F.p("gamma", s.d) * F(F.norm("input_norm", x))
    return s.final_norm(x)


def b2t(s, e):
    """B2T connection, Takase et al. 2022: post, but the block's last norm is LN(x_in + y + FFN(y))"""
    x = s.embedding_norm(e)
    for block in s.blocks:
        y = x
        for F in block.attentions:
            y = F.norm("exit_norm", y + F(y))
        x = block.ffn.norm("exit_norm", x + y + block.ffn(y))
    return s.final_norm(x, usual=False)


def span(s, e):
    """SpanNorm 2026: y = LN(x + Attn(x)); x <- LN(x + FFN(y))"""
    x = s.embedding_norm(e)
    for block in s.blocks:
        y = x
        for F in block.attentions:
            y = F.norm("exit_norm", y + F(y))
        x = block.ffn.norm("exit_norm", x + block.ffn(y))
    return s.final_norm(x, usual=False)


def residual_dual(s, e):
    """ResiDual, Xie et al. 2023: x <- LN(x + F(x)), u <- u + F(x), u_0 = x_0; the output is x_N + LN(u_N)"""
    x = u = s.embedding_norm(e)
    for F in s.sublayers:
        y = F(x)
        x, u = F.norm("exit_norm", x + y), u + y
    return x + s.final_norm(s.option("scale", 1) * u)


def normformer(s, e):
    """NormFormer, Shleifer et al. 2021: pre, with a gain per head and a norm on what attention returns, a norm after
    the FFN's activation and a gain on the FFN's residual"""
    x = s.embedding_norm(e)
    for block in s.blocks:
        for F in block.attentions:
            if F.kind == "cross" and not s.option("cross", True):
                x = x + F(F.norm("input_norm", x))
                continue
            y = F(F.norm("input_norm", x), heads=lambda o: o * F.p("head_scale", s.n_heads)[:, None, None])
            x = x + F.norm("output_norm", y)
        F = block.ffn
        y = F(F.norm("input_norm", x), inner=lambda h: F.norm("inner_norm", h))
        x = F.p("residual_scale", s.d) * x + y
    return s.final_norm(x)


def mix_ln(s, e):
    """Mix-LN, Li et al. 2024: the first floor(share N) blocks are post, the others pre"""
    posts = math.floor(s.option("share", 0.25) * len(s.blocks))
    x = s.embedding_norm(e)
    for F in s.sublayers:
        if F.block.number <= posts:
            x = F.norm("exit_norm", x + F(x))
        else:
            x = x + F(F.norm("input_norm", x))
    return s.final_norm(x)


def qkv_norm(F):
    return lambda q, k, v: (F.norm("q_norm", q), F.norm("k_norm", k), F.norm("v_norm", v))


def hybrid(s, e):
    """HybridNorm, Zhuo et al. 2025: Y = MHA_qkv-normed(X) + X;  X <- FFN(LN Y) + LN Y"""
    x = s.embedding_norm(e)
    for block in s.blocks:
        y = x + block.attn(x, qkv=qkv_norm(block.attn))
        h = block.ffn.norm("entry_norm", y)
        x = h + block.ffn(h)
    return s.final_norm(x)


def hybrid_star(s, e):
    """HybridNorm*: hybrid, but the first block is Y = MHA_qkv-normed(LN X) + X;  X <- FFN(LN Y) + Y"""
    x = s.embedding_norm(e)
    for block in s.blocks:
        if block.number == 1:
            y = x + block.attn(block.attn.norm("input_norm", x), qkv=qkv_norm(block.attn))
            x = y + block.ffn(block.ffn.norm("input_norm", y))
        else:
            y = x + block.attn(x, qkv=qkv_norm(block.attn))
            h = block.ffn.norm("entry_norm", y)
            x = h + block.ffn(h)
    return s.final_norm(x)


def lns(s, e):
    """LayerNorm Scaling, Sun et al. 2025: x <- x + F(LN(x) / sqrt(l)), l the block from 1; and the paper's ablations"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        root, where = math.sqrt(F.block.number), s.option("scaleAt", "after-norm")
        if where == "after-norm" or where == ("ffn-only" if F.kind == "ffn" else "attn-only"):
            x = x + F(F.norm("input_norm", x) / root)
        elif where == "before-norm":
            x = x + F(F.norm("input_norm", x / root))
        elif where == "after-branch":
            x = x + F(F.norm("input_norm", x)) / root
        elif where == "after-residual":
            x = (x + F(F.norm("input_norm", x))) / root
        else:  # attn-only in the feed-forward network, ffn-only in the attention
            assert where in ("attn-only", "ffn-only"), where
            x = x + F(F.norm("input_norm", x))
    return s.final_norm(x)


def parallel(s, e):
    """GPT-J, PaLM: x <- x + Attn(LN x) + FFN(LN x), one norm"""
    x = s.embedding_norm(e)
    for block in s.blocks:
        h = block.norm("input_norm", x)
        x = x + block.attn(h) + block.ffn(h)
    return s.final_norm(x)


def parallel_two(s, e):
    """GPT-NeoX: x <- x + Attn(LN1 x) + FFN(LN2 x)"""
    x = s.embedding_norm(e)
    for block in s.blocks:
        x = x + block.attn(block.attn.norm("input_norm", x)) + block.ffn(block.ffn.norm("input_norm", x))
    return s.final_norm(x)


def gpas(s, e):
    """GPAS, Chen et al. 2025: y = x + F(LN x);  x <- y - SiLU(g) stopgrad(y), one g per block"""
    x = s.embedding_norm(e)
    for F in s.sublayers:
        y = x + F(F.norm("input_norm", x))
        gate = F.block.p("gate", 1)
        x = y - gate * torch.sigmoid(gate) * y.detach()
    return s.final_norm(x)


def prores(s, e):
    """ProRes 2026: what is added to the stream is multiplied by a(l, t) = min(t / (T l), 1), l the block from 1"""
    base = s.option("base", "pre")
    x = s.embedding_norm(e)
    for F in s.sublayers:
        a = min(s.step / (s.option("rampSteps", 1000) * F.block.number), 1)
        if base == "pre":
            x = x + a * F(F.norm("input_norm", x))
        elif base == "post":
            x = F.norm("exit_norm", x + a * F(x))
        else:
            assert base == "sandwich", base
            x = x + a * F.norm("output_norm", F(F.norm("input_norm", x)))
    return s.final_norm(x, usual=base != "post")


def branchnorm(s, e):
    """BranchNorm, Liu et al. 2023: x <- LN(x + a_t F(x)), a_t = min(t / T, 1)"""
    a = min(s.step / s.option("rampSteps", 1000), 1)
    x = s.embedding_norm(e)
    for F in s.sublayers:
        x = F.norm("exit_norm", x + a * F(x))
    return s.final_norm(x, usual=False)


def siamese(s, e):
    """SiameseNorm 2026: O = F(LN(X + LN_Y(Y)));  X <- LN_X(X + O / c), c = sqrt(2 l), l the block from 1;  Y <- Y + O.

    X_0 = LN(e), Y_0 = e; the output is X_N + LN(Y_N).
    """
    x, y = s.embedding_norm(e, usual=True), e
    for F in s.sublayers:
        o = F(F.norm("input_norm", x + F.norm("second_norm", y)))
        x, y = F.norm("exit_norm", x + o / math.sqrt(2 * F.block.number)), y + o
    if s.option("end", "sum") == "normed":
        return s.normalize(f"{s.prefix}end_norm", s.normalize(f"{s.prefix}stream_norm", x) + s.final_norm(y))
    return x + s.final_norm(y)


def glm(s, e):
    """GLM-130B: h = LN(x);  x <- a h + F(h), a = sqrt(2 N) (or MiniMax's fourth root), N the blocks of the stack"""
    a = (2 * len(s.blocks)) ** {"sqrt": 1 / 2, "fourth": 1 / 4}[s.option("alpha", "sqrt")]
    x = s.embedding_norm(e)
    for F in s.sublayers:
        h = F.norm("entry_norm", x)
        x = a * h + F(h)
    return s.final_norm(x)


def ngpt(s, e):
    """nGPT, Loshchilov et al. 2024: x <- L2(x + |a| (L2(F(x)) - x)); all norms are L2, without parameters.

    a is stored as a0 = 1/sqrt(d) and used as a 0.05 sqrt(d), the q-k scale as 1/sqrt(d) times sqrt(d), the hidden
    scale as 1 times sqrt(d). (The weights are put back on the sphere after each step: reference.put_on_sphere.)
    """
    assert s.n_kv_heads == s.n_heads, "nGPT with grouped keys is not defined"
    root = math.sqrt(s.d)
    x = l2_normalize(e) if s.embedding_norm_is_on(usual=True) else e
    for F in s.sublayers:
        if F.kind == "ffn":
            y = F(x, hidden=lambda h: h * F.p("hidden_scale", h.shape[-1]) * root)
        else:
            dh = s.d // s.n_heads
            qk_scale = (F.p("qk_scale", s.d) * root).reshape(s.n_heads, 1, dh)
            y = F(x, qkv=lambda q, k, v: (l2_normalize(q), l2_normalize(k), v),
                  rotated=lambda q, k: (q * qk_scale, k * qk_scale), scale=math.sqrt(dh))
        a = (F.p("alpha", s.d) * 0.05 * root).abs()
        x = l2_normalize(x + a * (l2_normalize(y) - x))
    return s.final_norm(x, usual=False)


def hyper_connections(s, e):
    """Hyper-Connections, Zhu et al. 2024, static: h = sum_j A_m[j] H_j;  o = F(LN h);  H_i <- B[i] o + sum_j A_r[j, i] H_j.

    n copies of the embedding at the start, their sum at the end.
    """
    n = s.option("streams", 4)
    H = torch.stack([s.embedding_norm(e)] * n)
    for F in s.sublayers:
        read, write, mix = F.p("stream_read", n), F.p("stream_write", n), F.p("stream_mix", n, n)
        h = torch.einsum("j,jbtd->btd", read, H)
        o = F(F.norm("input_norm", h))
        H = torch.einsum("i,btd->ibtd", write, o) + torch.einsum("ji,jbtd->ibtd", mix, H)
    return s.final_norm(H.sum(0))


def custom(s, e):
    """Norms where rules of a spec put them, for all blocks; none of the factors.

    x <- exit(entry(x) + output(F(input(entry(x))))), with norms on q, k, v and on the joined or single heads inside F.
    """
    x = s.embedding_norm(e, usual=s.placement_norm("embeddingNorm", False))
    for F in s.sublayers:
        rules = [rule for rule in s.model["placement"].get("rules", []) if F.kind in rule.get("sublayers", (F.kind,))]
        sites = {name: site if isinstance(site, dict) else {} for rule in rules for name, site in rule.items()
                 if name not in ("sublayers", "layers")}

        def norm(name, y, usual_span="features"):
            if name not in sites:
                return y
            site = sites[name]
            if usual_span == "features":
                return F.norm(f"{name}_norm", y)
            whole = site.get("acrossHeads", usual_span == "all" and not site.get("eachHead"))
            if not whole:  # y is [B, heads, positions, dh]
                return F.norm_each_head(f"{name}_norm", y) if site.get("eachHead") else F.norm(f"{name}_norm", y)
            flat = y.transpose(1, 2).reshape(y.shape[0], y.shape[2], -1)
            normed = F.norm(f"{name}_norm", flat)
            return normed.reshape(y.shape[0], y.shape[2], y.shape[1], y.shape[3]).transpose(1, 2)

        h = norm("entry", x)
        if F.kind == "ffn":
            y = F(norm("input", h), inner=lambda a: norm("inner", a))
        else:
            y = F(norm("input", h), memory=lambda a: norm("memory", a), heads=lambda a: norm("inner", a, "all"),
                  qkv=lambda q, k, v: (norm("q", q, "one"), norm("k", k, "one"), norm("v", v, "one")))
        x = norm("exit", h + norm("output", y))
    return s.final_norm(x, usual=s.placement_norm("finalNorm", True))


# --- Initialisation: what the papers multiply Xavier's gain by. A kit holds drawn parameters, so nothing above uses these.

def deepnorm_beta(side, n_encoder, n_decoder):
    """DeepNet: for fc1, fc2, the values and the output projection"""
    N, M = n_encoder, n_decoder
    return {"encoder-only": lambda: (8 * N) ** (-1 / 4),
            "decoder-only": lambda: (8 * M) ** (-1 / 4),
            "encoder": lambda: 0.87 * (N ** 4 * M) ** (-1 / 16),
            "decoder": lambda: (12 * M) ** (-1 / 4)}[side]()


def magneto_gain(side, n_encoder, n_decoder):
    """Magneto (Sub-LN): for the same matrices"""
    N, M = n_encoder, n_decoder
    return {"encoder-only": lambda: math.sqrt(math.log(2 * N)),
            "decoder-only": lambda: math.sqrt(math.log(2 * M)),
            "encoder": lambda: math.sqrt(math.log(3 * M) * math.log(2 * N) / 3),
            "decoder": lambda: math.sqrt(math.log(3 * M))}[side]()


def admin_omega(sublayers):
    """admin-torch's "O(log n)" start of omega, n the residual sublayers"""
    return math.sqrt((sublayers + 1) / math.log(sublayers + 1) - 1)


PLACEMENTS = {
    "none": plain, "t-fixup": plain, "post": post, "pre": pre, "sandwich": sandwich, "peri": peri,
    "branch-out": branch_out, "sub-ln": sub_ln, "deepnorm": deepnorm, "keel": keel, "admin": admin, "rezero": rezero,
    "skipinit": skipinit, "fixup": fixup, "layerscale": layerscale, "b2t": b2t, "span": span,
    "residual-dual": residual_dual, "normformer": normformer, "mix-ln": mix_ln, "hybrid": hybrid,
    "hybrid-star": hybrid_star, "lns": lns, "parallel": parallel, "parallel-two": parallel_two, "gpas": gpas,
    "prores": prores, "branchnorm": branchnorm, "siamese": siamese, "glm": glm, "ngpt": ngpt,
    "hyper-connections": hyper_connections, "custom": custom,
}
NOT_IN_ENCODER_DECODER = {"parallel", "parallel-two", "hybrid", "hybrid-star", "ngpt", "siamese"}
