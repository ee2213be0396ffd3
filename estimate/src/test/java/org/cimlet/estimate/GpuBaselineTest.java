package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.gpu.GpuDevices;
import org.cimlet.estimate.gpu.GpuPass;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Gpu;
import org.cimlet.plan.program.Program;
import org.junit.jupiter.api.Test;

class GpuBaselineTest {
  private static final Percentage EXACTLY = Percentage.withPercentage(1e-9);
  private static final double H100_BYTES = 80 * 1.073741824e9;

  /// Round numbers near an H100's, so that expectations can be worked out by hand.
  private static final Gpu H100 =
      new Gpu(
          "H100",
          1e15,
          2e15,
          H100_BYTES,
          3.35e12,
          450e9,
          700,
          814,
          0.5,
          0.8,
          50e-6,
          0.95,
          List.of());

  @Test
  void aSingleSequenceOfLlama7bReadsEveryWeightAndItsCacheOnceAToken() {
    // 32 layers of 202,375,168 weights and a head of 32000 x 4096, one byte each; 2 x 4096
    // elements of 32 layers for each of 1024 positions
    double weights = 6_476_005_376.0 + 131_072_000.0;
    double cache = 1024 * 262_144.0;
    GpuEstimate estimate = estimate(H100, Networks.llama7b(), 1024, 1, 8, 8);
    assertThat(estimate.devices()).isEqualTo(1);
    assertThat(estimate.atBatch().tpotS())
        .isCloseTo((weights + cache) / (3.35e12 * 0.8) + 32 * 50e-6, EXACTLY);
    assertThat(estimate.kvCacheBytesPerSequence()).isEqualTo(cache);
    assertThat(estimate.atBatch().bottleneck()).isEqualTo("memory bandwidth");
  }

  @Test
  void sixteenBitsDoubleTheBytesOfWeightsAndCache() {
    GpuEstimate eight = estimate(H100, Networks.llama7b(), 1024, 1, 8, 8);
    GpuEstimate sixteen = estimate(H100, Networks.llama7b(), 1024, 1, 16, 16);
    double overhead = 32 * 50e-6;
    assertThat(sixteen.atBatch().tpotS() - overhead)
        .isCloseTo(2 * (eight.atBatch().tpotS() - overhead), EXACTLY);
    assertThat(sixteen.weightBytes()).isEqualTo(2 * eight.weightBytes());
  }

  @Test
  void aLargeBatchOnShortContextsIsBoundByItsProducts() {
    // 1024 tokens x 2 x 6,607,077,376 operations at half of 2e15 a second take 13.5 ms, reading
    // the weights 2.5 ms; the caches of 16 positions take 1024 x 16 x 262,144 B / 2.68 TB/s
    GpuEstimate.At at = estimate(H100, Networks.llama7b(), 16, 1024, 8, 8).atBatch();
    double products = 1024 * 2 * 6_607_077_376.0 / 1e15;
    double cache = 1024 * 16 * 262_144.0 / 2.68e12;
    assertThat(at.tpotS()).isCloseTo(products + cache + 32 * 50e-6, EXACTLY);
    assertThat(at.bottleneck()).isEqualTo("compute");
  }

  @Test
  void aGpuWithoutAFastPathFor8BitsMultipliesAtItsPeakFor16() {
    Gpu equal =
        new Gpu(
            "no int8",
            1e15,
            1e15,
            H100_BYTES,
            3.35e12,
            450e9,
            700,
            814,
            0.5,
            0.8,
            0,
            0.95,
            List.of());
    double at8 = estimate(equal, Networks.llama7b(), 16, 1024, 8, 8).atBatch().tpotS();
    double cache = 1024 * 16 * 262_144.0 / 2.68e12;
    assertThat(at8 - cache).isCloseTo(1024 * 2 * 6_607_077_376.0 / 0.5e15, EXACTLY);
  }

