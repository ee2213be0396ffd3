package org.cimlet.network;

import java.util.List;

/// How another program than `cimlet compress` has stored the weights of a folder.
///
/// @param words for people: `GPTQ weights (4-bit integers, a scale for each 128)`
/// @param method the program or format in lower case: `gptq`, `awq`, `fp8`
/// @param layout which of its layouts, where it has several: `gptq_v2`, `gemm`, `pack-quantized`;
///   empty where the file does not say
/// @param bits of a weight; 0 where the file does not say
/// @param unit inputs that share a scale; 0 where the file does not say, or a whole row does
/// @param block outputs and inputs that share a scale, where blocks do; empty where none do
public record QuantizedFiles(
    String words, String method, String layout, int bits, int unit, List<Integer> block) {
  /// Copies the list.
  public QuantizedFiles {
    block = List.copyOf(block);
  }
}
