"""Forward passes of further families in numpy, float64, whole texts at once: what differs from LLaMA in norms, rotation,
biases, or factors.

    python3 families.py ../resources/org/cimlet/execute/references

As `forward.py` and `mixers.py`, written from the published descriptions.
"""
import sys

import numpy as np

from forward import BASE, CONTEXT, DIM, HIDDEN, LAYERS, TOKENS, VOCABULARY, Weights, gated, rms, silu, softmax, write, yarn
from mixers import (EXPERTS, INNER, MAMBA, T, V3, causal, channel_delta, heads, in_one, latents, lightning, mixture, mlp,
                    network, scan, sigmoid, state_space, still, turned, two_parts)


def shift(w, name, x, plus_one=False, eps=1e-6):
    """A norm by mean and variance."""
    centred = x - x.mean(-1, keepdims=True)
    weight, bias = w.norm(name + ".weight", HIDDEN, plus_one), w(name + ".bias", HIDDEN)
    return weight * centred / np.sqrt((centred**2).mean(-1, keepdims=True) + eps) + bias


def stack(w, mix, feed, norm=None, places="before", names=None, head="lm_head.weight"):
    """Layers whose norms stand before their parts, behind them, or around them."""
    norm = norm or (lambda name, y: rms(y, w.norm(name + ".weight", HIDDEN)))
    before, behind, then, last = names or {
        "before": ("input_layernorm", None, "post_attention_layernorm", None),
        "behind": (None, "post_attention_layernorm", None, "post_feedforward_layernorm"),
        "around": ("input_layernorm", "post_self_attn_layernorm", "post_attention_layernorm", "post_mlp_layernorm"),
    }[places]

    def part(at, x, first, inside, second):
        y = inside(x if first is None else norm(at + first, x))
        return x + (y if second is None else norm(at + second, y))

    embedding = w("model.embed_tokens.weight", VOCABULARY, HIDDEN, scale=1.0)
    x = embedding[TOKENS]
    for i in range(LAYERS):
        at = f"model.layers.{i}."
        x = part(at, x, before, lambda y: mix(i, at + "self_attn.", y), behind)
        x = part(at, x, then, lambda y: feed(i, at, y), last)
    return norm("model.norm", x) @ (embedding if head is None else w(head, VOCABULARY, HIDDEN)).T


def whole(theta, neighbours=False):
    return lambda q: turned(q, theta, DIM, neighbours)


def dense(w):
    return lambda i, at, x: mlp(w, at + "mlp.", x, INNER)


def plain(w, rotate, **more):
    return stack(w, lambda i, at, x: heads(w, at, x, 4, 2, DIM, rotate, **more), dense(w))


def squared(w):
    return lambda i, at, x: mlp(w, at + "mlp.", x, INNER, ("up_proj", "down_proj"))


def glm(w):
    return stack(
        w, lambda i, at, x: heads(w, at, x, 4, 2, DIM, lambda q: turned(q, 1e4, 4, True), biases=True),
        lambda i, at, x: in_one(w, at + "mlp.", x, INNER))


def glm4(w):
    return stack(
        w, lambda i, at, x: heads(w, at, x, 4, 2, DIM, lambda q: turned(q, 1e4, 4, True), biases=True),
        lambda i, at, x: in_one(w, at + "mlp.", x, INNER), places="around")


def solar(w):
    how = {"n": 6, "active": 2, "scores": "sigmoid", "factor": 1.5}

    def feed(i, at, x):
        return mixture(
            w, x, how, at + "mlp.gate.weight", lambda e, y: mlp(w, f"{at}mlp.experts.{e}.", y, 12),
            at + "mlp.gate.e_score_correction_bias", lambda y: mlp(w, at + "mlp.shared_experts.", y, 12))
    return stack(w, lambda i, at, x: heads(w, at, x, 4, 2, DIM, whole(1e6)), feed)


