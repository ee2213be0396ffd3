package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.Program;
import org.junit.jupiter.api.Test;

/// How many devices a network takes, how large its batch may be, and what is refused.
class GpuBaselineTest {
  private static final Gpu H100 = RoundGpu.h100();

  @Test
  void theMeasuredBatchOf768FitsAnH100WithAnEightBitCacheOnly() {
    // 768 x 256 x 262,144 B = 51.5 GB beside 7.00 GB of weights; with 16 bits 103 GB
    assertThat(estimate(Networks.llama7b(), 256, 768, GpuFormat.FP8, GpuFormat.FP8).devices())
        .isEqualTo(1);
    assertThat(estimate(Networks.llama7b(), 256, 768, GpuFormat.FP8, GpuFormat.BF16).devices())
        .isEqualTo(2);
  }

  @Test
  void theLargestBatchFillsTheMemoryThatWeightsLeave() {
    // embedding and head stay at 16 bits: 6,476,005,376 B and 2 x 2 x 131,072,000, and norms; 80
    // GiB x 0.95 less that over 256 positions of 262,144 B
    GpuEstimate estimate = estimate(Networks.llama7b(), 256, 1, GpuFormat.FP8, GpuFormat.FP8);
    assertThat(estimate.weightBytes()).isCloseTo(6_476_005_376.0 + 4 * 131_072_000.0, within(1e6));
    assertThat(estimate.kvCacheBytesPerSequence()).isEqualTo(256 * 262_144.0);
    assertThat(estimate.largestBatch()).isEqualTo(1111);
    assertThat(estimate.atLargestBatch().batch()).isEqualTo(1111);
  }

  @Test
  void devicesComeInPowersOfTwoUpToABoardThenInBoards() {
    // 69 GB at 8 bits; 138 GB at 16, of 81.6 GB a device
    assertThat(devices(Networks.llama70b(), GpuFormat.FP8)).isEqualTo(1);
    assertThat(devices(Networks.llama70b(), GpuFormat.BF16)).isEqualTo(2);
    // 178 GB at 8 bits need three; 410 GB six; 812 GB ten
    assertThat(devices(Networks.falcon180b(), GpuFormat.FP8)).isEqualTo(4);
    assertThat(devices(Networks.llama405b(), GpuFormat.FP8)).isEqualTo(8);
    assertThat(devices(Networks.llama405b(), GpuFormat.BF16)).isEqualTo(16);
    // 4.25 bits a weight: 36 GB less than a device
    assertThat(devices(Networks.llama70b(), GpuFormat.INT4)).isEqualTo(1);
  }

  private static int devices(Program program, GpuFormat weights) {
    return estimate(program, 16, 1, weights, GpuFormat.FP8).devices();
  }

  @Test
  void modulesAreBoughtWhole() {
    Gpu halves = RoundGpu.of("two dies", 2, 2e15, 450e9, RoundGpu.laws());
    Scenario scenario = new Scenario(16, 16, 1, 16);
    GpuEstimate estimate =
        GpuBaseline.estimate(
            new GpuSystem(halves, GpuFormat.FP8, GpuFormat.FP8), Networks.llama7b(), scenario);
    assertThat(estimate.devices()).isEqualTo(2);
    assertThat(estimate.modules()).isEqualTo(1);
    assertThatThrownBy(() ->
            GpuBaseline.estimate(
                new GpuSystem(halves, GpuFormat.FP8, GpuFormat.FP8).on(3),
                Networks.llama7b(),
                scenario))
        .hasMessage("two dies: must be whole modules of 2 devices, got 3");
  }

  @Test
  void aWindowBoundsTheCache() {
    GpuEstimate windowed =
        estimate(Networks.llama7bWithWindow(512), 4096, 1, GpuFormat.FP8, GpuFormat.FP8);
    assertThat(windowed.kvCacheBytesPerSequence()).isEqualTo(512 * 262_144.0);
    assertThat(windowed.atBatch().tpotS())
        .isEqualTo(
            estimate(Networks.llama7b(), 512, 1, GpuFormat.FP8, GpuFormat.FP8).atBatch().tpotS());
  }

  @Test
  void keysThatThereAreMoreDevicesThanAreKeptByEach() {
    // 8 keys on 16 devices: each keeps one, twice what one device keeps
    GpuEstimate eight = on(8, Networks.llama405b());
    GpuEstimate sixteen = on(16, Networks.llama405b());
    assertThat(sixteen.kvCacheBytesPerSequence()).isEqualTo(2 * eight.kvCacheBytesPerSequence());
  }

  private static GpuEstimate on(int devices, Program program) {
    return GpuBaseline.estimate(
        new GpuSystem(H100, GpuFormat.FP8, GpuFormat.FP8).on(devices),
        program,
        new Scenario(16, 256, 1, 16));
  }

  @Test
  void energyIsMeanPowerOfDevicesAndHostsOverThroughput() {
    GpuEstimate.At at =
        estimate(Networks.llama405b(), 1024, 32, GpuFormat.FP8, GpuFormat.FP8).atBatch();
    assertThat(at.energyPerTokenJ() * at.throughputTokensPerS())
        .isCloseTo(at.powerW() + 8 * 50, within(1e-9));
    assertThat(at.powerW()).isBetween(8 * 100.0, 8 * 700.0);
  }

  @Test
  void tooFewDevicesAreRefusedWithACountThatWouldDo() {
    Scenario scenario = new Scenario(16, 256, 768, 16);
    assertThatThrownBy(() ->
            GpuBaseline.estimate(
                new GpuSystem(H100, GpuFormat.FP8, GpuFormat.BF16).on(1),
                Networks.llama7b(),
                scenario))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "H100: must hold 7.00 GB of weights and the KV cache of 768 sequences at context 256,"
                + " 110 GB together, got 1 device with room for 81.6 GB; use 2 devices or --batch"
                + " 555");
    assertThatThrownBy(() ->
            GpuBaseline.estimate(
                new GpuSystem(H100, GpuFormat.FP8, GpuFormat.FP8).on(4),
                Networks.llama405b(),
                scenario))
        .hasMessage(
            "H100: must hold 410 GB of weights and the KV cache of 768 sequences at context 256,"
                + " 461 GB together, got 4 devices with room for 326 GB; use 8 devices");
  }

  @Test
  void absurdScenariosAndCachesOfFourBitsAreRefused() {
    Scenario absurd = new Scenario(1, Integer.MAX_VALUE, Integer.MAX_VALUE, 1);
    GpuSystem system = new GpuSystem(H100, GpuFormat.FP8, GpuFormat.FP8);
    assertThatThrownBy(() -> GpuBaseline.estimate(system, Networks.llama7b(), absurd))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must hold 7.00 GB of weights and the KV cache of 2,147,483,647")
        .hasMessageContaining("in at most 65,536 devices");
    assertThatThrownBy(() -> new GpuSystem(H100, GpuFormat.FP8, GpuFormat.INT4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static GpuEstimate estimate(
      Program program, int context, int batch, GpuFormat weights, GpuFormat cache) {
    return GpuBaseline.estimate(
        new GpuSystem(H100, weights, cache), program, new Scenario(context, context, batch, 512));
  }
}
