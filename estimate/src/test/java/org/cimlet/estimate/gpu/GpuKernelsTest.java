package org.cimlet.estimate.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.cimlet.estimate.RoundGpu;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.gpu.KernelLaws;
import org.cimlet.plan.program.AttentionWork;
import org.junit.jupiter.api.Test;

/// Every law by hand, on a GPU of round numbers.
class GpuKernelsTest {
  private static final Percentage EXACTLY = Percentage.withPercentage(1e-6);
  private static final AttentionWork.Head HEAD = new AttentionWork.Head(128, 128, false);
  private static final double BYTES_PER_S = 0.8 * 3.35e12;

  private final GpuKernels kernels = new GpuKernels(RoundGpu.h100());

  @Test
  void aProductOfOneTokenReadsItsWeights() {
    // 8192 x 8192 weights of 2 bytes, 8192 inputs and as many results
    double bytes = 2.0 * 8192 * 8192 + 2 * 8192 + 2 * 8192;
    assertThat(kernels.product(GpuFormat.BF16, 1, 8192, 8192).seconds())
        .isCloseTo(10e-6 + bytes / BYTES_PER_S, EXACTLY);
  }

  @Test
  void aProductOfManyTokensIsBoundByPaddedTiles() {
    // 1,000 tokens are 16 tiles of 64, 1,000 outputs 8 of 128: 128 tiles for 100 multiprocessors
    double operations = 2.0 * 1024 * 1024 * 8192;
    assertThat(kernels.product(GpuFormat.BF16, 1000, 1000, 8192).seconds())
        .isCloseTo(10e-6 + operations / 0.5e15, EXACTLY);
  }

  @Test
  void theLastWaveOfTilesCostsByItsTail() {
    // 128 tiles in two waves keep 0.64 of the multiprocessors busy; with a tail of 1 all of it
    KernelLaws laws =
        new LawsWith(RoundGpu.laws()).products(new KernelLaws.Product(0, 0.8, 0.5, 1e4, 1));
    Gpu gpu = KernelGroup.withLaws(RoundGpu.h100(), laws);
    double operations = 2.0 * 1024 * 1024 * 8192;
    assertThat(new GpuKernels(gpu).product(GpuFormat.BF16, 1000, 1000, 8192).seconds())
        .isCloseTo(operations / 0.5e15 / 0.64, EXACTLY);
  }

  @Test
  void memoryAndArithmeticThatWaitForEachOtherAddUp() {
    assertThat(KernelTime.of(1, 2, 3, 1).seconds()).isCloseTo(6, EXACTLY);
    assertThat(KernelTime.of(1, 3, 4, 2).seconds()).isCloseTo(1 + 5, EXACTLY);
    assertThat(KernelTime.of(1, 0, 0, 2).seconds()).isEqualTo(1);
  }

  /// Of 62 inputs of 8,192 bytes a copy of 64 is filled, and they are read and written: 3 bytes
  /// each at half of the bandwidth, after a start.
  @Test
  void inputsInBlocksAreCopiedToAMultipleOfFourRows() {
    double copied = RoundGpu.ALIGN_S + 3.0 * 62 * 8192 / (0.5 * 3.35e12);
    assertThat(starts(GpuFormat.FP8_BLOCK, 62) - starts(GpuFormat.FP8, 62))
        .isCloseTo(copied, EXACTLY);
    assertThat(starts(GpuFormat.FP8_BLOCK, 64)).isEqualTo(starts(GpuFormat.FP8, 64));
  }

  private double starts(GpuFormat weights, int tokens) {
    return kernels.product(weights, tokens, 8192, 8192).startS();
  }

  @Test
  void inputsOfEightBitsAreMadeBefore() {
    // reading 2 bytes and writing 1 for each of 64 x 8192 inputs, at half of the bandwidth
    double quantising = 3.0 * 64 * 8192 / (0.5 * 3.35e12);
    double bytes = 8192.0 * 8192 + 64 * 8192 + 2 * 64 * 8192;
    assertThat(kernels.product(GpuFormat.FP8, 64, 8192, 8192).seconds())
        .isCloseTo(10e-6 + quantising + bytes / BYTES_PER_S, EXACTLY);
  }