def glm4v_moe(w):
    """GLM-4.5V's language part: GLM-4.5 within another network."""
    how = {"n": 6, "active": 2, "scores": "sigmoid", "factor": 1.5}

    def feed(i, at, x):
        if i == 0:
            return mlp(w, at + "mlp.", x, INNER)
        return mixture(
            w, x, how, at + "mlp.gate.weight", lambda e, y: mlp(w, f"{at}mlp.experts.{e}.", y, 12),
            at + "mlp.gate.e_score_correction_bias", lambda y: mlp(w, at + "mlp.shared_experts.", y, 12))

    def mix(i, at, x):
        return heads(w, at + "self_attn.", x, 4, 2, DIM, lambda q: turned(q, 1e4, 4), biases=True)
    return network(w, two_parts(w, mix, feed), "model.language_model.")


def flash(w):
    """GLM-4.7-Flash: DeepSeek-V3's layers, one group of experts."""
    how = {"n": 6, "active": 2, "scores": "sigmoid", "factor": 1.8}

    def feed(i, at, x):
        if i == 0:
            return mlp(w, at + "mlp.", x, INNER)
        return mixture(
            w, x, how, at + "mlp.gate.weight", lambda e, y: mlp(w, f"{at}mlp.experts.{e}.", y, 12),
            at + "mlp.gate.e_score_correction_bias", lambda y: mlp(w, at + "mlp.shared_experts.", y, 12))
    return stack(w, lambda i, at, x: latents(w, at, x, 4, 10, 14, 6, 4, 5, 1e6), feed)


def granite_moe(w, shared):
    how = {"n": 6, "active": 2, "scores": "softmax"}

    def feed(i, at, x):
        block = at + "block_sparse_moe."

        def expert(e, y):
            gate, up = np.split(w(block + "input_linear.weight", 6, 2 * INNER, HIDDEN)[e], 2)
            return gated(y, gate, up, w(block + "output_linear.weight", 6, HIDDEN, INNER)[e], silu)
        always = (lambda y: in_one(w, at + "shared_mlp.", y, 16, ("input_linear", "output_linear"))) if shared else None
        return mixture(w, x, how, block + "router.layer.weight", expert, None, always)

    def mix(i, at, x):
        return heads(w, at + "self_attn.", x, 4, 2, DIM, whole(1e4), scale=0.2)
    return network(w, two_parts(w, mix, feed, residual=0.22), scale=12.0, logits=1 / 6.0)


def bamba(w):
    def mix(i, at, x):
        if i == 1:
            return heads(w, at + "self_attn.", x, 4, 2, DIM, lambda q: turned(q, 1e4, 4))
        return state_space(w, at + "mamba.", x, 6, 8, 5, 1, 4)
    return network(
        w, two_parts(w, mix, lambda i, at, x: mlp(w, at + "feed_forward.", x, INNER), then="pre_ff_layernorm"),
        last="final_layernorm")


def long_rope(w, factors, amplitude):
    frequency = 1e4 ** (-2.0 * np.arange(3) / 6) / np.array(factors)
    return stack(
        w, lambda i, at, x: heads(
            w, at, x, 4, 2, 6, lambda q: turned(q, 1e4, 6, frequency=frequency, amplitude=amplitude), fused=True),
        lambda i, at, x: in_one(w, at + "mlp.", x, INNER))


WITHIN, BEYOND = [1.0, 1.1, 1.3], [1.2, 2.5, 7.0]


def long_config(trained):
    return {"model_type": "phi3", "sliding_window": None, "original_max_position_embeddings": trained,
            "rope_scaling": {"type": "longrope", "short_factor": WITHIN, "long_factor": BEYOND}}


FACTORS = [1.0, 1.5, 4.0, 8.0]


def ministral(w):
    frequency = yarn(1e6, 16.0, 3, 32.0, 0.05, True)
    grows = 1 + 0.1 * np.log(1 + np.floor(np.arange(T) / 3))

    def mix(i, at, x):
        calls = []

        def rotate(q):
            calls.append(q)  # queries first, then keys
            out = turned(q, 1e6, DIM, frequency=frequency)
            return out * grows[:, None, None] if len(calls) == 1 else out
        return heads(w, at, x, 4, 2, DIM, rotate)
    return stack(w, mix, dense(w))


