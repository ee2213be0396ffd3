package org.cimlet.estimate.gpu;

import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.gpu.KernelLaws;
import org.cimlet.plan.program.AttentionWork;

/// The kernels of one device, each with a law that says how long it takes.
///
/// The laws are physics with a few constants for each generation of GPUs ([KernelLaws]): bytes over
/// a share of the bandwidth, operations over a share of the peak, work padded to tiles, tiles dealt
/// out to multiprocessors in waves, and a start. `docs/studies/gpu-calibration.md` holds them
/// against measured kernels.
///
/// @param gpu the device
public record GpuKernels(Gpu gpu) {
  private static final int TILE_ROWS = 64;
  private static final int TILE_COLUMNS = 128;
  private static final int ATTENTION_TILE = 64;

  /// Rows of inputs scaled block by block, whose scales a tensor copy reads in 16 bytes.
  static final int BLOCK_ROWS = 4;

  /// Bytes of an element of activations.
  static final int ACTIVATION_BYTES = 2;

  /// `outputs x inputs` weights times the vectors of some tokens: `start + ((bytes / B e)^q + (2 m'
  /// n' k / (P c u^a))^q)^(1/q)`, with `m'` and `n'` padded to tiles of 64 x 128 and `u` the share
  /// of multiprocessors busy in the mean of the waves. Operands of 8 bits are made by a kernel
  /// before; those scaled block by block are copied to a multiple of [#BLOCK_ROWS] rows where they
  /// are none.
  ///
  /// @param weights what the weights are kept in
  public KernelTime product(GpuFormat weights, double tokens, int outputs, int inputs) {
    KernelLaws.Product law = gpu.products(weights);
    double tiles = Math.ceil(tokens / TILE_ROWS) * Math.ceil((double) outputs / TILE_COLUMNS);
    double waves = Math.ceil(tiles / gpu.multiprocessors());
    double busy = tiles / (waves * gpu.multiprocessors());
    double operations = 2 * tiles * TILE_ROWS * TILE_COLUMNS * inputs;
    double peak = gpu.peakOpsPerS(weights) * law.computeEfficiency() * Math.pow(busy, law.tail());
    double bytes = productBytes(weights, tokens, outputs, inputs);
    return KernelTime.of(
        law.startS() + quantisingS(weights, tokens, inputs) + aligningS(weights, tokens, inputs),
        bytes / (gpu.memoryBytesPerS() * law.memoryEfficiency()),
        operations / peak,
        law.overlap());
  }

  private double productBytes(GpuFormat weights, double tokens, int outputs, int inputs) {
    double inputBytes = gpu.multiplies(weights) ? 1 : ACTIVATION_BYTES;
    return weights.bytes() * outputs * inputs
        + inputBytes * tokens * inputs
        + ACTIVATION_BYTES * tokens * outputs;
  }

  /// Reads inputs of 16 bits and writes them with 8.
  private double quantisingS(GpuFormat weights, double tokens, int inputs) {
    if (!gpu.multiplies(weights)) {
      return 0;
    }
    double bytes = (ACTIVATION_BYTES + 1) * tokens * inputs;
    return bytes / (gpu.memoryBytesPerS() * gpu.laws().quantiseEfficiency());
  }

  /// Fills a copy of the inputs with zeros, and their scales with ones, reads them and writes them
  /// there.
  private double aligningS(GpuFormat weights, double tokens, int inputs) {
    if (weights != GpuFormat.FP8_BLOCK
        || !gpu.multiplies(weights)
        || Math.ceil(tokens) % BLOCK_ROWS == 0) {
      return 0;
    }
    double bytes = 3 * tokens * inputs;
    return gpu.laws().alignS() + bytes / (gpu.memoryBytesPerS() * gpu.laws().quantiseEfficiency());
  }

  /// One product of routed experts: weights of those that are touched, tokens padded to tiles,
  /// inputs and results of each pair of token and expert moved.
  ///
  /// @param weights what the weights are kept in
  public KernelTime routed(GpuFormat weights, Routing routing, int outputs, int inputs) {
    KernelLaws.Routed law = routedLaw(weights);
    double bytesPerS = gpu.memoryBytesPerS() * law.memoryEfficiency();
    double moved = ACTIVATION_BYTES * routing.routed() * ((double) inputs + outputs);
    double bytes = weights.bytes() * routing.touched() * outputs * inputs;
    double operations = 2 * routing.rows() * outputs * inputs;
    return KernelTime.of(
        law.startS() + moved / bytesPerS,
        bytes / bytesPerS,
        operations / (gpu.peakOpsPerS(weights) * law.computeEfficiency()),
        law.overlap());
  }

  private KernelLaws.Routed routedLaw(GpuFormat weights) {
    if (weights.bits() >= 8 && !gpu.multiplies(weights)) {
      return gpu.laws().routed();
    }
    return switch (weights) {
      case FP8, INT8 -> gpu.laws().fp8Routed();
      case FP8_BLOCK -> gpu.laws().fp8BlockRouted();
      case BF16, FP16 -> gpu.laws().routed();
      case INT4, MXFP4 -> gpu.laws().fourBitRouted();
    };
  }

