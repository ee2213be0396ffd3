package org.cimlet.plan.gpu;

/// How long the kernels of a generation of GPUs take, beside what peaks and bandwidths say: the
/// constants of the laws in `org.cimlet.estimate.gpu`.
///
/// An overlap `q` joins the time `a` of the memory and the time `b` of the arithmetic to `(a^q +
/// b^q)^(1/q)`: 1 where one waits for the other, large where the longer hides the shorter.
///
/// @param name of the generation
/// @param products with operands of 16 bits
/// @param fp8Products with floating operands of 8 bits
/// @param fp8BlockProducts with those, scaled block by block
/// @param int8Products with whole operands of 8 bits
/// @param quantiseEfficiency share of the bandwidth at which inputs are brought to 8 bits
/// @param alignS start of the kernels that bring inputs scaled block by block to a multiple of four
///   rows
/// @param routed products of routed experts with operands of 16 bits
/// @param fp8Routed with operands of 8 bits
/// @param fp8BlockRouted with those, scaled block by block
/// @param fourBitRouted with weights of 4 bits, multiplied as 16
/// @param prompts attention of prompts
/// @param decoding attention of one token for each sequence
/// @param allReduce adding up partial results over devices
/// @param overheads what is no kernel of these
public record KernelLaws(
    String name,
    Product products,
    Product fp8Products,
    Product fp8BlockProducts,
    Product int8Products,
    double quantiseEfficiency,
    double alignS,
    Routed routed,
    Routed fp8Routed,
    Routed fp8BlockRouted,
    Routed fourBitRouted,
    PromptAttention prompts,
    DecodeAttention decoding,
    AllReduce allReduce,
    Overheads overheads) {

  /// A product of a matrix with the vectors of some tokens.
  ///
  /// @param startS time of the smallest kernel
  /// @param memoryEfficiency share of the bandwidth at which operands are read
  /// @param computeEfficiency share of the peak with every multiprocessor busy
  /// @param overlap of memory and arithmetic
  /// @param tail how much the last, partly filled wave of tiles costs: power of the share of
  ///   multiprocessors busy
  public record Product(
      double startS,
      double memoryEfficiency,
      double computeEfficiency,
      double overlap,
      double tail) {}

  /// One product of the experts that tokens are routed to.
  ///
  /// @param startS of the kernel, with its share of sorting tokens by expert
  /// @param memoryEfficiency share of the bandwidth at which weights, inputs and results move
  /// @param computeEfficiency share of the peak that padded tiles reach
  /// @param overlap of memory and arithmetic
  public record Routed(
      double startS, double memoryEfficiency, double computeEfficiency, double overlap) {}

  /// Attention of the tokens of a prompt.
  ///
  /// @param startS time of the smallest kernel
  /// @param memoryEfficiency share of the bandwidth
  /// @param computeEfficiency share of the 16-bit peak
  /// @param softmaxMacs multiply-accumulates that would take as long as the softmax of a score
  /// @param tail how much of the longest tile's time is waited for at the end
  public record PromptAttention(
      double startS,
      double memoryEfficiency,
      double computeEfficiency,
      double softmaxMacs,
      double tail) {}

  /// Attention of one token for each sequence over its cache.
  ///
  /// @param startS time of the smallest kernel
  /// @param memoryEfficiency share of the bandwidth at which the cache is read
  /// @param cachedEfficiency the same where keys and values are still in the second-level cache:
  ///   more than 1 where that is faster
  /// @param computeEfficiency share of the 16-bit peak at which query heads multiply
  /// @param keyS of a multiprocessor for each key of a head that is read
  /// @param jobS of a multiprocessor for each sequence and head of keys
  /// @param overlap of memory and the others
  public record DecodeAttention(
      double startS,
      double memoryEfficiency,
      double cachedEfficiency,
      double computeEfficiency,
      double keyS,
      double jobS,
      double overlap) {}

  /// Adding up a vector over devices.
  ///
  /// @param startS of reading every device's vector at once, which small ones do
  /// @param secondStartS more for adding up slices and collecting them after, which larger ones do
  /// @param ringStartS more for a ring, which vectors of [#RING_BYTES] and more do
  /// @param linkEfficiency share of the links' bandwidth
  public record AllReduce(
      double startS, double secondStartS, double ringStartS, double linkEfficiency) {
    /// Vectors of so many bytes go round a ring.
    public static final double RING_BYTES = 8 << 20;
  }

  /// What a pass takes beside the kernels above.
  ///
  /// @param layerS of a layer: norms, rotary embedding, activation, writing the cache
  /// @param elementEfficiency share of the bandwidth at which these move their elements
  /// @param stepS of a pass: scheduling, sampling, the gap to the next pass
  /// @param sequenceS of a pass for each sequence that gets a token
  /// @param promptLayerS of launching a layer, where prompts are in the pass: no graph of kernels
  ///   is replayed then, and the pass lasts at least as long as launching it takes
  /// @param promptAllReduceS of launching an all-reduce there
  public record Overheads(
      double layerS,
      double elementEfficiency,
      double stepS,
      double sequenceS,
      double promptLayerS,
      double promptAllReduceS) {}
}