def llama4(w):
    """Chunks of three positions where heads rotate; queries that grow where they do not; one expert a token."""
    chunk = np.arange(T) // 3
    front = "language_model.model."
    embedding = w(front + "embed_tokens.weight", VOCABULARY, HIDDEN, scale=1.0)
    x = embedding[TOKENS]
    for i in range(LAYERS):
        at = f"{front}layers.{i}."
        y = rms(x, w.norm(at + "input_layernorm.weight", HIDDEN))
        q, k, v = ((y @ w(f"{at}self_attn.{part}_proj.weight", n * DIM, HIDDEN).T).reshape(T, n, DIM)
                   for part, n in (("q", 4), ("k", 2), ("v", 2)))
        if i == 1:
            q = q * (np.log1p(np.floor((np.arange(T) + 1.0) / 4)) * 0.1 + 1)[:, None, None]
        else:
            q, k = (h / np.sqrt((h**2).mean(-1, keepdims=True) + 1e-6) for h in (whole(5e5, True)(q), whole(5e5, True)(k)))
        scores = np.einsum("thd,shd->hts", q, np.repeat(k, 2, 1)) / np.sqrt(DIM)
        if i != 1:
            scores = np.where(chunk[:, None] == chunk[None], scores, -np.inf)
        attended = np.einsum("hts,shd->thd", causal(scores), np.repeat(v, 2, 1)).reshape(T, -1)
        x = x + attended @ w(at + "self_attn.o_proj.weight", HIDDEN, 4 * DIM).T
        y = rms(x, w.norm(at + "post_attention_layernorm.weight", HIDDEN))
        f = at + "feed_forward."
        if i != 1:
            x = x + mlp(w, f, y, 18)
            continue
        both = w(f + "experts.gate_up_proj", 6, HIDDEN, 2 * INNER)
        down = w(f + "experts.down_proj", 6, INNER, HIDDEN)
        routed = y @ w(f + "router.weight", 6, HIDDEN, scale=1.0).T
        given = mlp(w, f + "shared_expert.", y, INNER)
        for t in range(T):
            best = int(np.argmax(routed[t]))
            inner = (y[t] * sigmoid(routed[t, best])) @ both[best]
            given[t] += (silu(inner[:INNER]) * inner[INNER:]) @ down[best]
        x = x + given
    return rms(x, w.norm(front + "norm.weight", HIDDEN)) @ w("language_model.lm_head.weight", VOCABULARY, HIDDEN).T


def smollm3(w):
    return stack(
        w, lambda i, at, x: heads(w, at, x, 4, 2, DIM, still if i == 1 else whole(2e6)), dense(w), head=None)


def exaone4(w):
    def mix(i, at, x):
        return heads(w, at, x, 4, 2, DIM, still if i == 1 else whole(1e6), "head", window=None if i == 1 else 3)
    return stack(w, mix, dense(w), places="behind")


def stablelm(w):
    return stack(
        w, lambda i, at, x: heads(w, at, x, 4, 2, DIM, lambda q: turned(q, 1e4, 2), biases=True), dense(w),
        lambda name, y: shift(w, name, y))


def nemotron(w):
    return stack(
        w, lambda i, at, x: heads(w, at, x, 4, 2, DIM, lambda q: turned(q, 1e4, 4)), squared(w),
        lambda name, y: shift(w, name, y, True))


def orion(w):
    return stack(w, lambda i, at, x: heads(w, at, x, 4, 2, DIM, whole(1e4)), dense(w), lambda name, y: shift(w, name, y))