  @Test
  void withoutArithmeticOfEightBitsOnlyTheBytesAreHalved() {
    GpuKernels without = new GpuKernels(RoundGpu.of("none", 1, 1e15, 450e9, RoundGpu.laws()));
    double bytes = 8192.0 * 8192 + 2 * 64 * 8192 + 2 * 64 * 8192;
    assertThat(without.product(GpuFormat.FP8, 64, 8192, 8192).seconds())
        .isCloseTo(10e-6 + bytes / BYTES_PER_S, EXACTLY);
  }

  @Test
  void expertsReadWhatIsTouchedAndMoveWhatIsRouted() {
    // 4 experts of 1024 x 4096, 32 pairs of token and expert, tiles of 16 rows
    Routing routing = new Routing(32, 4, 64);
    double moved = 2.0 * 32 * (4096 + 1024);
    double weights = 2.0 * 4 * 1024 * 4096;
    assertThat(kernels.routed(GpuFormat.BF16, routing, 1024, 4096).seconds())
        .isCloseTo(10e-6 + (moved + weights) / BYTES_PER_S, EXACTLY);
    Routing many = new Routing(1e5, 4, 1e5);
    double operations = 2.0 * 1e5 * 1024 * 4096;
    assertThat(kernels.routed(GpuFormat.BF16, many, 1024, 4096).seconds())
        .isCloseTo(10e-6 + 2.0 * 1e5 * (4096 + 1024) / BYTES_PER_S + operations / 0.5e15, EXACTLY);
  }

  @Test
  void oneTokenTouchesTheExpertsItPicksAndManyTouchAll() {
    assertThat(Routing.expected(1, 128, 8).touched()).isCloseTo(8, Percentage.withPercentage(0.5));
    assertThat(Routing.expected(1e5, 128, 8).touched()).isCloseTo(128, EXACTLY);
    double some = Routing.expected(16, 128, 8).touched();
    // fewer than if all experts were as popular: 128 x (1 - (15/16)^16) = 82.4
    assertThat(some).isBetween(40.0, 82.4);
  }

  @Test
  void tilesOfExpertsGrowWithTheirTokens() {
    assertThat(Routing.tile(0.1)).isEqualTo(16);
    assertThat(Routing.tile(17)).isEqualTo(32);
    assertThat(Routing.tile(1000)).isEqualTo(64);
  }

  @Test
  void attentionOfAPromptFillsTheTrianglesTiles() {
    // 4 rows of 64 queries look back on 1, 2, 3 and 4 tiles of 64 keys
    assertThat(AttentionTiles.of(256, 0, Integer.MAX_VALUE, 64))
        .isEqualTo(new AttentionTiles(10 * 4096, 4 * 4096));
    // behind 128 tokens they look back on 3 to 6
    assertThat(AttentionTiles.of(256, 128, Integer.MAX_VALUE, 64).scores()).isEqualTo(18 * 4096);
    // a window of 65 reaches into the tile before, no farther
    assertThat(AttentionTiles.of(256, 0, 65, 64).scores()).isEqualTo((1 + 2 + 2 + 2) * 4096);
    assertThat(AttentionTiles.of(256, 1024, 65, 64).scores()).isEqualTo(8 * 4096);
  }

  @Test
  void attentionOfAPromptAddsBytesToProducts() {
    // 32 heads of 10 tiles, 256 multiplications a score; queries and results, keys and values
    double operations = 2.0 * 256 * 32 * 10 * 4096;
    double bytes = 2.0 * 256 * (32 * 256 + 8 * 256);
    assertThat(
            kernels
                .promptAttention(1, 256, 0, Integer.MAX_VALUE, 32, 8, HEAD, GpuFormat.BF16)
                .seconds())
        .isCloseTo(10e-6 + operations / 0.5e15 + bytes / BYTES_PER_S, EXACTLY);
  }

