"""Small networks as GPTQ, AWQ, FP8, compressed-tensors and gpt-oss store them, and the scores of what they store.

    python3 quantized.py ../resources/org/cimlet/execute/quantized

Words are packed as AutoGPTQ, AutoAWQ, DeepSeek-V3 and compressed-tensors do, from their sources; the forward pass is
`forward.py`'s, on the numbers that the words stand for.
"""
import json
import os
import struct
import sys

import numpy as np

import forward

forward.INNER = 32
GROUP = 8


def e4m3(x):
    """The nearest of the 8-bit floats with four bits of exponent: bytes and values."""
    codes = np.arange(256)
    sign, exponent, mantissa = np.where(codes < 128, 1.0, -1.0), (codes >> 3) & 15, codes & 7
    values = sign * np.where(exponent == 0, mantissa / 8 * 2.0**-6, (1 + mantissa / 8) * 2.0 ** (exponent - 7.0))
    values[(codes & 127) == 127] = np.inf
    order = np.argmin(np.abs(x[..., None] - values), -1)
    return order.astype(np.uint8), values[order]


def words(integers, bits, axis):
    """Neighbours along an axis share a word of 32 bits, the first in its lowest bits."""
    each = 32 // bits
    moved = np.moveaxis(integers.astype(np.uint32), axis, -1)
    moved = moved.reshape(*moved.shape[:-1], -1, each)
    packed = np.zeros(moved.shape[:-1], np.uint32)
    for i in range(each):
        packed |= moved[..., i] << np.uint32(bits * i)
    return np.moveaxis(packed, -1, axis).astype(np.int32)


def rounded(w, bits, group_of, groups):
    """Integers [outputs, inputs], scales and zeros [outputs, groups], as asymmetric as the weights are."""
    top = 2**bits - 1
    scales, zeros = np.zeros((len(w), groups)), np.zeros((len(w), groups), int)
    for g in range(groups):
        its = w[:, group_of == g]
        low, high = np.minimum(its.min(1), 0), np.maximum(its.max(1), 0)
        scales[:, g] = ((high - low) / top).astype(np.float16)
        zeros[:, g] = np.clip(np.round(-low / scales[:, g]), 1, top)
    integers = np.clip(np.round(w / scales[:, group_of]) + zeros[:, group_of], 0, top).astype(int)
    return integers, scales, zeros, scales[:, group_of] * (integers - zeros[:, group_of])


class Quantized(forward.Weights):
    """Stores matrices of layers as a method does, and gives what they stand for."""

    def __init__(self, method):
        super().__init__()
        self.method, self.stored = method, {}

    def __call__(self, name, *shape, **how):
        known = name in self.made
        values = super().__call__(name, *shape, **how)
        end = "_proj" if self.method is mxfp4 else "_proj.weight"
        if not name.endswith(end):
            self.stored[name] = ("F32", values.astype("<f4"))
            return values
        if not known:
            given = self.method(self.stored, name.removesuffix("weight"), values)
            self.made[name] = (*self.made[name][:3], given)
        return self.made[name][3]


def gptq(bits, order, less):
    def store(stored, at, w):
        groups = w.shape[1] // GROUP
        group_of = np.arange(w.shape[1]) // GROUP
        if order:
            group_of = (7 * np.arange(w.shape[1])) % w.shape[1] // GROUP
        integers, scales, zeros, values = rounded(w, bits, group_of, groups)
        stored[at + "qweight"] = ("I32", words(integers.T, bits, 0))
        stored[at + "qzeros"] = ("I32", words((zeros.T - less) % 2**bits, bits, 1))
        stored[at + "scales"] = ("F16", scales.T.astype("<f2"))
        stored[at + "g_idx"] = ("I32", group_of.astype("<i4"))
        return values
    return store