def falcon_h1(w):
    embedding = w("model.embed_tokens.weight", VOCABULARY, HIDDEN, scale=1.0)
    x = embedding[TOKENS] * FALCON["embedding_multiplier"]
    for i in range(LAYERS):
        at = f"model.layers.{i}."
        y = rms(x, w.norm(at + "input_layernorm.weight", HIDDEN))
        q, k, v = (
            FALCON["attention_in_multiplier"] * y @ w(f"{at}self_attn.{part}_proj.weight", n * DIM, HIDDEN).T
            for part, n in (("q", 4), ("k", 2), ("v", 2)))
        q, k, v = q.reshape(T, 4, DIM), k.reshape(T, 2, DIM) * FALCON["key_multiplier"], v.reshape(T, 2, DIM)
        q, k = whole(1e6)(q), whole(1e6)(k)
        shares = causal(np.einsum("thd,shd->hts", q, np.repeat(k, 2, 1)) / np.sqrt(DIM))
        attended = np.einsum("hts,shd->thd", shares, np.repeat(v, 2, 1)).reshape(T, -1)
        attended = attended @ w(at + "self_attn.o_proj.weight", HIDDEN, 4 * DIM).T
        spaced = state_space(
            w, at + "mamba.", FALCON["ssm_in_multiplier"] * y, 6, 8, 5, 2, 4, normed=False,
            factors=FALCON["ssm_multipliers"])
        x = x + FALCON["ssm_out_multiplier"] * spaced + FALCON["attention_out_multiplier"] * attended
        y = rms(x, w.norm(at + "pre_ff_layernorm.weight", HIDDEN))
        f = at + "feed_forward."
        opens, down = FALCON["mlp_multipliers"]
        inner = silu(opens * (y @ w(f + "gate_proj.weight", INNER, HIDDEN).T))
        inner = inner * (y @ w(f + "up_proj.weight", INNER, HIDDEN).T)
        x = x + down * (inner @ w(f + "down_proj.weight", HIDDEN, INNER).T)
    x = rms(x, w.norm("model.final_layernorm.weight", HIDDEN))
    return FALCON["lm_head_multiplier"] * (x @ w("lm_head.weight", VOCABULARY, HIDDEN).T)


FALCON = {
    "embedding_multiplier": 5.6, "lm_head_multiplier": 0.2, "attention_in_multiplier": 1.1,
    "attention_out_multiplier": 0.9, "key_multiplier": 0.4, "ssm_in_multiplier": 1.3, "ssm_out_multiplier": 0.3,
    "ssm_multipliers": [0.35, 0.25, 0.7, 0.5, 0.4], "mlp_multipliers": [0.9, 0.6]}


def mamba(w):
    def layer(i, at, x):
        return x + scan(w, at + "mixer.", rms(x, w.norm(at + "norm.weight", HIDDEN)), 2 * HIDDEN, 5, 2, 4, False)
    return network(w, layer, "backbone.", "embeddings", "norm_f", None)


def jamba(w):
    how = {"n": 6, "active": 2, "scores": "softmax", "whole": False}

    def feed(i, at, x):
        f = at + "feed_forward."
        if i != 1:
            return mlp(w, f, x, INNER)
        return mixture(w, x, how, f + "router.weight", lambda e, y: mlp(w, f"{f}experts.{e}.", y, INNER))

    def mix(i, at, x):
        if i == 2:
            return heads(w, at + "self_attn.", x, 4, 2, DIM, still)
        return scan(w, at + "mamba.", x, 2 * HIDDEN, 5, 3, 4, True)
    return network(w, two_parts(w, mix, feed, then="pre_ff_layernorm"), last="final_layernorm")


def kimi_linear(w):
    how = {"n": 6, "active": 2, "scores": "sigmoid", "factor": 2.446}

    def feed(i, at, x):
        if i == 0:
            return mlp(w, at + "mlp.", x, INNER)
        block = at + "block_sparse_moe."
        return mixture(
            w, x, how, block + "gate.weight", lambda e, y: mlp(w, f"{block}experts.{e}.", y, 12, ("w1", "w3", "w2")),
            block + "gate.e_score_correction_bias", lambda y: mlp(w, block + "shared_experts.", y, 12))

    def mix(i, at, x):
        if i == 1:
            return latents(w, at + "self_attn.", x, 4, 0, 14, 6, 4, 5, None)
        return channel_delta(w, at + "self_attn.", x, 3, 6, 4)
    return network(w, two_parts(w, mix, feed))