  @Test
  void attentionOfATokenReadsTheCacheOnceForAllHeadsThatShareIt() {
    // 64 sequences, 4,096 positions of 8 keys with values of 128 elements; queries and results
    double cache = 64.0 * 4096 * 8 * 256 * 2;
    double queries = 2.0 * 64 * 32 * 256 / 3.35e12;
    assertThat(kernels.decodeAttention(64, 4096, 32, 8, HEAD, GpuFormat.BF16).seconds())
        .isCloseTo(10e-6 + queries + cache / BYTES_PER_S, EXACTLY);
    assertThat(kernels.decodeAttention(64, 4096, 32, 8, HEAD, GpuFormat.FP8).seconds())
        .isCloseTo(10e-6 + queries + cache / 2 / BYTES_PER_S, EXACTLY);
  }

  @Test
  void aBenchmarkFindsASmallCacheWhereItLeftIt() {
    // 16.8 MB of 50 MB, read at 1.6 of the bandwidth
    double cache = 1.0 * 4096 * 8 * 256 * 2;
    double queries = 2.0 * 32 * 256 / 3.35e12;
    assertThat(kernels.repeatedDecodeAttention(1, 4096, 32, 8, HEAD, GpuFormat.BF16).seconds())
        .isCloseTo(10e-6 + queries + cache / (1.6 * 3.35e12), EXACTLY);
    assertThat(kernels.repeatedDecodeAttention(64, 4096, 32, 8, HEAD, GpuFormat.BF16))
        .isEqualTo(kernels.decodeAttention(64, 4096, 32, 8, HEAD, GpuFormat.BF16));
  }

  @Test
  void multiprocessorsTakeTheirTimeForEachSequenceHeadAndKey() {
    KernelLaws laws =
        new LawsWith(RoundGpu.laws())
            .decoding(new KernelLaws.DecodeAttention(0, 0.8, 1.6, 1, 2e-9, 3e-6, 1e4));
    Gpu gpu = KernelGroup.withLaws(RoundGpu.h100(), laws);
    // 1,000 sequences x 8 heads of keys on 100 multiprocessors; 10 keys are padded to 64
    double jobs = 8000.0 / 100 * (3e-6 + 64 * 2e-9);
    double products = 2.0 * 1000 * 64 * 8 * 256 / 1e15;
    double queries = 2.0 * 1000 * 8 * 256 / 3.35e12;
    assertThat(new GpuKernels(gpu).decodeAttention(1000, 10, 8, 8, HEAD, GpuFormat.BF16).seconds())
        .isCloseTo(queries + jobs + products, EXACTLY);
  }

  @Test
  void smallVectorsAreReadAtOnceLargerOnesInSlicesAndTheLargestInARing() {
    double bytesPerS = 0.9 * 450e9;
    assertThat(kernels.allReduceS(1e6, 1)).isZero();
    assertThat(kernels.allReduceS(1e5, 8)).isCloseTo(10e-6 + 7 * 1e5 / bytesPerS, EXACTLY);
    assertThat(kernels.allReduceS(1e6, 8)).isCloseTo(15e-6 + 1.75 * 1e6 / bytesPerS, EXACTLY);
    assertThat(kernels.allReduceS(1e8, 8)).isCloseTo(30e-6 + 1.75 * 1e8 / bytesPerS, EXACTLY);
  }

  @Test
  void moreWorkNeverTakesLess() {
    SplittableRandom random = new SplittableRandom(28);
    for (int trial = 0; trial < 1000; trial++) {
      int tokens = 1 + random.nextInt(4096);
      int outputs = 1 + random.nextInt(16384);
      int inputs = 1 + random.nextInt(16384);
      double base = kernels.product(GpuFormat.FP8, tokens, outputs, inputs).seconds();
      assertThat(kernels.product(GpuFormat.FP8, tokens + 64, outputs, inputs).seconds())
          .as("trial %d", trial)
          .isGreaterThanOrEqualTo(base);
      assertThat(kernels.product(GpuFormat.FP8, tokens, outputs, 2 * inputs).seconds())
          .as("trial %d", trial)
          .isGreaterThan(base);
      double attention =
          kernels.decodeAttention(tokens, inputs, 32, 8, HEAD, GpuFormat.FP8).seconds();
      assertThat(kernels.decodeAttention(tokens, inputs + 1, 32, 8, HEAD, GpuFormat.FP8).seconds())
          .as("trial %d", trial)
          .isGreaterThan(attention);
    }
  }
}
