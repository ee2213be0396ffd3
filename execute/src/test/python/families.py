"""Forward passes of further families in numpy, float64, whole texts at once: what differs from LLaMA in norms, rotation,
biases, or factors.

    python3 families.py ../resources/org/cimlet/execute/references

As `forward.py` and `mixers.py`, written from the published descriptions.
"""
import sys

import numpy as np

from forward import BASE, CONTEXT, DIM, HIDDEN, LAYERS, TOKENS, VOCABULARY, Weights, gated, rms, silu, softmax, write
from mixers import (EXPERTS, INNER, MAMBA, T, V3, heads, in_one, latents, mixture, mlp, network, state_space, still,
                    turned, two_parts)


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
    "glm4-moe-lite": (flash, {
        **V3, "model_type": "glm4_moe_lite", **ROUTED, "routed_scaling_factor": 1.8, "rope_theta": 1e6,
        "rope_scaling": None, "topk_method": "noaux_tc"}),
    "granite-moe": (lambda w: granite_moe(w, False), {"model_type": "granitemoe", **GRANITE}),
    "granite-moe-shared": (lambda w: granite_moe(w, True), {
        "model_type": "granitemoeshared", **GRANITE, "shared_intermediate_size": 16}),
    "bamba": (bamba, {"model_type": "bamba", **MAMBA, "attn_layer_indices": [1], "attn_rotary_emb": 4}),
    "phi3-long": (lambda w: long_rope(w, BEYOND, np.sqrt(1 + np.log(16) / np.log(4))), long_config(4)),
    "phi3-short": (lambda w: long_rope(w, WITHIN, np.sqrt(1 + np.log(2) / np.log(32))), long_config(32)),
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
}
WITHOUT_HEAD_DIM = {"phi3-long", "phi3-short", "glm4-moe-lite"}


def main(folder):
    for name, (run, config) in KINDS.items():
        w = Weights()
        config = {**BASE, **config}
        if name in WITHOUT_HEAD_DIM:
            del config["head_dim"]
        if "layer_norm_eps" in config or "norm_eps" in config:
            del config["rms_norm_eps"]
        write(folder, name, config, w, run(w))


if __name__ == "__main__":
    main(sys.argv[1])
