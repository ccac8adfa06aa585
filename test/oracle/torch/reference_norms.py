"""Every normalizer of the reference, one function each, from its paper or its authors' code.

A function takes the site (its parameters, states and options) and x of shape [..., T, features]; unless it says
otherwise, statistics are over the features of one token.
"""
import math

import torch

STATES = ("running_mean", "running_var", "running_phi", "ema_gz")  # kept with the parameters, but not trained


class Site:
    """Where one norm stands: the parameters `<key>.<name>`, the normalizer's options, the step, training or not."""

    def __init__(self, tensors, key, options, training, step):
        self.tensors, self.key, self.options, self.training, self.step = tensors, key, options, training, step

    def p(self, name, *shape):
        return self.tensors(f"{self.key}.{name}", *shape)

    def weight(self, x):
        return self.p("weight", x.shape[-1])

    def bias(self, x):
        return self.p("bias", x.shape[-1])

    def state(self, name, start, x):
        return self.tensors.state(f"{self.key}.{name}", start, x.shape[-1])

    def set_state(self, name, value):
        self.tensors.set_state(f"{self.key}.{name}", value)

    def option(self, name, default):
        value = self.options.get(name)
        return default if value is None else value


def normalize(options, tensors, key, x, training, step):
    return NORMALIZERS[options["id"]](Site(tensors, key, options, training, step), x)


def standardize(x, eps, dims=-1):
    """(x - mean) / sqrt(var + eps), with the biased variance."""
    mean = x.mean(dims, keepdim=True)
    var = ((x - mean) ** 2).mean(dims, keepdim=True)
    return (x - mean) / torch.sqrt(var + eps)


def mean_square(x):
    return (x * x).mean(-1, keepdim=True)


def l2_normalize(x, dim=-1, floor=1e-12):
    """x / max(||x||, 1e-12), torch's F.normalize."""
    return x / x.norm(dim=dim, keepdim=True).clamp(min=floor)


# --- LayerNorm, Ba et al. 2016: g (x - mean) / sqrt(var + eps) + b -------------------------------------------------

def layer(n, x):
    if n.option("std", "biased") == "unbiased":  # The Annotated Transformer: a_2 * (x - mean) / (std + eps) + b_2
        return n.weight(x) * (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + n.option("eps", 1e-5)) + n.bias(x)
    return standardize(x, n.option("eps", 1e-5)) * n.weight(x) + n.bias(x)


def layer_no_bias(n, x):
    """Cohere, MPT: LayerNorm without b."""
    return standardize(x, n.option("eps", 1e-5)) * n.weight(x)


def layer_1p(n, x):
    """Nemotron: LayerNorm whose gain is 1 + weight."""
    return standardize(x, n.option("eps", 1e-5)) * (1 + n.weight(x)) + n.bias(x)


def layer_plain(n, x):
    """OLMo 1: LayerNorm without parameters."""
    return standardize(x, n.option("eps", 1e-5))


def cogview(n, x):
    """CogView: LN(x / (max|x| / 8)), the token's largest feature taken as a constant."""
    sizes = x.detach().abs()
    largest = sizes.max() if n.option("maximum", "token") == "tensor" else sizes.max(-1, keepdim=True).values
    return standardize(x / (largest / 8), n.option("eps", 1e-5)) * n.weight(x) + n.bias(x)


# --- RMSNorm, Zhang & Sennrich 2019 ----------------------------------------------------------------------------------

def rms(n, x):
    """T5, Llama: g x / sqrt(mean(x^2) + eps)."""
    return x / torch.sqrt(mean_square(x) + n.option("eps", 1e-6)) * n.weight(x)


def root_mean_square(x):
    """||x|| / sqrt(features), as the authors' code has it: its gradient at x = 0 is 0."""
    return x.norm(dim=-1, keepdim=True) / x.shape[-1] ** 0.5


def rms_original(n, x):
    """The authors' code: g x / (rms(x) + eps), eps outside of the root."""
    return x / (root_mean_square(x) + n.option("eps", 1e-8)) * n.weight(x)


def rms_1p(n, x):
    """Gemma: (1 + w) x / sqrt(mean(x^2) + eps)."""
    return x / torch.sqrt(mean_square(x) + n.option("eps", 1e-6)) * (1 + n.weight(x))


def rms_plain(n, x):
    return x / torch.sqrt(mean_square(x) + n.option("eps", 1e-6))


def prms(n, x):
    """pRMSNorm: as rms_original, with the rms of the first features only."""
    exact = round(x.shape[-1] * n.option("share", 0.0625), 9)
    part = max(1, math.ceil(exact) if n.option("round", "down") == "up" else int(exact))
    return x / (root_mean_square(x[..., :part]) + n.option("eps", 1e-8)) * n.weight(x)


# --- Lengths ---------------------------------------------------------------------------------------------------------

