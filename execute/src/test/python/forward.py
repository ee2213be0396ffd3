"""Forward passes of small networks in numpy, float64, whole texts at once: what the executor is held against.

    python3 forward.py ../resources/org/cimlet/execute/references

Written from the published descriptions of the families, sharing nothing with the executor but the rule that makes the
weights: weight i of a tensor is `offset + scale * (2 u - 1)`, u the top 31 bits of a 64-bit linear congruential
generator seeded with the CRC-32 of the tensor's name. Each file says config, tensors, tokens, and the scores after
each token.
"""
import json
import sys
import zlib

import numpy as np

HIDDEN, HEADS, KV, DIM, LAYERS, VOCABULARY, CONTEXT, INNER = 24, 4, 2, 8, 3, 23, 64, 20
TOKENS = [3, 17, 0, 22, 9, 9, 14]
BASE = {
    "hidden_size": HIDDEN, "num_attention_heads": HEADS, "num_key_value_heads": KV, "head_dim": DIM,
    "num_hidden_layers": LAYERS, "vocab_size": VOCABULARY, "max_position_embeddings": CONTEXT,
    "intermediate_size": INNER, "rms_norm_eps": 1e-6, "tie_word_embeddings": False}


class Weights:
    """Makes tensors as they are asked for, and notes them."""

    def __init__(self):
        self.made = {}

    def __call__(self, name, *shape, scale=0.4, offset=0.0):
        if name not in self.made:
            state = zlib.crc32(name.encode())
            values = np.empty(int(np.prod(shape)))
            for i in range(values.size):
                state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
                values[i] = offset + scale * (2 * (state >> 33) / 2**31 - 1)
            # the files hold float32
            self.made[name] = (shape, scale, offset, values.astype(np.float32).astype(float).reshape(shape))
        return self.made[name][3]

    def norm(self, name, size, plus_one=False):
        return self(name, size, scale=0.3, offset=0.0 if plus_one else 1.0) + (1.0 if plus_one else 0.0)


def rms(x, weight, eps=1e-6):
    return weight * x / np.sqrt((x * x).mean(-1, keepdims=True) + eps)