  @Test
  void aSmallNetworkWaitsForItsKernelsToBeLaunched() {
    Gpu slow = new Gpu("slow host", 1e15, 2e15, 1e11, 3e12, 1e9, 1, 1, 1, 1, 1e-3, 1, List.of());
    assertThat(estimate(slow, Networks.llama7b(), 1, 1, 8, 8).atBatch().bottleneck())
        .isEqualTo("launch overhead");
  }

  @Test
  void theMeasuredBatchOf768FitsAnH100WithAnEightBitCacheOnly() {
    // 768 x 256 x 262,144 B = 51.5 GB beside 6.74 GB of weights; with 16 bits 103 GB
    assertThat(estimate(H100, Networks.llama7b(), 256, 768, 8, 8).devices()).isEqualTo(1);
    assertThat(estimate(H100, Networks.llama7b(), 256, 768, 8, 16).devices()).isEqualTo(2);
  }

  @Test
  void theLargestBatchFillsTheMemoryThatWeightsLeave() {
    // 80 GiB x 0.95 less 6,738,149,376 B of weights, embedding included, over 67,108,864 B
    GpuEstimate estimate = estimate(H100, Networks.llama7b(), 256, 1, 8, 8);
    assertThat(estimate.weightBytes()).isEqualTo(6_476_005_376.0 + 2 * 131_072_000.0);
    assertThat(estimate.largestBatch()).isEqualTo(1115);
    assertThat(estimate.atLargestBatch().batch()).isEqualTo(1115);
  }

  @Test
  void devicesComeInPowersOfTwoUpToABoardThenInBoards() {
    // at 8 bits: 69 GB; at 16 bits: 138 GB of weights, of 81.6 GB a device
    assertThat(estimate(H100, Networks.llama70b(), 16, 1, 8, 8).devices()).isEqualTo(1);
    assertThat(estimate(H100, Networks.llama70b(), 16, 1, 16, 8).devices()).isEqualTo(2);
    // 178 GB at 8 bits need three; 405.9 GB five; 811.7 GB ten
    assertThat(estimate(H100, Networks.falcon180b(), 16, 1, 8, 8).devices()).isEqualTo(4);
    assertThat(estimate(H100, Networks.llama405b(), 16, 1, 8, 8).devices()).isEqualTo(8);
    assertThat(estimate(H100, Networks.llama405b(), 16, 1, 16, 8).devices()).isEqualTo(16);
  }

  @Test
  void devicesAddUpTheResidualStreamTwiceALayerInARing() {
    // on four devices each of the two rings passes on 2 x 3/4 of 64 x 8192 x 2 bytes
    Program program = Networks.llama70b();
    Scenario scenario = new Scenario(16, 16, 64, 16);
    double linked = GpuBaseline.estimate(H100, program, scenario, 8, 8, 4).atBatch().tpotS();
    Gpu unlinked =
        new Gpu(
            "H100",
            1e15,
            2e15,
            H100_BYTES,
            3.35e12,
            1e30,
            700,
            814,
            0.5,
            0.8,
            50e-6,
            0.95,
            List.of());
    double alone = GpuBaseline.estimate(unlinked, program, scenario, 8, 8, 4).atBatch().tpotS();
    double ring = 80 * 2 * (2 * 0.75) * (64 * 8192 * 2) / 450e9;
    assertThat(linked - alone).isCloseTo(ring, Percentage.withPercentage(1e-6));
  }

  @Test
  void slowLinksAreNamedAsTheBottleneck() {
    Gpu pcie =
        new Gpu("slow links", 1e15, 2e15, H100_BYTES, 3e12, 1e8, 1, 1, 1, 1, 0, 0.95, List.of());
    Scenario scenario = new Scenario(16, 16, 64, 16);
    assertThat(
            GpuBaseline.estimate(pcie, Networks.llama70b(), scenario, 8, 8, 4)
                .atBatch()
                .bottleneck())
        .isEqualTo("device links");
  }