def awq(stored, at, w):
    groups = w.shape[1] // GROUP
    integers, scales, zeros, values = rounded(w, 4, np.arange(w.shape[1]) // GROUP, groups)
    order = [0, 2, 4, 6, 1, 3, 5, 7]

    def shuffled(x):
        return x.reshape(len(x), -1, 8)[..., order].reshape(len(x), -1)

    stored[at + "qweight"] = ("I32", words(shuffled(integers.T), 4, 1))
    stored[at + "qzeros"] = ("I32", words(shuffled(zeros.T), 4, 1))
    stored[at + "scales"] = ("F16", scales.T.astype("<f2"))
    return values


def fp8_blocks(stored, at, w):
    size = 16
    scales = np.zeros([-(-n // size) for n in w.shape], np.float32)
    for i in range(scales.shape[0]):
        for j in range(scales.shape[1]):
            scales[i, j] = np.abs(w[size * i : size * (i + 1), size * j : size * (j + 1)]).max() / 448
    spread = np.kron(scales.astype(float), np.ones((size, size)))[: w.shape[0], : w.shape[1]]
    codes, values = e4m3(w / spread)
    stored[at + "weight"] = ("F8_E4M3", codes)
    stored[at + "weight_scale_inv"] = ("F32", scales)
    return values * spread


def fp8_rows(stored, at, w):
    scales = (np.abs(w).max(1, keepdims=True) / 448).astype(np.float32)
    codes, values = e4m3(w / scales)
    stored[at + "weight"] = ("F8_E4M3", codes)
    stored[at + "weight_scale"] = ("F32", scales)
    return values * scales


def packed(stored, at, w):
    scales = np.abs(w.reshape(len(w), -1, GROUP)).max(-1) / 7
    scales = scales.astype(np.float16).astype(float)
    spread = np.repeat(scales, GROUP, 1)
    integers = np.clip(np.round(w / spread), -8, 7).astype(int)
    stored[at + "weight_packed"] = ("I32", words(integers + 8, 4, 1))
    stored[at + "weight_scale"] = ("F16", scales.astype("<f2"))
    stored[at + "weight_shape"] = ("I64", np.array(w.shape, "<i8"))
    return integers * spread


def mxfp4(stored, at, w):
    """w: experts, inputs, outputs, as the forward pass wants it; stored with outputs first."""
    values = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 6])
    blocks = np.swapaxes(w, 1, 2).reshape(len(w), w.shape[2], -1, 32)
    exponent = np.floor(np.log2(np.abs(blocks).max(-1, keepdims=True))) - 2
    scaled = blocks / 2.0**exponent
    nearest = np.argmin(np.abs(np.abs(scaled)[..., None] - values), -1)
    codes = (nearest + np.where(scaled < 0, 8, 0)).astype(np.uint8)
    stored[at + "_blocks"] = ("U8", codes[..., ::2] | codes[..., 1::2] << 4)
    stored[at + "_scales"] = ("U8", (exponent[..., 0] + 127).astype(np.uint8))
    given = np.sign(scaled) * values[nearest] * 2.0**exponent
    return np.swapaxes(given.reshape(len(w), w.shape[2], -1), 1, 2)


KINDS = {
    "gptq": (gptq(4, False, 1), {"quant_method": "gptq", "bits": 4, "group_size": GROUP, "desc_act": False}),
    "gptq-order": (gptq(4, True, 1), {"quant_method": "gptq", "bits": 4, "group_size": GROUP, "desc_act": True}),
    "gptq-8": (gptq(8, False, 0), {
        "quant_method": "gptq", "bits": 8, "group_size": GROUP, "checkpoint_format": "gptq_v2"}),
    "awq": (awq, {"quant_method": "awq", "bits": 4, "group_size": GROUP, "version": "gemm", "zero_point": True}),
    "fp8": (fp8_blocks, {"quant_method": "fp8", "activation_scheme": "dynamic", "weight_block_size": [16, 16]}),
    "fp8-rows": (fp8_rows, {"quant_method": "fbgemm_fp8", "activation_scale_ub": 1200.0}),
    "packed": (packed, {
        "quant_method": "compressed-tensors", "format": "pack-quantized",
        "config_groups": {"group_0": {"weights": {
            "num_bits": 4, "type": "int", "group_size": GROUP, "strategy": "group", "symmetric": True}}}}),
    "gpt-oss": (mxfp4, {"quant_method": "mxfp4", "modules_to_not_convert": ["model.layers.*.self_attn", "lm_head"]}),
}


def safetensors(stored):
    header, at = {}, 0
    for name, (kind, values) in stored.items():
        header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": [at, at + values.nbytes]}
        at += values.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + b"".join(v.tobytes() for _, v in stored.values())


def main(folder):
    for name, (method, config) in KINDS.items():
        w = Quantized(method)
        kind = {"qk": "head", "theta": 1e6, "config": {"model_type": "qwen3", "rope_theta": 1e6}}
        if method is mxfp4:
            forward.HIDDEN = 32
            kind = forward.KINDS["gpt-oss"]
        kind["config"] = {
            **forward.BASE, **kind["config"], "hidden_size": forward.HIDDEN, "intermediate_size": forward.INNER,
            "quantization_config": config}
        scores = forward.forward(w, kind)
        out = f"{folder}/{name}"
        os.makedirs(out, exist_ok=True)
        with open(out + "/config.json", "w", encoding="utf-8") as file:
            json.dump(kind["config"], file)
        with open(out + "/model.safetensors", "wb") as file:
            file.write(safetensors(w.stored))
        with open(out + "/scores.txt", "w", encoding="utf-8") as file:
            file.write("tokens " + " ".join(map(str, forward.TOKENS)) + "\n")
            for row in scores:
                file.write("scores " + " ".join(f"{score:.9g}" for score in row) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
