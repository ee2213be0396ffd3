"""Forward passes of small networks whose layers mix tokens otherwise than by plain attention, in numpy, float64, whole
texts at once: latent attention, state spaces, delta rules, short convolutions, and routers that score by sigmoids.

    python3 mixers.py ../resources/org/cimlet/execute/references

As `forward.py`, written from the published descriptions. Where the executor goes token by token, this does not: latent
attention is done in the latents' space, state spaces by the matrix that they are equal to (Dao and Gu 2024), the delta
rule by solving for what all tokens write at once (Yang et al. 2024).
"""
import sys

import numpy as np

from forward import BASE, CONTEXT, HIDDEN, LAYERS, TOKENS, VOCABULARY, Weights, gated, rms, silu, softmax, write

T = len(TOKENS)
INNER = 20


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softplus(x):
    return np.log1p(np.exp(x))


def turned(x, theta, elements, neighbours=False, frequency=None, amplitude=1.0):
    """x: tokens, heads, width; the front of each head is rotated, pairs lie side by side or half a front apart."""
    if frequency is None:
        frequency = theta ** (-2.0 * np.arange(elements // 2) / elements)
    turn = amplitude * np.exp(1j * np.arange(x.shape[0])[:, None] * frequency)[:, None, :]
    out = x.copy()
    front = x[..., :elements]
    a, b = (front[..., ::2], front[..., 1::2]) if neighbours else np.split(front, 2, -1)
    z = (a + 1j * b) * turn
    if neighbours:
        out[..., :elements:2], out[..., 1:elements:2] = z.real, z.imag
    else:
        out[..., :elements] = np.concatenate([z.real, z.imag], -1)
    return out


def causal(scores, window=None):
    seen = np.tri(T, dtype=bool)
    if window is not None:
        seen = seen & ~np.tri(T, k=-window, dtype=bool)
    return softmax(np.where(seen, scores, -np.inf))


def heads(w, at, x, heads, kv, dim, rotate, norm=None, biases=False, scale=None, gate=False, names=None, fused=False,
          window=None):
    """Grouped attention."""
    names = names or {"out": "o_proj", "q_norm": "q_norm", "k_norm": "k_norm"}
    if fused:
        q, k, v = np.split(x @ w(at + "qkv_proj.weight", (heads + 2 * kv) * dim, HIDDEN).T,
                           [heads * dim, (heads + kv) * dim], -1)
    else:
        q = x @ w(at + "q_proj.weight", (2 if gate else 1) * heads * dim, HIDDEN).T
        k = x @ w(at + "k_proj.weight", kv * dim, HIDDEN).T
        v = x @ w(at + "v_proj.weight", kv * dim, HIDDEN).T
    if biases:
        q, k = q + w(at + "q_proj.bias", heads * dim), k + w(at + "k_proj.bias", kv * dim)
        v = v + w(at + "v_proj.bias", kv * dim)
    if norm == "whole":
        q, k = rms(q, w.norm(at + names["q_norm"] + ".weight", heads * dim)), rms(
            k, w.norm(at + names["k_norm"] + ".weight", kv * dim))
    if gate:
        q, g = np.split(q.reshape(T, heads, 2 * dim), 2, -1)
    q, k, v = q.reshape(T, heads, dim), k.reshape(T, kv, dim), v.reshape(T, kv, dim)
    if norm in ("head", "head+1"):
        q = rms(q, w.norm(at + names["q_norm"] + ".weight", dim, norm == "head+1"))
        k = rms(k, w.norm(at + names["k_norm"] + ".weight", dim, norm == "head+1"))
    q, k = rotate(q), rotate(k)
    k, v = np.repeat(k, heads // kv, 1), np.repeat(v, heads // kv, 1)
    shares = causal(np.einsum("thd,shd->hts", q, k) * (dim**-0.5 if scale is None else scale), window)
    out = np.einsum("hts,shd->thd", shares, v)
    if gate:
        out = out * sigmoid(g)
    return out.reshape(T, -1) @ w(at + names["out"] + ".weight", HIDDEN, heads * dim).T


def latents(w, at, x, n, query_rank, rank, plain, rotary, value, theta, scaled=None, pick=None):
    """Latent attention with keys and values absorbed: queries are brought into the space of the latents.

    theta: None where nothing is rotated; pick: which positions each token looks back on, of x and the query's latents
    """
    frequency, amplitude, score = np.zeros(rotary // 2) if theta is None else None, 1.0, (plain + rotary) ** -0.5
    if scaled is not None:
        factor, trained, fast, slow, mscale, all_dim = scaled
        frequency = theta ** (-2.0 * np.arange(rotary // 2) / rotary)

        def pair(turns):
            return rotary * np.log(trained / (turns * 2 * np.pi)) / (2 * np.log(theta))

        first, last = max(np.floor(pair(fast)), 0), min(np.ceil(pair(slow)), rotary - 1)
        ramp = np.clip((np.arange(rotary // 2) - first) / (last - first), 0, 1)
        frequency = frequency / factor * ramp + frequency * (1 - ramp)
        amplitude = (0.1 * mscale * np.log(factor) + 1) / (0.1 * all_dim * np.log(factor) + 1)
        score *= (0.1 * all_dim * np.log(factor) + 1) ** 2
    if query_rank:
        down = rms(x @ w(at + "q_a_proj.weight", query_rank, HIDDEN).T, w.norm(at + "q_a_layernorm.weight", query_rank))
        q = down @ w(at + "q_b_proj.weight", n * (plain + rotary), query_rank).T
    else:
        q = x @ w(at + "q_proj.weight", n * (plain + rotary), HIDDEN).T
    q = q.reshape(T, n, plain + rotary)
    both = x @ w(at + "kv_a_proj_with_mqa.weight", rank + rotary, HIDDEN).T
    c = rms(both[:, :rank], w.norm(at + "kv_a_layernorm.weight", rank))
    k_turned = turned(both[:, None, rank:], theta, rotary, True, frequency, amplitude)[:, 0]
    q_turned = turned(q[..., plain:], theta, rotary, True, frequency, amplitude)
    up = w(at + "kv_b_proj.weight", n * (plain + value), rank).reshape(n, plain + value, rank)
    absorbed = np.einsum("thp,hpr->thr", q[..., :plain], up[:, :plain])
    scores = (np.einsum("thr,sr->hts", absorbed, c) + np.einsum("thr,sr->hts", q_turned, k_turned)) * score
    if pick is not None:
        scores = np.where(pick(x, down, frequency, amplitude), scores, -np.inf)
    shares = causal(scores)
    out = np.einsum("htr,hvr->thv", np.einsum("hts,sr->htr", shares, c), up[:, plain:])
    return out.reshape(T, -1) @ w(at + "o_proj.weight", HIDDEN, n * value).T


def convolved(x, weight, bias=None):
    """Each channel over its last inputs: tokens, channels."""
    kernel = weight.shape[-1]
    padded = np.concatenate([np.zeros((kernel - 1, x.shape[1])), x])
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel, 0)
    return np.einsum("tck,ck->tc", windows, weight[:, 0]) + (0 if bias is None else bias)


def state_space(w, at, x, n, dim, size, groups, kernel, normed=True, bias=False, factors=None):
    """Mamba 2 by the matrix it is equal to: token t sees token s by C_t B_s times the decay between them."""
    inner, channels = n * dim, n * dim + 2 * groups * size
    made = x @ w(at + "in_proj.weight", inner + channels + n, HIDDEN).T
    if factors is not None:
        made = made * np.repeat(factors, [inner, inner, groups * size, groups * size, n])
    if bias:
        made = made + w(at + "in_proj.bias", inner + channels + n)
    z, mixed, dt = np.split(made, [inner, inner + channels], -1)
    mixed = silu(convolved(mixed, w(at + "conv1d.weight", channels, 1, kernel), w(at + "conv1d.bias", channels)))
    v, b, c = np.split(mixed, [inner, inner + groups * size], -1)
    v, b, c = v.reshape(T, n, dim), b.reshape(T, groups, size), c.reshape(T, groups, size)
    b, c = np.repeat(b, n // groups, 1), np.repeat(c, n // groups, 1)
    dt = softplus(dt + w(at + "dt_bias", n, scale=1.0))
    decay = -np.exp(w(at + "A_log", n, scale=1.0)) * dt
    upto = np.cumsum(decay, 0)
    seen = np.where(np.tri(T, dtype=bool)[:, :, None], np.exp(upto[:, None] - upto[None]), 0)
    matrix = np.einsum("thn,shn->tsh", c, b) * seen
    y = np.einsum("tsh,shd->thd", matrix, dt[..., None] * v) + w(at + "D", n, offset=1.0)[:, None] * v
    y = y.reshape(T, inner) * silu(z)
    if normed:
        weight = w.norm(at + "norm.weight", inner)
        parts = y.reshape(T, groups, -1)
        y = (parts / np.sqrt((parts**2).mean(-1, keepdims=True) + 1e-6)).reshape(T, inner) * weight
    out = y @ w(at + "out_proj.weight", HIDDEN, inner).T
    return out + w(at + "out_proj.bias", HIDDEN) if bias else out


def delta(w, at, x, key_heads, n, key, value, kernel, together):
    """The gated delta rule: what every token writes is solved for, then read."""
    each, keys, values = n // key_heads, key_heads * key, n * value
    if together:
        made = (x @ w(at + "in_proj_qkvz.weight", 2 * keys + 2 * values, HIDDEN).T).reshape(T, key_heads, -1)
        q, k, v, z = np.split(made, [key, 2 * key, 2 * key + each * value], -1)
        ba = (x @ w(at + "in_proj_ba.weight", 2 * n, HIDDEN, scale=1.0).T).reshape(T, key_heads, 2 * each)
        b, a = ba[..., :each].reshape(T, n), ba[..., each:].reshape(T, n)
        mixed = np.concatenate([part.reshape(T, -1) for part in (q, k, v)], -1)
        z = z.reshape(T, n, value)
    else:
        mixed = x @ w(at + "in_proj_qkv.weight", 2 * keys + values, HIDDEN).T
        z = (x @ w(at + "in_proj_z.weight", values, HIDDEN).T).reshape(T, n, value)
        b = x @ w(at + "in_proj_b.weight", n, HIDDEN, scale=1.0).T
        a = x @ w(at + "in_proj_a.weight", n, HIDDEN, scale=1.0).T
    mixed = silu(convolved(mixed, w(at + "conv1d.weight", 2 * keys + values, 1, kernel)))
    q, k, v = np.split(mixed, [keys, 2 * keys], -1)
    q, k, v = q.reshape(T, key_heads, key), k.reshape(T, key_heads, key), v.reshape(T, n, value)
    q = q / np.sqrt((q**2).sum(-1, keepdims=True) + 1e-6) / np.sqrt(key)
    k = k / np.sqrt((k**2).sum(-1, keepdims=True) + 1e-6)
    q, k = np.repeat(q, each, 1), np.repeat(k, each, 1)
    strength = sigmoid(b)
    decay = -np.exp(w(at + "A_log", n, scale=1.0)) * softplus(a + w(at + "dt_bias", n, scale=1.0))
    upto = np.cumsum(decay, 0)
    out = np.zeros((T, n, value))
    for h in range(n):
        between = np.where(np.tri(T, dtype=bool), np.exp(upto[:, None, h] - upto[None, :, h]), 0)
        met = np.tril(strength[:, None, h] * between * (k[:, h] @ k[:, h].T), -1)
        written = np.linalg.solve(np.eye(T) + met, strength[:, None, h] * v[:, h])
        out[:, h] = (between * (q[:, h] @ k[:, h].T)) @ written
    out = rms(out, w.norm(at + "norm.weight", value)) * silu(z)
    return out.reshape(T, -1) @ w(at + "out_proj.weight", HIDDEN, values).T


def scan(w, at, x, inner, size, rank, kernel, normed):
    """Mamba, each element of the state by the matrix it is equal to."""
    made, gate = np.split(x @ w(at + "in_proj.weight", 2 * inner, HIDDEN).T, 2, -1)
    u = silu(convolved(made, w(at + "conv1d.weight", inner, 1, kernel), w(at + "conv1d.bias", inner)))
    dt, b, c = np.split(u @ w(at + "x_proj.weight", rank + 2 * size, inner).T, [rank, rank + size], -1)
    if normed:
        dt = rms(dt, w.norm(at + "dt_layernorm.weight", rank))
        b = rms(b, w.norm(at + "b_layernorm.weight", size))
        c = rms(c, w.norm(at + "c_layernorm.weight", size))
    dt = softplus(dt @ w(at + "dt_proj.weight", inner, rank).T + w(at + "dt_proj.bias", inner, scale=1.0))
    upto = np.cumsum(dt, 0)[..., None] * -np.exp(w(at + "A_log", inner, size, scale=1.0))
    seen = np.where(np.tri(T, dtype=bool)[:, :, None, None], np.exp(upto[:, None] - upto[None]), 0)
    y = np.einsum("tn,tscn,sn,sc->tc", c, seen, b, dt * u) + w(at + "D", inner, offset=1.0) * u
    return (y * silu(gate)) @ w(at + "out_proj.weight", HIDDEN, inner).T


def channel_delta(w, at, x, n, dim, kernel):
    """Kimi's delta attention: what every token writes is solved for, then read."""
    inner = n * dim

    def part(name):
        made = x @ w(f"{at}{name}_proj.weight", inner, HIDDEN).T
        return silu(convolved(made, w(f"{at}{name}_conv1d.weight", inner, 1, kernel))).reshape(T, n, dim)

    def low(name):
        return (x @ w(f"{at}{name}_a_proj.weight", dim, HIDDEN).T) @ w(f"{at}{name}_b_proj.weight", inner, dim).T
    q, k, v = part("q"), part("k"), part("v")
    q = q / np.sqrt((q**2).sum(-1, keepdims=True) + 1e-6) / np.sqrt(dim)
    k = k / np.sqrt((k**2).sum(-1, keepdims=True) + 1e-6)
    strength = sigmoid(x @ w(at + "b_proj.weight", n, HIDDEN, scale=1.0).T)
    step = softplus(low("f") + w(at + "dt_bias", inner, scale=1.0)).reshape(T, n, dim)
    upto = np.cumsum(-np.exp(w(at + "A_log", 1, 1, n, 1, scale=1.0)).reshape(n, 1) * step, 0)
    out = np.zeros((T, n, dim))
    for h in range(n):
        between = np.where(np.tri(T, dtype=bool)[..., None], np.exp(upto[:, None, h] - upto[None, :, h]), 0)
        met = np.tril(strength[:, None, h] * np.einsum("td,tsd,sd->ts", k[:, h], between, k[:, h]), -1)
        written = np.linalg.solve(np.eye(T) + met, strength[:, None, h] * v[:, h])
        out[:, h] = np.einsum("td,tsd,sd->ts", q[:, h], between, k[:, h]) @ written
    out = rms(out, w.norm(at + "o_norm.weight", dim)).reshape(T, inner) * sigmoid(low("g"))
    return out @ w(at + "o_proj.weight", HIDDEN, inner).T


def lightning(w, at, x, n, dim, layer):
    """Lightning attention as attention without a softmax, whose scores fade with distance."""
    made = silu(x @ w(at + "qkv_proj.weight", 3 * n * dim, HIDDEN).T).reshape(T, n, 3 * dim)
    q, k, v = np.split(made, 3, -1)
    slope = 2.0 ** (-8.0 * np.arange(1, n + 1) / n) * (1 - layer / (LAYERS - 1 + 1e-5) + 1e-5)
    distance = np.arange(T)[:, None] - np.arange(T)[None]
    fades = np.where(distance >= 0, np.exp(-slope[:, None, None] * np.maximum(distance, 0)), 0)
    out = np.einsum("hts,shd->thd", fades * np.einsum("thd,shd->hts", q, k), v).reshape(T, -1)
    out = rms(out, w.norm(at + "norm.weight", n * dim)) * sigmoid(x @ w(at + "output_gate.weight", n * dim, HIDDEN).T)
    return out @ w(at + "out_proj.weight", HIDDEN, n * dim).T


def short_convolution(w, at, x, kernel):
    before, behind, inputs = np.split(x @ w(at + "in_proj.weight", 3 * HIDDEN, HIDDEN).T, 3, -1)
    y = behind * convolved(before * inputs, w(at + "conv.weight", HIDDEN, 1, kernel))
    return y @ w(at + "out_proj.weight", HIDDEN, HIDDEN).T


def relu2(x):
    return np.maximum(x, 0) ** 2


def mlp(w, at, x, inner, names=("gate_proj", "up_proj", "down_proj")):
    if len(names) == 2:
        return relu2(x @ w(f"{at}{names[0]}.weight", inner, HIDDEN).T) @ w(f"{at}{names[1]}.weight", HIDDEN, inner).T
    return gated(x, w(f"{at}{names[0]}.weight", inner, HIDDEN), w(f"{at}{names[1]}.weight", inner, HIDDEN),
                 w(f"{at}{names[2]}.weight", HIDDEN, inner), silu)


def in_one(w, at, x, inner, names=("gate_up_proj", "down_proj")):
    gate, up = np.split(w(f"{at}{names[0]}.weight", 2 * inner, HIDDEN), 2)
    return gated(x, gate, up, w(f"{at}{names[1]}.weight", HIDDEN, inner), silu)


def chosen(scores, how, bias=None):
    """Each token's experts and their shares."""
    scores = softmax(scores) if how["scores"] == "softmax" else sigmoid(scores)
    groups = how.get("groups", 1)
    for s in scores:
        worth = s if bias is None else s + bias
        parts = worth.reshape(groups, -1)
        best = np.sort(parts, -1)
        value = best[:, -2:].sum(-1) if how.get("two") else best[:, -1]
        kept = np.argsort(-value, kind="stable")[: how.get("active_groups", groups)]
        allowed = np.full(parts.shape, -np.inf)
        allowed[kept] = parts[kept]
        picked = np.argsort(-allowed.ravel(), kind="stable")[: how["active"]]
        shares = s[picked]
        if how.get("whole", True):
            shares = shares / shares.sum()
        yield picked, shares * how.get("factor", 1.0)


def mixture(w, x, how, router, expert, bias=None, shared=None):
    n = how["n"]
    scores = x @ w(router, n, HIDDEN, scale=1.0).T
    biases = None if bias is None else w(bias, n, scale=0.3)
    for e in range(n):  # all are in the file, seen or not
        expert(e, x[:1])
    out = np.zeros_like(x)
    for t, (picked, shares) in enumerate(chosen(scores, how, biases)):
        for e, share in zip(picked, shares):
            out[t] += share * expert(e, x[t : t + 1])[0]
    return out + (0 if shared is None else shared(x))


def network(w, layer, front="model.", words="embed_tokens", last="norm", head="lm_head.weight", scale=1.0,
            logits=1.0, plus_one=False):
    embedding = w(f"{front}{words}.weight", VOCABULARY, HIDDEN, scale=1.0)
    x = embedding[TOKENS] * scale
    for i in range(LAYERS):
        x = layer(i, f"{front}layers.{i}.", x)
    x = rms(x, w.norm(f"{front}{last}.weight", HIDDEN, plus_one))
    return x @ (embedding if head is None else w(head, VOCABULARY, HIDDEN)).T * logits


def two_parts(w, mix, feed, before="input_layernorm", then="post_attention_layernorm", residual=1.0, plus_one=False):
    """A layer: norm and mixer, norm and feed-forward, each added."""
    def layer(i, at, x):
        x = x + residual * mix(i, at, rms(x, w.norm(f"{at}{before}.weight", HIDDEN, plus_one)))
        return x + residual * feed(i, at, rms(x, w.norm(f"{at}{then}.weight", HIDDEN, plus_one)))
    return layer


def still(q):
    return q


def deepseek_v3(w, front="model.", head="lm_head.weight"):
    how = {"n": 12, "active": 3, "scores": "sigmoid", "groups": 3, "active_groups": 2, "two": True, "factor": 2.5}

    def feed(i, at, x):
        if i == 0:
            return mlp(w, at + "mlp.", x, INNER)
        return mixture(
            w, x, how, at + "mlp.gate.weight", lambda e, y: mlp(w, f"{at}mlp.experts.{e}.", y, 12),
            at + "mlp.gate.e_score_correction_bias", lambda y: mlp(w, at + "mlp.shared_experts.", y, 12))

    def mix(i, at, x):
        return latents(w, at + "self_attn.", x, 4, 10, 14, 6, 4, 5, 10_000.0, (40.0, 16, 32.0, 1.0, 1.0, 0.8))
    return network(w, two_parts(w, mix, feed), front, head=head)


V3 = {
    "model_type": "deepseek_v3", "num_key_value_heads": 4, "q_lora_rank": 10, "kv_lora_rank": 14, "qk_nope_head_dim": 6,
    "qk_rope_head_dim": 4, "v_head_dim": 5, "first_k_dense_replace": 1, "n_routed_experts": 12,
    "num_experts_per_tok": 3, "moe_intermediate_size": 12, "n_shared_experts": 1, "n_group": 3, "topk_group": 2,
    "topk_method": "noaux_tc", "scoring_func": "sigmoid", "norm_topk_prob": True, "routed_scaling_factor": 2.5,
    "rope_theta": 10000, "rope_scaling": {
        "type": "yarn", "factor": 40, "original_max_position_embeddings": 16, "beta_fast": 32, "beta_slow": 1,
        "mscale": 1.0, "mscale_all_dim": 0.8}}


def deepseek_v2(w):
    how = {"n": 6, "active": 2, "scores": "softmax", "groups": 3, "active_groups": 2, "whole": False, "factor": 16.0}

    def feed(i, at, x):
        return mixture(
            w, x, how, at + "mlp.gate.weight", lambda e, y: mlp(w, f"{at}mlp.experts.{e}.", y, 12),
            None, lambda y: mlp(w, at + "mlp.shared_experts.", y, 24))

    def mix(i, at, x):
        return latents(w, at + "self_attn.", x, 4, 0, 14, 6, 4, 5, 10_000.0)
    return network(w, two_parts(w, mix, feed))


def glm4_moe(w):
    how = {"n": 6, "active": 2, "scores": "sigmoid", "factor": 1.5}

    def feed(i, at, x):
        if i == 0:
            return mlp(w, at + "mlp.", x, INNER)
        return mixture(
            w, x, how, at + "mlp.gate.weight", lambda e, y: mlp(w, f"{at}mlp.experts.{e}.", y, 12),
            at + "mlp.gate.e_score_correction_bias", lambda y: mlp(w, at + "mlp.shared_experts.", y, 12))

    def mix(i, at, x):
        return heads(w, at + "self_attn.", x, 4, 2, 8, lambda q: turned(q, 1e6, 4), "head", True)
    return network(w, two_parts(w, mix, feed))


def minimax_m2(w):
    how = {"n": 6, "active": 2, "scores": "sigmoid"}

    def feed(i, at, x):
        block = at + "block_sparse_moe."
        return mixture(
            w, x, how, block + "gate.weight", lambda e, y: mlp(w, f"{block}experts.{e}.", y, INNER, ("w1", "w3", "w2")),
            block + "e_score_correction_bias")

    def mix(i, at, x):
        return heads(w, at + "self_attn.", x, 4, 2, 8, lambda q: turned(q, 5e6, 4), "whole")
    return network(w, two_parts(w, mix, feed))


def phi3(w):
    def mix(i, at, x):
        return heads(w, at + "self_attn.", x, 4, 2, 6, lambda q: turned(q, 1e4, 6), fused=True)
    return network(w, two_parts(w, mix, lambda i, at, x: in_one(w, at + "mlp.", x, INNER)))


def mamba2(w):
    def layer(i, at, x):
        return x + state_space(w, at + "mixer.", rms(x, w.norm(at + "norm.weight", HIDDEN)), 6, 8, 5, 2, 4)
    return network(w, layer, "backbone.", "embeddings", "norm_f")


def granite_hybrid(w):
    how = {"n": 6, "active": 2, "scores": "softmax"}

    def expert(at, e, y):
        gate, up = np.split(w(at + "input_linear.weight", 6, 2 * INNER, HIDDEN)[e], 2)
        return gated(y, gate, up, w(at + "output_linear.weight", 6, HIDDEN, INNER)[e], silu)

    def feed(i, at, x):
        block = at + "block_sparse_moe."
        return mixture(
            w, x, how, block + "router.layer.weight", lambda e, y: expert(block, e, y),
            None, lambda y: in_one(w, at + "shared_mlp.", y, 16, ("input_linear", "output_linear")))

    def mix(i, at, x):
        if i == 1:
            return heads(w, at + "self_attn.", x, 4, 2, 6, still, scale=0.2)
        return state_space(w, at + "mamba.", x, 6, 8, 5, 1, 4)
    return network(w, two_parts(w, mix, feed, residual=0.22), scale=12.0, logits=1 / 6.0, head=None)


def nemotron_h(w):
    how = {"n": 6, "active": 2, "scores": "sigmoid", "groups": 1, "factor": 2.5, "two": True}

    def layer(i, at, x):
        y, m = rms(x, w.norm(at + "norm.weight", HIDDEN)), at + "mixer."
        if i == 0:
            y = state_space(w, m, y, 6, 8, 5, 2, 4)
        elif i == 1:
            y = heads(w, m, y, 4, 2, 8, still)
        elif i == 2:
            y = mlp(w, m, y, INNER, ("up_proj", "down_proj"))
        else:
            y = mixture(
                w, y, how, m + "gate.weight", lambda e, u: mlp(w, f"{m}experts.{e}.", u, 12, ("up_proj", "down_proj")),
                m + "gate.e_score_correction_bias",
                lambda u: mlp(w, m + "shared_experts.", u, 16, ("up_proj", "down_proj")))
        return x + y
    embedding = w("backbone.embeddings.weight", VOCABULARY, HIDDEN, scale=1.0)
    x = embedding[TOKENS]
    for i in range(4):
        x = layer(i, f"backbone.layers.{i}.", x)
    return rms(x, w.norm("backbone.norm_f.weight", HIDDEN)) @ w("lm_head.weight", VOCABULARY, HIDDEN).T


LFM = {"out": "out_proj", "q_norm": "q_layernorm", "k_norm": "k_layernorm"}


def lfm2(w, experts=False):
    how = {"n": 6, "active": 2, "scores": "sigmoid"}

    def feed(i, at, x):
        f = at + "feed_forward."
        if not experts or i == 0:
            return mlp(w, f, x, INNER, ("w1", "w3", "w2"))
        return mixture(
            w, x, how, f + "gate.weight", lambda e, y: mlp(w, f"{f}experts.{e}.", y, 12, ("w1", "w3", "w2")),
            f + "expert_bias")

    def mix(i, at, x):
        if i == 1:
            return heads(w, at + "self_attn.", x, 4, 2, 6, lambda q: turned(q, 1e6, 6), "head", names=LFM)
        return short_convolution(w, at + "conv.", x, 3)
    return network(w, two_parts(w, mix, feed, "operator_norm", "ffn_norm"), last="embedding_norm", head=None)


def qwen3_next(w):
    how = {"n": 6, "active": 2, "scores": "softmax"}

    def shared(at, y):
        gate = sigmoid(y @ w(at + "mlp.shared_expert_gate.weight", 1, HIDDEN, scale=1.0).T)
        return gate * mlp(w, at + "mlp.shared_expert.", y, 14)

    def feed(i, at, x):
        return mixture(
            w, x, how, at + "mlp.gate.weight", lambda e, y: mlp(w, f"{at}mlp.experts.{e}.", y, 12),
            None, lambda y: shared(at, y))

    def mix(i, at, x):
        if i == 1:
            return heads(w, at + "self_attn.", x, 4, 2, 8, lambda q: turned(q, 1e7, 4), "head+1", gate=True)
        return delta(w, at + "linear_attn.", x, 2, 4, 6, 5, 4, True)
    return network(w, two_parts(w, mix, feed, plus_one=True), plus_one=True)


def qwen3_5(w):
    def mix(i, at, x):
        if i == 1:
            return heads(w, at + "self_attn.", x, 4, 2, 8, lambda q: turned(q, 1e7, 4), "head+1", gate=True)
        return delta(w, at + "linear_attn.", x, 2, 4, 6, 5, 4, False)
    return network(w, two_parts(w, mix, lambda i, at, x: mlp(w, at + "mlp.", x, INNER), plus_one=True),
                   "model.language_model.", plus_one=True)


EXPERTS = {"num_experts_per_tok": 2, "moe_intermediate_size": 12}
MAMBA = {"mamba_n_heads": 6, "mamba_d_head": 8, "mamba_d_state": 5, "mamba_n_groups": 1, "mamba_d_conv": 4,
         "mamba_expand": 2, "mamba_conv_bias": True, "mamba_proj_bias": False}
DELTA = {"linear_num_key_heads": 2, "linear_num_value_heads": 4, "linear_key_head_dim": 6, "linear_value_head_dim": 5,
         "linear_conv_kernel_dim": 4, "partial_rotary_factor": 0.5, "rope_theta": 1e7}
KINDS = {
    "deepseek-v3": (deepseek_v3, V3),
    "kimi-k2.5": (lambda w: deepseek_v3(w, "language_model.model.", "language_model.lm_head.weight"), {
        "model_type": "kimi_k25", "text_config": {**BASE, **V3, "model_type": "kimi_k2"}}),
    "deepseek-v2": (deepseek_v2, {
        "model_type": "deepseek_v2", "num_key_value_heads": 4, "q_lora_rank": None, "kv_lora_rank": 14,
        "qk_nope_head_dim": 6, "qk_rope_head_dim": 4, "v_head_dim": 5, "first_k_dense_replace": 0,
        "n_routed_experts": 6, **EXPERTS, "n_shared_experts": 2, "n_group": 3, "topk_group": 2,
        "topk_method": "group_limited_greedy", "scoring_func": "softmax", "norm_topk_prob": False,
        "routed_scaling_factor": 16.0, "rope_theta": 10000}),
    "glm4-moe": (glm4_moe, {
        "model_type": "glm4_moe", "use_qk_norm": True, "attention_bias": True, "partial_rotary_factor": 0.5,
        "rope_theta": 1e6, "n_routed_experts": 6, **EXPERTS, "n_shared_experts": 1, "first_k_dense_replace": 1,
        "n_group": 1, "topk_group": 1, "norm_topk_prob": True, "routed_scaling_factor": 1.5}),
    "minimax-m2": (minimax_m2, {
        "model_type": "minimax_m2", "use_qk_norm": True, "rotary_dim": 4, "rope_theta": 5e6, "num_local_experts": 6,
        "num_experts_per_tok": 2, "use_routing_bias": True, "scoring_func": "sigmoid"}),
    "phi3": (phi3, {"model_type": "phi3", "sliding_window": None}),
    "mamba2": (mamba2, {
        "model_type": "mamba2", "num_heads": 6, "head_dim": 8, "state_size": 5, "n_groups": 2, "conv_kernel": 4,
        "expand": 2, "use_bias": False, "use_conv_bias": True, "layer_norm_epsilon": 1e-6}),
    "granite-hybrid": (granite_hybrid, {
        "model_type": "granitemoehybrid", **MAMBA, "layer_types": ["mamba", "attention", "mamba"],
        "num_local_experts": 6, "num_experts_per_tok": 2, "shared_intermediate_size": 16, "tie_word_embeddings": True,
        "embedding_multiplier": 12.0, "attention_multiplier": 0.2, "residual_multiplier": 0.22, "logits_scaling": 6.0,
        "position_embedding_type": "nope"}),
    "nemotron-h": (nemotron_h, {
        "model_type": "nemotron_h", "num_hidden_layers": 4, "hybrid_override_pattern": "M*-E", "mamba_num_heads": 6,
        "mamba_head_dim": 8, "ssm_state_size": 5, "n_groups": 2, "conv_kernel": 4, "head_dim": 8,
        "attention_head_dim": 8, "mlp_hidden_act": "relu2", "layer_norm_epsilon": 1e-6, "n_routed_experts": 6,
        **EXPERTS, "n_shared_experts": 1, "moe_shared_expert_intermediate_size": 16, "n_group": 1, "topk_group": 1,
        "norm_topk_prob": True, "routed_scaling_factor": 2.5}),
    "lfm2": (lfm2, {
        "model_type": "lfm2", "layer_types": ["conv", "full_attention", "conv"], "conv_L_cache": 3, "conv_bias": False,
        "block_auto_adjust_ff_dim": False, "rope_theta": 1e6, "norm_eps": 1e-6, "tie_word_embeddings": True}),
    "lfm2-moe": (lambda w: lfm2(w, True), {
        "model_type": "lfm2_moe", "layer_types": ["conv", "full_attention", "conv"], "conv_L_cache": 3,
        "conv_bias": False, "rope_theta": 1e6, "norm_eps": 1e-6, "num_experts": 6, **EXPERTS, "num_dense_layers": 1,
        "use_expert_bias": True, "norm_topk_prob": True, "routed_scaling_factor": 1.0, "tie_word_embeddings": True}),
    "qwen3-next": (qwen3_next, {
        "model_type": "qwen3_next", **DELTA, "layer_types": ["linear_attention", "full_attention", "linear_attention"],
        "num_experts": 6, **EXPERTS, "shared_expert_intermediate_size": 14, "norm_topk_prob": True}),
    "qwen3.5": (qwen3_5, {
        "model_type": "qwen3_5", "text_config": {
            **BASE, "model_type": "qwen3_5_text", "linear_num_key_heads": 2, "linear_num_value_heads": 4,
            "linear_key_head_dim": 6, "linear_value_head_dim": 5, "linear_conv_kernel_dim": 4,
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e7, "partial_rotary_factor": 0.5},
            "layer_types": ["linear_attention", "full_attention", "linear_attention"]}}),
}
WITHOUT_HEAD_DIM = {"granite-hybrid", "lfm2", "lfm2-moe", "phi3", "deepseek-v3", "deepseek-v2"}


def main(folder):
    for name, (run, config) in KINDS.items():
        w = Weights()
        config = config if "text_config" in config else {**BASE, **config}
        if name in WITHOUT_HEAD_DIM:
            del config["head_dim"]
        if "text_config" in config and name == "kimi-k2.5":
            del config["text_config"]["head_dim"]
        write(folder, name, config, w, run(w))


if __name__ == "__main__":
    main(sys.argv[1])