  @Test
  void aSingleTokenOfMixtralReadsTwoOfEightExpertsAndABatchMore() {
    // 4 x 4096^2 less the smaller keys and values, an 8-row router, 3 x 4096 x 14336 an expert
    double dense = 32 * (2.0 * 4096 * 4096 + 2.0 * 4096 * 1024 + 8.0 * 4096) + 32000.0 * 4096;
    double expert = 32 * 3.0 * 4096 * 14336;
    GpuDevices one = new GpuDevices(H100, 1, 8, 8);
    Program mixtral = Networks.mixtral();
    double cacheOfOne = 65_536;
    assertThat(GpuPass.decode(one, mixtral, 1, 1).bytes())
        .isCloseTo(dense + 2 * expert + cacheOfOne, EXACTLY);
    // eight tokens leave an expert out with a chance of (6/8)^8 = 0.1001: 7.199 are read
    assertThat(GpuPass.decode(one, mixtral, 8, 1).bytes())
        .isCloseTo(dense + 8 * (1 - 0.1001129150390625) * expert + 8 * cacheOfOne, EXACTLY);
    // and each of them multiplies with two
    assertThat(GpuPass.decode(one, mixtral, 8, 1).operations())
        .isCloseTo(8 * 2 * (dense + 2 * expert + 32 * 2 * 4096), EXACTLY);
  }

  @Test
  void aWindowBoundsTheCache() {
    GpuEstimate windowed = estimate(H100, Networks.llama7bWithWindow(512), 4096, 1, 8, 8);
    assertThat(windowed.kvCacheBytesPerSequence()).isEqualTo(512 * 262_144.0);
    assertThat(windowed.atBatch().tpotS())
        .isEqualTo(estimate(H100, Networks.llama7b(), 512, 1, 8, 8).atBatch().tpotS());
  }

  @Test
  void aLongPromptIsBoundByItsProductsAndHalfASquareOfAttention() {
    // 2 x 6,476,005,376 x 2048 at 1e15 a second; 4 x 4096 x 2048 x 2049 / 2 of 32 layers at half
    // of 1e15; the head for the last token only, bound by reading it
    double products = 2 * 6_476_005_376.0 * 2048 / 1e15;
    double attention = 32 * 4.0 * 4096 * 2048 * 2049 / 2 / 0.5e15;
    double head = 131_072_000 / 2.68e12;
    Scenario scenario = new Scenario(2048, 1, 1, 512);
    assertThat(GpuBaseline.estimate(H100, Networks.llama7b(), scenario, 8, 8).atBatch().ttftS())
        .isCloseTo(products + attention + head + 32 * 50e-6, EXACTLY);
  }

  @Test
  void aPromptOfOneTokenStillReadsTheWeights() {
    Scenario scenario = new Scenario(1, 1, 1, 1);
    GpuEstimate.At at = GpuBaseline.estimate(H100, Networks.llama7b(), scenario, 8, 8).atBatch();
    assertThat(at.ttftS()).isCloseTo(at.tpotS(), EXACTLY);
  }

  @Test
  void energyIsBoardPowerOfAllDevicesOverThroughput() {
    GpuEstimate estimate = estimate(H100, Networks.llama405b(), 1024, 32, 8, 8);
    GpuEstimate.At at = estimate.atBatch();
    assertThat(at.energyPerTokenJ() * at.throughputTokensPerS()).isCloseTo(8 * 700.0, within(1e-9));
  }