def minimax(w):
    how = {"n": 6, "active": 2, "scores": "softmax"}
    embedding = w("model.embed_tokens.weight", VOCABULARY, HIDDEN, scale=1.0)
    x = embedding[TOKENS]
    for i in range(LAYERS):
        at = f"model.layers.{i}."
        x = rms(x, w.norm(at + "input_layernorm.weight", HIDDEN))
        if i == 1:
            y, kept, added = heads(w, at + "self_attn.", x, 4, 2, DIM, lambda q: turned(q, 1e7, 4)), 3.5, 1.1
        else:
            y, kept, added = lightning(w, at + "self_attn.", x, 4, DIM, i), 2.5, 0.9
        x = rms(kept * x + added * y, w.norm(at + "post_attention_layernorm.weight", HIDDEN))
        block = at + "block_sparse_moe."
        x = 3.0 * x + 0.8 * mixture(
            w, x, how, block + "gate.weight", lambda e, y: mlp(w, f"{block}experts.{e}.", y, INNER, ("w1", "w3", "w2")))
    return rms(x, w.norm("model.norm.weight", HIDDEN)) @ w("lm_head.weight", VOCABULARY, HIDDEN).T


def sparse(w, neighbours, scaled):
    """DeepSeek-V3.2 and GLM-5: an indexer picks three positions for each token."""
    how = {"n": 6, "active": 2, "scores": "sigmoid", "factor": 2.5}

    def feed(i, at, x):
        if i == 0:
            return mlp(w, at + "mlp.", x, INNER)
        return mixture(
            w, x, how, at + "mlp.gate.weight", lambda e, y: mlp(w, f"{at}mlp.experts.{e}.", y, 12),
            at + "mlp.gate.e_score_correction_bias", lambda y: mlp(w, at + "mlp.shared_experts.", y, 12))

    def pick(at, x, down, frequency, amplitude):
        n, dim = 3, 6
        q = (down @ w(at + "wq_b.weight", n * dim, 10).T).reshape(T, n, dim)
        k = x @ w(at + "wk.weight", dim, HIDDEN).T
        k = k - k.mean(-1, keepdims=True)
        k = w.norm(at + "k_norm.weight", dim) * k / np.sqrt((k**2).mean(-1, keepdims=True) + 1e-6)
        k = k + w(at + "k_norm.bias", dim)
        q = turned(q, 1e4, 4, neighbours, frequency, amplitude)
        k = turned(k[:, None], 1e4, 4, neighbours, frequency, amplitude)[:, 0]
        weights = x @ w(at + "weights_proj.weight", n, HIDDEN, scale=1.0).T
        scores = np.einsum("th,ths->ts", weights, np.maximum(np.einsum("thd,sd->ths", q, k), 0))
        scores = np.where(np.tri(T, dtype=bool), scores, -np.inf)
        best = np.argsort(-scores, -1, kind="stable")[:, :3]
        return np.any(best[:, :, None] == np.arange(T), 1)

    def mix(i, at, x):
        return latents(
            w, at, x, 4, 10, 14, 6, 4, 5, 1e4, scaled,
            lambda x, down, frequency, amplitude: pick(at + "indexer.", x, down, frequency, amplitude))
    return stack(w, mix, feed)


SPARSE = {**V3, "n_routed_experts": 6, **EXPERTS, "n_group": 1, "topk_group": 1, "index_n_heads": 3,
          "index_head_dim": 6, "index_topk": 3}
GRANITE = {"embedding_multiplier": 12.0, "attention_multiplier": 0.2, "residual_multiplier": 0.22,
           "logits_scaling": 6.0, "num_local_experts": 6, "num_experts_per_tok": 2}
ROUTED = {"n_routed_experts": 6, **EXPERTS, "n_shared_experts": 1, "n_group": 1, "topk_group": 1,
          "norm_topk_prob": True}