def silu(x):
    return x / (1 + np.exp(-x))


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def yarn(theta, factor, trained, fast, slow, whole):
    """Frequencies of YaRN: pairs that turn often in the trained context stay, those that turn seldom are divided."""
    frequency = theta ** (-2.0 * np.arange(DIM // 2) / DIM)

    def pair(turns):
        return DIM * np.log(trained / (turns * 2 * np.pi)) / (2 * np.log(theta))

    first, last = pair(fast), pair(slow)
    if whole:
        first, last = np.floor(first), np.ceil(last)
    first, last = max(first, 0), min(last, DIM - 1)
    ramp = np.clip((np.arange(DIM // 2) - first) / (last - first), 0, 1)
    return frequency / factor * ramp + frequency * (1 - ramp)


def rotate(x, theta, factor=1.0, scaled=None):
    """x: tokens, heads, DIM; the halves of a head are real and imaginary parts."""
    frequency = theta ** (-2.0 * np.arange(DIM // 2) / DIM) / factor if scaled is None else yarn(theta, *scaled)
    turn = np.exp(1j * np.arange(x.shape[0])[:, None] * frequency)[:, None, :]
    if scaled is not None:
        turn = turn * (0.1 * np.log(scaled[0]) + 1)
    z = (x[..., : DIM // 2] + 1j * x[..., DIM // 2 :]) * turn
    return np.concatenate([z.real, z.imag], -1)


def attend(w, at, x, kind, layer):
    t = x.shape[0]
    q = x @ w(at + "q_proj.weight", HEADS * DIM, HIDDEN).T
    k = x @ w(at + "k_proj.weight", KV * DIM, HIDDEN).T
    v = x @ w(at + "v_proj.weight", KV * DIM, HIDDEN).T
    if kind.get("biases"):
        q, k = q + w(at + "q_proj.bias", HEADS * DIM), k + w(at + "k_proj.bias", KV * DIM)
        v = v + w(at + "v_proj.bias", KV * DIM)
    v = v.reshape(t, KV, DIM)
    if kind.get("qk") == "whole":
        q = rms(q, w.norm(at + "q_norm.weight", HEADS * DIM))
        k = rms(k, w.norm(at + "k_norm.weight", KV * DIM))
    q, k = q.reshape(t, HEADS, DIM), k.reshape(t, KV, DIM)
    if kind.get("qk") == "head":
        q = rms(q, w.norm(at + "q_norm.weight", DIM, kind.get("plus_one")))
        k = rms(k, w.norm(at + "k_norm.weight", DIM, kind.get("plus_one")))
    windowed = kind.get("windowed", lambda i: False)(layer)
    theta, factor, scaled = kind.get("theta", 10_000.0), kind.get("factor", 1.0), kind.get("yarn")
    if windowed and "local_theta" in kind:
        theta, factor, scaled = kind["local_theta"], 1.0, None
    q, k = rotate(q, theta, factor, scaled), rotate(k, theta, factor, scaled)
    out = np.zeros((t, HEADS, DIM))
    for h in range(HEADS):
        scores = q[:, h] @ k[:, h // (HEADS // KV)].T * kind.get("score", DIM**-0.5)
        if "score_cap" in kind:
            scores = kind["score_cap"] * np.tanh(scores / kind["score_cap"])
        distance = np.arange(t)[:, None] - np.arange(t)[None, :]
        hidden = (distance < 0) | (distance >= kind["window"] if windowed else False)
        scores = np.where(hidden, -np.inf, scores)
        if kind.get("sinks"):
            sink = np.full((t, 1), w(at + "sinks", HEADS, scale=1.0)[h])
            shares = softmax(np.concatenate([scores, sink], -1))[:, :-1]
        else:
            shares = softmax(scores)
        out[:, h] = shares @ v[:, h // (HEADS // KV)]
    out = out.reshape(t, -1) @ w(at + "o_proj.weight", HIDDEN, HEADS * DIM).T
    return out + w(at + "o_proj.bias", HIDDEN) if kind.get("out_bias") else out


def gated(x, gate, up, down, act):
    return (act(x @ gate.T) * (x @ up.T)) @ down.T


def clamped(w, block, x, n, active):
    """gpt-oss: the scores of the chosen experts alone are softmaxed; gate and up lie in turns and are clamped."""
    scores = x @ w(block + "router.weight", n, HIDDEN, scale=1.0).T + w(block + "router.bias", n)
    both = w(block + "experts.gate_up_proj", n, HIDDEN, 2 * INNER, scale=2.0)
    both_bias = w(block + "experts.gate_up_proj_bias", n, 2 * INNER)
    down = w(block + "experts.down_proj", n, INNER, HIDDEN)
    down_bias = w(block + "experts.down_proj_bias", n, HIDDEN)
    out = np.zeros_like(x)
    for t in range(x.shape[0]):
        chosen = np.argsort(-scores[t], kind="stable")[:active]
        for e, share in zip(chosen, softmax(scores[t][chosen])):
            inner = x[t] @ both[e] + both_bias[e]
            gate, up = np.minimum(inner[::2], 7.0), np.clip(inner[1::2], -7.0, 7.0)
            out[t] += share * ((up + 1) * gate / (1 + np.exp(-1.702 * gate)) @ down[e] + down_bias[e])
    return out


def feed_forward(w, at, x, kind):
    act = kind.get("act", silu)
    experts = kind.get("experts")
    if experts is None:
        return gated(
            x, w(at + "mlp.gate_proj.weight", INNER, HIDDEN), w(at + "mlp.up_proj.weight", INNER, HIDDEN),
            w(at + "mlp.down_proj.weight", HIDDEN, INNER), act)
    if experts["names"] == "clamped":
        return clamped(w, at + "mlp.", x, experts["n"], experts["active"])
    block = at + ("block_sparse_moe." if experts["names"] == "mixtral" else "mlp.")
    n, active = experts["n"], experts["active"]
    shares = softmax(x @ w(block + "gate.weight", n, HIDDEN, scale=1.0).T)
    out = np.zeros_like(x)
    for t in range(x.shape[0]):
        chosen = np.argsort(-shares[t], kind="stable")[:active]
        whole = shares[t][chosen].sum() if experts["whole"] else 1.0
        for e in chosen:
            if experts["names"] == "mixtral":
                front = f"{block}experts.{e}."
                gate, up = w(front + "w1.weight", INNER, HIDDEN), w(front + "w3.weight", INNER, HIDDEN)
                down = w(front + "w2.weight", HIDDEN, INNER)
            elif experts["names"] == "fused":
                both = w(block + "experts.gate_up_proj", n, 2 * INNER, HIDDEN)[e]
                gate, up = both[:INNER], both[INNER:]
                down = w(block + "experts.down_proj", n, HIDDEN, INNER)[e]
            elif experts["names"] == "turned":
                both = w(block + "experts.gate_up_proj", n, HIDDEN, 2 * INNER)[e].T
                gate, up = both[:INNER], both[INNER:]
                down = w(block + "experts.down_proj", n, INNER, HIDDEN)[e].T
            else:
                front = f"{block}experts.{e}."
                gate, up = w(front + "gate_proj.weight", INNER, HIDDEN), w(front + "up_proj.weight", INNER, HIDDEN)
                down = w(front + "down_proj.weight", HIDDEN, INNER)
            out[t] += shares[t][e] / whole * gated(x[t], gate, up, down, act)
    if "shared" in experts:
        front, width = at + "mlp.shared_expert.", experts["shared"]
        given = gated(
            x, w(front + "gate_proj.weight", width, HIDDEN), w(front + "up_proj.weight", width, HIDDEN),
            w(front + "down_proj.weight", HIDDEN, width), act)
        out += given / (1 + np.exp(-x @ w(at + "mlp.shared_expert_gate.weight", 1, HIDDEN, scale=1.0).T))
    for e in range(n):  # those that no token sees are in the file too
        if experts["names"] == "mixtral":
            for part, shape in (("w1", (INNER, HIDDEN)), ("w3", (INNER, HIDDEN)), ("w2", (HIDDEN, INNER))):
                w(f"{block}experts.{e}.{part}.weight", *shape)
        elif experts["names"] == "own":
            for part, shape in (("gate", (INNER, HIDDEN)), ("up", (INNER, HIDDEN)), ("down", (HIDDEN, INNER))):
                w(f"{block}experts.{e}.{part}_proj.weight", *shape)
    return out


def forward(w, kind):
    front = kind.get("front", "model.")
    plus_one, norms = kind.get("plus_one", False), kind.get("norms", "before")
    embedding = w(front + "embed_tokens.weight", VOCABULARY, HIDDEN, scale=1.0)
    x = embedding[TOKENS] * kind.get("embedding", 1.0)
    residual = kind.get("residual", 1.0)

    def norm(name, y):
        return rms(y, w.norm(name + ".weight", HIDDEN, plus_one))

    for layer in range(LAYERS):
        at = f"{front}layers.{layer}."
        y = x if norms == "behind" else norm(at + "input_layernorm", x)
        y = attend(w, at + "self_attn.", y, kind, layer)
        if norms != "before":
            y = norm(at + "post_attention_layernorm", y)
        x = x + residual * y
        before = {"before": "post_attention_layernorm", "around": "pre_feedforward_layernorm"}
        y = x if norms == "behind" else norm(at + before[norms], x)
        y = feed_forward(w, at, y, kind)
        if norms != "before":
            y = norm(at + "post_feedforward_layernorm", y)
        x = x + residual * y
    x = norm(front + "norm", x)
    head = embedding if kind["config"].get("tie_word_embeddings") else w("lm_head.weight", VOCABULARY, HIDDEN)
    scores = x @ head.T * kind.get("logits", 1.0)
    return kind["logit_cap"] * np.tanh(scores / kind["logit_cap"]) if "logit_cap" in kind else scores


def mixture(names, whole, **more):
    return {"n": 6, "active": 2, "names": names, "whole": whole, **more}


KINDS = {
    "qwen3": {"qk": "head", "theta": 1e6, "config": {"model_type": "qwen3", "rope_theta": 1e6}},
    "qwen3-vl": {
        "qk": "head", "theta": 5e6, "front": "model.language_model.",
        "config": {"model_type": "qwen3", "rope_theta": 5e6, "rope_scaling": {"rope_type": "mrope"}}},
    "qwen3-moe": {
        "qk": "head", "experts": mixture("own", True),
        "config": {"model_type": "qwen3_moe", "num_experts": 6, "num_experts_per_tok": 2, "norm_topk_prob": True,
                   "moe_intermediate_size": INNER, "intermediate_size": 99}},
    "qwen3-moe-fused": {
        "qk": "head", "experts": mixture("fused", False),
        "config": {"model_type": "qwen3_moe", "num_experts": 6, "num_experts_per_tok": 2, "norm_topk_prob": False,
                   "moe_intermediate_size": INNER, "intermediate_size": 99}},
    "qwen3-moe-turned": {
        "qk": "head", "experts": mixture("turned", True),
        "config": {"model_type": "qwen3_moe", "num_experts": 6, "num_experts_per_tok": 2, "norm_topk_prob": True,
                   "moe_intermediate_size": INNER, "intermediate_size": 99}},
    "qwen2-moe": {
        "biases": True, "experts": mixture("own", False, shared=28),
        "config": {"model_type": "qwen2_moe", "num_experts": 6, "num_experts_per_tok": 2, "norm_topk_prob": False,
                   "moe_intermediate_size": INNER, "intermediate_size": 99, "shared_expert_intermediate_size": 28}},
    "mixtral": {
        "theta": 1e6, "experts": mixture("mixtral", True),
        "config": {"model_type": "mixtral", "num_local_experts": 6, "num_experts_per_tok": 2, "sliding_window": None}},
    "olmoe": {
        "qk": "whole", "experts": mixture("own", False),
        "config": {"model_type": "olmoe", "num_experts": 6, "num_experts_per_tok": 2, "norm_topk_prob": False}},
    "flex-olmo": {
        "qk": "whole", "norms": "behind", "experts": mixture("own", False),
        "config": {"model_type": "flex_olmo", "num_experts": 6, "num_experts_per_tok": 2}},
    "gpt-oss": {
        "biases": True, "out_bias": True, "sinks": True, "theta": 150_000.0, "yarn": (32.0, 16, 32.0, 1.0, False),
        "window": 3, "windowed": lambda i: i % 2 == 0, "experts": mixture("clamped", True),
        "config": {"model_type": "gpt_oss", "num_local_experts": 6, "num_experts_per_tok": 2, "sliding_window": 3,
                   "rope_theta": 150000, "swiglu_limit": 7.0, "attention_bias": True,
                   "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
                   "rope_scaling": {"rope_type": "yarn", "factor": 32.0, "beta_fast": 32.0, "beta_slow": 1.0,
                                    "original_max_position_embeddings": 16, "truncate": False}}},
    "qwen3-yarn": {
        "qk": "head", "theta": 1e4, "yarn": (4.0, 64, 32.0, 1.0, True),
        "config": {"model_type": "qwen3", "rope_theta": 1e4, "rope_scaling": {
            "rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64}}},
    "olmo3": {
        "qk": "whole", "norms": "behind", "theta": 500.0, "local_theta": 500.0, "yarn": (8.0, 32, 32.0, 1.0, True),
        "window": 3, "windowed": lambda i: i != 1,
        "config": {"model_type": "olmo3", "rope_theta": 500.0, "sliding_window": 3,
                   "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
                   "rope_scaling": {"rope_type": "yarn", "factor": 8.0, "attention_factor": 1.2079441541679836,
                                    "original_max_position_embeddings": 32}}},
    "olmo2": {"qk": "whole", "norms": "behind", "config": {"model_type": "olmo2"}},
    "granite": {
        "embedding": 12.0, "score": 0.3, "residual": 0.22, "logits": 1 / 6.0,
        "config": {"model_type": "granite", "embedding_multiplier": 12.0, "attention_multiplier": 0.3,
                   "residual_multiplier": 0.22, "logits_scaling": 6.0}},
    "gemma": {
        "plus_one": True, "act": gelu, "embedding": HIDDEN**0.5,
        "config": {"model_type": "gemma", "hidden_act": "gelu", "tie_word_embeddings": True}},
    "gemma2": {
        "plus_one": True, "act": gelu, "embedding": HIDDEN**0.5, "norms": "around", "score": 144**-0.5,
        "score_cap": 5.0, "logit_cap": 3.0, "window": 3, "windowed": lambda i: i % 2 == 0,
        "config": {"model_type": "gemma2", "hidden_activation": "gelu_pytorch_tanh", "query_pre_attn_scalar": 144,
                   "attn_logit_softcapping": 5.0, "final_logit_softcapping": 3.0, "sliding_window": 3,
                   "tie_word_embeddings": True}},
    # what files of one piece leave out follows from the width of a head, and one layer of six has no window
    "gemma2-gguf": {
        "plus_one": True, "act": gelu, "embedding": HIDDEN**0.5, "norms": "around", "score": DIM**-0.5,
        "score_cap": 5.0, "logit_cap": 3.0, "window": 3, "windowed": lambda i: i % 2 == 0,
        "config": {"model_type": "gemma2", "tie_word_embeddings": True}},
    "gemma3-gguf": {
        "plus_one": True, "act": gelu, "embedding": HIDDEN**0.5, "norms": "around", "score": DIM**-0.5, "qk": "head",
        "window": 3, "windowed": lambda i: True, "theta": 1e6, "local_theta": 1e4,
        "config": {"model_type": "gemma3_text", "tie_word_embeddings": True}},
    "gemma3": {
        "plus_one": True, "act": gelu, "embedding": HIDDEN**0.5, "norms": "around", "score": 8**-0.5, "qk": "head",
        "window": 3, "windowed": lambda i: (i + 1) % 3 != 0, "theta": 1e6, "factor": 8.0, "local_theta": 1e4,
        "config": {"model_type": "gemma3_text", "hidden_activation": "gelu_pytorch_tanh", "query_pre_attn_scalar": 8,
                   "sliding_window": 3, "sliding_window_pattern": 3, "rope_theta": 1e6, "rope_local_base_freq": 1e4,
                   "rope_scaling": {"rope_type": "linear", "factor": 8.0}, "tie_word_embeddings": True}},
}


def write(folder, name, config, w, scores):
    lines = ["config " + json.dumps(config)]
    for tensor, (shape, scale, offset, _) in w.made.items():
        lines.append(f"tensor {tensor} {'x'.join(map(str, shape))} {scale} {offset}")
    lines.append("tokens " + " ".join(map(str, TOKENS)))
    lines += ["scores " + " ".join(f"{score:.9g}" for score in row) for row in scores]
    with open(f"{folder}/{name}.txt", "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


def main(folder):
    for name, kind in KINDS.items():
        w = Weights()
        kind["config"] = {**BASE, **kind["config"]}
        scores = forward(w, kind)
        write(folder, name, kind["config"], w, scores)


if __name__ == "__main__":
    main(sys.argv[1])
