package org.cimlet.estimate;

import org.cimlet.plan.program.Program;

/// What must move each second at a token rate: weights where they are streamed from memory,
/// activations where they are at rest, cached keys and values either way. The accounting of the
/// paper's sections 1.2 and 2.1, at batch 1 and with 8-bit weights and activations.
///
/// @param tokensPerS the rate
/// @param weightBytesPerS every linear weight of the layers a token uses, read once a token
/// @param activationBitsPerSMin three hidden vectors a layer: queries, keys and values
/// @param activationBitsPerSMax six hidden vectors a layer, the paper's upper figure
/// @param kvCacheBytesPerS keys and values read for each token at the context given
public record BandwidthWall(
    double tokensPerS,
    double weightBytesPerS,
    double activationBitsPerSMin,
    double activationBitsPerSMax,
    double kvCacheBytesPerS) {
  private static final int FEWEST_VECTORS = 3;
  private static final int MOST_VECTORS = 6;
  private static final int ACTIVATION_BITS = 8;

  /// @param context tokens looked back on
  /// @param cacheBits bits of a cached element
  public static BandwidthWall at(double tokensPerS, Program program, int context, int cacheBits) {
    double vector =
        (double) program.hiddenSize() * ACTIVATION_BITS * program.layers().size() * tokensPerS;
    double bitsPerToken =
        program.layers().stream()
            .mapToDouble(block -> (double) block.attention().readElements(context) * cacheBits)
            .sum();
    return new BandwidthWall(
        tokensPerS,
        program.activeLinearWeights() * tokensPerS,
        FEWEST_VECTORS * vector,
        MOST_VECTORS * vector,
        bitsPerToken / 8 * tokensPerS);
  }
}