SHIFTED = {"layer_norm_eps": 1e-6}
KINDS = {
    "glm": (glm, {"model_type": "glm", "attention_bias": True}),
    "glm4": (glm4, {"model_type": "glm4", "attention_bias": True, "partial_rotary_factor": 0.5}),
    "solar-open": (solar, {"model_type": "solar_open", **ROUTED, "routed_scaling_factor": 1.5, "rope_theta": 1e6,
                           "first_k_dense_replace": 0}),
    "glm4v-moe": (glm4v_moe, {"model_type": "glm4v_moe", "text_config": {
        **BASE, "model_type": "glm4v_moe_text", "attention_bias": True, **ROUTED, "routed_scaling_factor": 1.5,
        "first_k_dense_replace": 1, "partial_rotary_factor": 0.5, "rope_theta": 1e4,
        "rope_scaling": {"rope_type": "default", "mrope_section": [1, 1, 0]}}}),
    "glm4-moe-lite": (flash, {
        **V3, "model_type": "glm4_moe_lite", **ROUTED, "routed_scaling_factor": 1.8, "rope_theta": 1e6,
        "rope_scaling": None, "topk_method": "noaux_tc"}),
    "granite-moe": (lambda w: granite_moe(w, False), {"model_type": "granitemoe", **GRANITE}),
    "granite-moe-shared": (lambda w: granite_moe(w, True), {
        "model_type": "granitemoeshared", **GRANITE, "shared_intermediate_size": 16}),
    "bamba": (bamba, {"model_type": "bamba", **MAMBA, "attn_layer_indices": [1], "attn_rotary_emb": 4}),
    "phi3-long": (lambda w: long_rope(w, BEYOND, np.sqrt(1 + np.log(16) / np.log(4))), long_config(4)),
    "phi3-short": (lambda w: long_rope(w, WITHIN, np.sqrt(1 + np.log(2) / np.log(32))), long_config(32)),
    "llama4": (llama4, {"model_type": "llama4", "text_config": {
        **BASE, "model_type": "llama4_text", "num_local_experts": 6, "num_experts_per_tok": 1,
        "intermediate_size_mlp": 18, "interleave_moe_layer_step": 2, "moe_layers": [1], "no_rope_layers": [1, 0, 1],
        "attention_chunk_size": 3, "use_qk_norm": True, "attn_temperature_tuning": 4, "floor_scale": 4,
        "attn_scale": 0.1, "rope_theta": 5e5, "rope_scaling": None}}),
    "ministral3": (ministral, {
        "model_type": "ministral3", "sliding_window": None, "rope_parameters": {
            "rope_type": "yarn", "type": "yarn", "factor": 16.0, "original_max_position_embeddings": 3,
            "beta_fast": 32.0, "beta_slow": 0.05, "mscale": 1.0, "mscale_all_dim": 1.0, "rope_theta": 1e6,
            "llama_4_scaling_beta": 0.1}}),
    "llama-factors": (
        lambda w: plain(w, lambda q: turned(
            q, 1e4, DIM, frequency=1e4 ** (-2.0 * np.arange(DIM // 2) / DIM) / np.array(FACTORS))), {
                "model_type": "llama", "rope_scaling": {
                    "rope_type": "longrope", "short_factor": FACTORS, "long_factor": FACTORS, "attention_factor": 1.0}}),
    "smollm3": (smollm3, {"model_type": "smollm3", "no_rope_layers": [1, 0, 1], "rope_theta": 2e6,
                          "tie_word_embeddings": True}),
    "exaone4": (exaone4, {
        "model_type": "exaone4", "sliding_window": 3, "rope_theta": 1e6,
        "layer_types": ["sliding_attention", "full_attention", "sliding_attention"]}),
    "seed-oss": (lambda w: plain(w, whole(1e7), biases=True), {
        "model_type": "seed_oss", "attention_bias": True, "attention_out_bias": False, "rope_theta": 1e7}),
    "mimo": (lambda w: plain(w, whole(6.4e5), biases=True), {
        "model_type": "mimo", "attention_bias": True, "rope_theta": 6.4e5}),
    "ernie4.5": (lambda w: plain(w, whole(5e5, True)), {"model_type": "ernie4_5", "use_bias": False}),
    "helium": (lambda w: plain(w, whole(1e5, True)), {"model_type": "helium", "rope_theta": 1e5}),
    "arcee": (lambda w: stack(w, lambda i, at, x: heads(w, at, x, 4, 2, DIM, whole(1e4)), squared(w)), {
        "model_type": "arcee", "hidden_act": "relu2"}),
    "stablelm": (stablelm, {
        "model_type": "stablelm", **SHIFTED, "use_qkv_bias": True, "use_parallel_residual": False,
        "qk_layernorm": False}),
    "nemotron": (nemotron, {"model_type": "nemotron", "norm_eps": 1e-6, "hidden_act": "relu2"}),
    "orion": (orion, {"model_type": "orion"}),
    "falcon-h1": (falcon_h1, {
        "model_type": "falcon_h1", **FALCON, **MAMBA, "mamba_d_ssm": 48, "mamba_n_groups": 2, "mamba_rms_norm": False,
        "rope_theta": 1e6}),
    "mamba": (mamba, {
        "model_type": "mamba", "state_size": 5, "conv_kernel": 4, "expand": 2, "time_step_rank": 2,
        "intermediate_size": 2 * HIDDEN, "use_bias": False, "use_conv_bias": True, "layer_norm_epsilon": 1e-6,
        "tie_word_embeddings": True}),
    "jamba": (jamba, {
        "model_type": "jamba", "attn_layer_period": 3, "attn_layer_offset": 2, "expert_layer_period": 2,
        "expert_layer_offset": 1, "num_experts": 6, "num_experts_per_tok": 2, "mamba_expand": 2, "mamba_d_state": 5,
        "mamba_dt_rank": 3, "mamba_d_conv": 4, "mamba_proj_bias": False, "mamba_conv_bias": True}),
    "kimi-linear": (kimi_linear, {
        "model_type": "kimi_linear", "num_key_value_heads": 4, "kv_lora_rank": 14, "q_lora_rank": None,
        "qk_nope_head_dim": 6, "qk_rope_head_dim": 4, "v_head_dim": 5, "mla_use_nope": True,
        "linear_attn_config": {"full_attn_layers": [2], "kda_layers": [1, 3], "num_heads": 3, "head_dim": 6,
                               "short_conv_kernel_size": 4},
        "num_experts": 6, "num_experts_per_token": 2, "moe_intermediate_size": 12, "num_shared_experts": 1,
        "first_k_dense_replace": 1, "moe_renormalize": True, "moe_router_activation_func": "sigmoid",
        "routed_scaling_factor": 2.446, "num_expert_group": 1, "topk_group": 1}),
    "minimax-text-01": (minimax, {
        "model_type": "minimax_text_01", "attn_type_list": [0, 1, 0], "rotary_dim": 4, "rope_theta": 1e7,
        "num_local_experts": 6, "num_experts_per_tok": 2, "shared_intermediate_size": 0, "postnorm": True,
        "layernorm_full_attention_alpha": 3.5, "layernorm_full_attention_beta": 1.1,
        "layernorm_linear_attention_alpha": 2.5, "layernorm_linear_attention_beta": 0.9,
        "layernorm_mlp_alpha": 3.0, "layernorm_mlp_beta": 0.8}),
    "deepseek-v3.2": (lambda w: sparse(w, False, (40.0, 16, 32.0, 1.0, 1.0, 0.8)), {
        **SPARSE, "model_type": "deepseek_v32"}),
    "glm-moe-dsa": (lambda w: sparse(w, True, None), {
        **SPARSE, "model_type": "glm_moe_dsa", "rope_scaling": None}),
}
WITHOUT_HEAD_DIM = {"phi3-long", "phi3-short", "glm4-moe-lite", "mamba", "kimi-linear", "deepseek-v3.2", "glm-moe-dsa"}


def main(folder):
    for name, (run, config) in KINDS.items():
        w = Weights()
        config = config if "text_config" in config else {**BASE, **config}
        if name in WITHOUT_HEAD_DIM:
            del config["head_dim"]
        if {"layer_norm_eps", "norm_eps", "layer_norm_epsilon"} & config.keys():
            del config["rms_norm_eps"]
        write(folder, name, config, w, run(w))


if __name__ == "__main__":
    main(sys.argv[1])