  @Test
  void tooFewDevicesAreRefusedWithACountThatWouldDo() {
    Scenario scenario = new Scenario(16, 256, 768, 16);
    assertThatThrownBy(() -> GpuBaseline.estimate(H100, Networks.llama7b(), scenario, 8, 16, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "H100: must hold 6.74 GB of weights and the KV cache of 768 sequences at context 256,"
                + " 110 GB together, got 1 device with room for 81.6 GB; use 2 devices or --batch"
                + " 557");
    assertThatThrownBy(() -> GpuBaseline.estimate(H100, Networks.llama405b(), scenario, 8, 8, 4))
        .hasMessage(
            "H100: must hold 406 GB of weights and the KV cache of 768 sequences at context 256,"
                + " 457 GB together, got 4 devices with room for 326 GB; use 8 devices");
  }

  @Test
  void absurdScenariosAndDeviceCountsAreRefused() {
    Scenario absurd = new Scenario(1, Integer.MAX_VALUE, Integer.MAX_VALUE, 1);
    assertThatThrownBy(() -> GpuBaseline.estimate(H100, Networks.llama7b(), absurd, 8, 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must hold 6.74 GB of weights and the KV cache of 2,147,483,647")
        .hasMessageContaining("in at most 65,536 devices");
    Scenario small = new Scenario(1, 1, 1, 1);
    assertThatThrownBy(() -> GpuBaseline.estimate(H100, Networks.llama7b(), small, 8, 8, 0))
        .hasMessage("H100: must be at least 1 device, got 0");
    assertThatThrownBy(() -> GpuBaseline.estimate(H100, Networks.llama7b(), small, 4, 8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBetterGpuIsNeverSlower() {
    Random random = new Random(20240409);
    for (int trial = 0; trial < 300; trial++) {
      double[] traits = new double[6];
      for (int i = 0; i < traits.length; i++) {
        traits[i] = Math.pow(10, random.nextDouble() * 2 - 1);
      }
      Program program = random.nextBoolean() ? Networks.mixtral() : Networks.llama70b();
      Scenario scenario =
          new Scenario(
              1 + random.nextInt(4096), 1 + random.nextInt(4096), 1 + random.nextInt(64), 1);
      GpuEstimate base = GpuBaseline.estimate(gpu(traits), program, scenario, 8, 8);
      for (int i = 0; i < traits.length; i++) {
        double[] better = traits.clone();
        better[i] *= 1 + random.nextDouble();
        GpuEstimate other =
            GpuBaseline.estimate(gpu(better), program, scenario, 8, 8, base.devices());
        assertThat(other.atBatch().tpotS())
            .as("trial %d, trait %d", trial, i)
            .isLessThanOrEqualTo(base.atBatch().tpotS());
        assertThat(other.atBatch().ttftS())
            .as("trial %d, trait %d", trial, i)
            .isLessThanOrEqualTo(base.atBatch().ttftS());
      }
    }
  }

  @Test
  void moreWorkNeverTakesLessTimeAndLargerBatchesNeverGiveLessThroughput() {
    Random random = new Random(28);
    for (int trial = 0; trial < 300; trial++) {
      Program program = random.nextBoolean() ? Networks.mixtral() : Networks.llama7b();
      int context = 1 + random.nextInt(2048);
      int batch = 1 + random.nextInt(128);
      int more = batch + 1 + random.nextInt(64);
      GpuDevices two = new GpuDevices(H100, 2, 8, 8);
      double base = GpuPass.decode(two, program, batch, context).seconds();
      double longer = GpuPass.decode(two, program, batch, context + 1).seconds();
      double wider = GpuPass.decode(two, program, more, context).seconds();
      assertThat(longer).as("trial %d", trial).isGreaterThan(base);
      assertThat(wider).as("trial %d", trial).isGreaterThan(base);
      assertThat(more / wider).as("trial %d", trial).isGreaterThan(batch / base);
      assertThat(GpuPass.prefill(two, program, 1, context + 1).seconds())
          .as("trial %d", trial)
          .isGreaterThan(GpuPass.prefill(two, program, 1, context).seconds());
    }
  }

  /// @param better six factors on an H100's traits, larger is better
  private static Gpu gpu(double[] better) {
    return new Gpu(
        "random",
        1e15 * better[0],
        2e15 * better[1],
        H100_BYTES,
        3.35e12 * better[2],
        450e9 * better[3],
        700,
        814,
        0.05 * better[4],
        0.8,
        50e-6 / better[5],
        0.95,
        List.of());
  }

  private static GpuEstimate estimate(
      Gpu gpu, Program program, int context, int batch, int weightBits, int cacheBits) {
    return GpuBaseline.estimate(
        gpu, program, new Scenario(context, context, batch, 512), weightBits, cacheBits);
  }
}