  /// Attention of a prompt's tokens over themselves and what is cached before them: tiles of 64
  /// queries by 64 keys, none above the diagonal, and at the end the longest row of tiles alone.
  /// Bytes, products and softmax add up.
  ///
  /// @param prompts equal ones
  /// @param tokens of each that pass now
  /// @param before tokens of each that have passed
  /// @param window positions a token looks back on at most
  /// @param heads with a softmax of their own
  /// @param caches keys with their values
  /// @param head what a head multiplies
  /// @param cache what keys and values are kept in
  public KernelTime promptAttention(
      double prompts,
      double tokens,
      double before,
      int window,
      int heads,
      int caches,
      AttentionWork.Head head,
      GpuFormat cache) {
    KernelLaws.PromptAttention law = gpu.laws().prompts();
    AttentionTiles tiles = AttentionTiles.of(tokens, before, window, ATTENTION_TILE);
    double cached = (double) caches * head.cachedElements();
    double bytes =
        prompts
            * (ACTIVATION_BYTES * tokens * (heads * head.macs() + cached)
                + cache.bytes() * Math.min(before, window) * cached);
    double operationsPerScore = 2 * (head.macs() + 2 * law.softmaxMacs());
    double scores =
        prompts * heads * tiles.scores() + law.tail() * tiles.longest() * gpu.multiprocessors();
    return KernelTime.of(
        law.startS(),
        bytes / (gpu.memoryBytesPerS() * law.memoryEfficiency()),
        operationsPerScore * scores / (gpu.fp16OpsPerS() * law.computeEfficiency()),
        1);
  }

  /// Attention of one token for each sequence over its cache: the cache is read once for all query
  /// heads that share it, each of them multiplies, and multiprocessors take their time for each
  /// sequence, each head of keys and each key.
  ///
  /// @param sequences that get a token
  /// @param positions of the cache that each looks back on
  /// @param heads with a softmax of their own
  /// @param caches keys with their values
  /// @param head what a head multiplies
  /// @param cache what keys and values are kept in
  public KernelTime decodeAttention(
      double sequences,
      double positions,
      int heads,
      int caches,
      AttentionWork.Head head,
      GpuFormat cache) {
    return decodeAttention(
        sequences, positions, heads, caches, head, cache, gpu.laws().decoding().memoryEfficiency());
  }

  /// The same kernel run again and again on the same keys and values, as benchmarks do: what fits
  /// the second-level cache is read from there. In a network the other layers' weights and caches
  /// pass in between.
  public KernelTime repeatedDecodeAttention(
      double sequences,
      double positions,
      int heads,
      int caches,
      AttentionWork.Head head,
      GpuFormat cache) {
    KernelLaws.DecodeAttention law = gpu.laws().decoding();
    double bytes = sequences * positions * caches * head.cachedElements() * cache.bytes();
    return decodeAttention(
        sequences,
        positions,
        heads,
        caches,
        head,
        cache,
        bytes <= gpu.cacheBytes() ? law.cachedEfficiency() : law.memoryEfficiency());
  }

  private KernelTime decodeAttention(
      double sequences,
      double positions,
      int heads,
      int caches,
      AttentionWork.Head head,
      GpuFormat cache,
      double memoryEfficiency) {
    KernelLaws.DecodeAttention law = gpu.laws().decoding();
    double bytes = sequences * positions * caches * head.cachedElements() * cache.bytes();
    double padded = Math.ceil(positions / ATTENTION_TILE) * ATTENTION_TILE;
    double operations = 2 * sequences * padded * heads * head.macs();
    double jobs = sequences * caches;
    double queries = ACTIVATION_BYTES * sequences * heads * head.macs();
    return KernelTime.of(
        law.startS() + queries / gpu.memoryBytesPerS(),
        bytes / (gpu.memoryBytesPerS() * memoryEfficiency),
        operations / (gpu.fp16OpsPerS() * law.computeEfficiency())
            + jobs * (law.jobS() + padded * law.keyS()) / gpu.multiprocessors(),
        law.overlap());
  }

  /// Adds up a vector over devices, `2 (D - 1) / D` of it over each device's links. Small vectors
  /// are read from all devices at once, `D - 1` times their bytes; large ones go round a ring.
  ///
  /// @param bytes of the vector
  /// @param devices that hold a partial result each
  public double allReduceS(double bytes, int devices) {
    if (devices == 1) {
      return 0;
    }
    KernelLaws.AllReduce law = gpu.laws().allReduce();
    double bytesPerS = gpu.linkBytesPerS() * law.linkEfficiency();
    double sliced = 2.0 * (devices - 1) / devices * bytes / bytesPerS;
    if (bytes >= KernelLaws.AllReduce.RING_BYTES) {
      return law.startS() + law.ringStartS() + sliced;
    }
    double atOnce = (devices - 1) * bytes / bytesPerS;
    return law.startS() + Math.min(atOnce, law.secondStartS() + sliced);
  }

  /// Reads and writes elements one by one.
  double elementsS(double bytes) {
    return bytes / (gpu.memoryBytesPerS() * gpu.laws().overheads().elementEfficiency());
  }
}