def scale(n, x):
    """ScaleNorm, Nguyen & Salazar 2019: g x / max(||x||, 1e-5), g one number."""
    return n.p("weight", 1) * l2_normalize(x, floor=n.option("eps", 1e-5))


def l2(n, x):
    return l2_normalize(x, floor=n.option("eps", 1e-12))


# --- Other axes ------------------------------------------------------------------------------------------------------

def group(n, x):
    """GroupNorm of [tokens, features]: each group of one token's features is standardized by itself."""
    groups = n.option("groups", 4)
    parts = x.reshape(*x.shape[:-1], groups, x.shape[-1] // groups)
    return standardize(parts, n.option("eps", 1e-5)).reshape(x.shape) * n.weight(x) + n.bias(x)


def instance(n, x):
    """InstanceNorm: each feature of one sequence is standardized over its positions."""
    return standardize(x, n.option("eps", 1e-5), dims=-2) * n.weight(x) + n.bias(x)


def batch(n, x):
    """BatchNorm, Ioffe & Szegedy 2015: each feature over all rows; running statistics in evaluation."""
    eps, momentum, rows = n.option("eps", 1e-5), n.option("momentum", 0.1), x.reshape(-1, x.shape[-1])
    running_mean, running_var = n.state("running_mean", 0, x), n.state("running_var", 1, x)
    if n.training:
        y = standardize(rows, eps, dims=0)
        with torch.no_grad():
            n.set_state("running_mean", (1 - momentum) * running_mean + momentum * rows.mean(0))
            n.set_state("running_var", (1 - momentum) * running_var + momentum * rows.var(0, unbiased=True))
    else:
        y = (rows - running_mean) / torch.sqrt(running_var + eps)
    return y.reshape(x.shape) * n.weight(x) + n.bias(x)


class PowerFunction(torch.autograd.Function):
    """PowerNorm of rows [M, features], Shen et al. 2020, after sIncerass/powernorm's PowerFunction (no mask).

    forward:  z = x / sqrt(psi + eps), psi = the batch's mean square while t <= warm-up, then the running one
    backward: g~ = g - (1 - a_bkw) nu z;  nu <- nu + mean(g~ z);  dx = g~ / sqrt(batch's mean square + eps)
    """

    @staticmethod
    def forward(ctx, x, weight, bias, n):
        eps, warmup, forward_decay = n.option("eps", 1e-5), n.option("warmupSteps", 100), n.option("forward", 0.9)
        phi, var, t = n.state("running_phi", 1, x), (x * x).mean(0), n.step
        z = x / torch.sqrt((var if t <= warmup else phi) + eps)
        if t < warmup:
            phi = phi * (t - 1) / t + var / t
        n.set_state("running_phi", forward_decay * phi + (1 - forward_decay) * var)
        ctx.save_for_backward(z, var, weight)
        ctx.site, ctx.eps, ctx.nu = n, eps, n.state("ema_gz", 0, x)
        return z * weight + bias

    @staticmethod
    def backward(ctx, dy):
        z, var, weight = ctx.saved_tensors
        g = dy * weight - (1 - ctx.site.option("backward", 0.9)) * ctx.nu * z
        ctx.site.set_state("ema_gz", ctx.nu + (g * z).mean(0))
        return g / torch.sqrt(var + ctx.eps), (dy * z).sum(0), dy.sum(0), None


def power(n, x):
    """PowerNorm with group scaling: x / sqrt(the group's mean square + eps) per token, then PowerFunction."""
    eps, groups = n.option("eps", 1e-5), n.option("groups", 1)
    parts = x.reshape(*x.shape[:-1], groups, x.shape[-1] // groups)
    rows = (parts / torch.sqrt(mean_square(parts) + eps)).reshape(-1, x.shape[-1])
    weight, bias, phi = n.weight(x), n.bias(x), n.state("running_phi", 1, x)
    n.state("ema_gz", 0, x)
    if n.training:
        return PowerFunction.apply(rows, weight, bias, n).reshape(x.shape)
    return (rows / torch.sqrt(phi + eps) * weight + bias).reshape(x.shape)


# --- No statistics ---------------------------------------------------------------------------------------------------

def dyt(n, x):
    """DyT, Zhu et al. 2025: g tanh(a x) + b."""
    return n.weight(x) * torch.tanh(n.p("alpha", 1) * x) + n.bias(x)


def derf(n, x):
    """Derf, Chen et al. 2025: g erf(a x + s) + b."""
    return n.weight(x) * torch.erf(n.p("alpha", 1) * x + n.p("shift", 1)) + n.bias(x)


NORMALIZERS = {
    "layer": layer, "layer-no-bias": layer_no_bias, "layer-1p": layer_1p, "layer-plain": layer_plain,
    "rms": rms, "rms-original": rms_original, "rms-1p": rms_1p, "rms-plain": rms_plain, "prms": prms,
    "scale": scale, "l2": l2, "batch": batch, "power": power, "group": group, "instance": instance,
    "dyt": dyt, "derf": derf, "cogview": cogview,
}
