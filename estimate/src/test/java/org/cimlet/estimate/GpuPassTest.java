package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.cimlet.estimate.gpu.GpuBatch;
import org.cimlet.estimate.gpu.GpuDevices;
import org.cimlet.estimate.gpu.GpuPass;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.gpu.KernelLaws;
import org.cimlet.plan.program.Program;
import org.junit.jupiter.api.Test;

/// Passes by hand, on a GPU of round numbers.
class GpuPassTest {
  private static final Percentage EXACTLY = Percentage.withPercentage(1e-6);
  private static final double BYTES_PER_S = 0.8 * 3.35e12;
  private static final double QUANTISED_PER_S = 0.5 * 3.35e12;

  /// Inputs of the four products of a layer of LLaMA 7B.
  private static final int[] INPUTS = {4096, 4096, 4096, 11008};

  /// Their outputs: queries with keys and values, attention's, gate with up, down.
  private static final int[] OUTPUTS = {12288, 4096, 22016, 4096};

  private static final double LAYER_WEIGHTS = 202_375_168.0;

  private static GpuDevices h100(int count, GpuFormat weights, GpuFormat cache) {
    return new GpuDevices(RoundGpu.h100(), count, weights, cache);
  }

  @Test
  void oneTokenOfLlama7bReadsEveryWeightAndItsCacheOnce() {
    GpuPass pass =
        GpuPass.decode(h100(1, GpuFormat.FP8, GpuFormat.FP8), Networks.llama7b(), 1, 1024);
    double layer = 20e-6;
    for (int i = 0; i < INPUTS.length; i++) {
      double bytes = (double) OUTPUTS[i] * INPUTS[i] + INPUTS[i] + 2 * OUTPUTS[i];
      layer += 10e-6 + 3.0 * INPUTS[i] / QUANTISED_PER_S + bytes / BYTES_PER_S;
    }
    // queries and results of 32 heads; 1,024 positions of 8,192 elements
    layer += 10e-6 + 2.0 * 32 * 256 / 3.35e12 + 1024 * 8192 / BYTES_PER_S;
    // what is done element by element: what products read and write, and the residual stream,
    // which two of them read and write too
    double elements = 4096 + 12288 + 4096 + 4096 + 4096 + 22016 + 11008 + 4096 + 2 * 2 * 4096;
    layer += 2 * elements / BYTES_PER_S;
    double head = 10e-6 + 2 * (32000.0 * 4096 + 4096 + 32000) / BYTES_PER_S;
    assertThat(pass.seconds()).isCloseTo(32 * layer + head + 100e-6 + 1e-6, EXACTLY);
    assertThat(pass.bytes())
        .isCloseTo(32 * (LAYER_WEIGHTS + 1024 * 8192 + 2 * elements) + 2 * 32000.0 * 4096, EXACTLY);
    assertThat(pass.operations())
        .isCloseTo(2 * (32 * (LAYER_WEIGHTS + 1024 * 8192) + 32000.0 * 4096), EXACTLY);
  }

  @Test
  void aLongPromptIsBoundByItsProducts() {
    GpuPass pass =
        GpuPass.prefill(h100(1, GpuFormat.BF16, GpuFormat.BF16), Networks.llama7b(), 1, 2048);
    // products at 0.5 of 1e15, tiles of 64 x 128 are whole; 32 rows of tiles of attention
    double products = 2 * LAYER_WEIGHTS * 2048 / 0.5e15 + 4 * 10e-6;
    double tiles = 32.0 * 33 / 2 * 64 * 64;
    double attention =
        10e-6 + 2 * 256 * 32 * tiles / 0.5e15 + 2 * 2048.0 * (32 * 256 + 8192) / BYTES_PER_S;
    double elements =
        2048.0 * (4096 + 12288 + 4096 + 4096 + 4096 + 22016 + 11008 + 4096 + 2 * 2 * 4096);
    double layer = products + attention + 2 * elements / BYTES_PER_S + 20e-6;
    // the head for the last token only
    double head = 10e-6 + 2 * (32000.0 * 4096 + 4096 + 32000) / BYTES_PER_S;
    assertThat(pass.seconds()).isCloseTo(32 * layer + head + 100e-6, EXACTLY);
    assertThat(pass.bottleneck()).isEqualTo("compute");
  }

  @Test
  void aPromptInPartsDoesTheSameProductsAndLooksBackOnTheRest() {
    GpuDevices one = h100(1, GpuFormat.BF16, GpuFormat.BF16);
    Program program = Networks.llama7b();
    double whole = GpuPass.prefill(one, program, 1, 2048).operations();
    double first = part(one, program, 1024, 0).operations();
    double second = part(one, program, 1024, 1024).operations();
    double head = 2 * 32000.0 * 4096;
    assertThat(first + second).isCloseTo(whole + head, EXACTLY);
  }

  private static GpuPass part(GpuDevices devices, Program program, int tokens, int before) {
    GpuBatch.Prompts prompts = new GpuBatch.Prompts(1, tokens, before, true);
    return GpuPass.of(devices, program, new GpuBatch(0, 0, List.of(prompts)));
  }

  @Test
  void promptsThatShareAPassWithDecodingLengthenIt() {
    GpuDevices one = h100(1, GpuFormat.BF16, GpuFormat.BF16);
    Program program = Networks.llama7b();
    double decoding = GpuPass.decode(one, program, 8, 1024).seconds();
    double prompt = GpuPass.prefill(one, program, 1, 512).seconds();
    double both =
        GpuPass.of(
                one, program, new GpuBatch(8, 1024, List.of(new GpuBatch.Prompts(1, 512, 0, true))))
            .seconds();
    assertThat(both).isGreaterThan(Math.max(decoding, prompt)).isLessThan(decoding + prompt);
  }

  @Test
  void withPromptsAPassLastsAtLeastAsLongAsLaunchingItsKernelsTakes() {
    // 32 layers of 1 ms each, and on two devices 64 all-reduces of 2 ms
    KernelLaws.Overheads overheads = new KernelLaws.Overheads(20e-6, 0.8, 100e-6, 1e-6, 1e-3, 2e-3);
    Gpu gpu = RoundGpu.of("slow host", 1, 2e15, 450e9, RoundGpu.laws(overheads));
    Program program = Networks.llama7b();
    GpuDevices one = new GpuDevices(gpu, 1, GpuFormat.FP8, GpuFormat.FP8);
    GpuDevices two = new GpuDevices(gpu, 2, GpuFormat.FP8, GpuFormat.FP8);
    assertThat(GpuPass.prefill(one, program, 1, 16).seconds()).isCloseTo(32e-3 + 100e-6, EXACTLY);
    assertThat(GpuPass.prefill(two, program, 1, 16).seconds())
        .isCloseTo(32e-3 + 64 * 2e-3 + 100e-6, EXACTLY);
    assertThat(GpuPass.decode(one, program, 1, 16).seconds()).isLessThan(10e-3);
  }

  @Test
  void devicesAddUpTheResidualStreamTwiceALayer() {
    // 256 tokens of 8,192 elements are 4 MiB: slices are added up, then collected
    Program program = Networks.llama70b();
    Gpu unlinked = RoundGpu.of("unlinked", 1, 2e15, 1e30, RoundGpu.laws());
    double linked =
        GpuPass.decode(h100(4, GpuFormat.FP8, GpuFormat.FP8), program, 256, 16).seconds();
    double alone =
        GpuPass.decode(new GpuDevices(unlinked, 4, GpuFormat.FP8, GpuFormat.FP8), program, 256, 16)
            .seconds();
    double slices = 2 * 0.75 * (256 * 8192 * 2) / (0.9 * 450e9);
    // without a wait for bytes all are read at once
    assertThat(linked - alone).isCloseTo(80 * 2 * (slices + 5e-6), within(1e-9));
  }

  @Test
  void slowLinksAreNamedAsTheBottleneck() {
    Gpu pcie = RoundGpu.of("slow links", 1, 2e15, 1e8, RoundGpu.laws());
    GpuDevices four = new GpuDevices(pcie, 4, GpuFormat.FP8, GpuFormat.FP8);
    assertThat(GpuPass.decode(four, Networks.llama70b(), 64, 16).bottleneck())
        .isEqualTo("device links");
  }

  @Test
  void aSingleTokenOfMixtralReadsTwoOfEightExpertsAndABatchMore() {
    GpuDevices one = h100(1, GpuFormat.FP8, GpuFormat.FP8);
    Program mixtral = Networks.mixtral();
    // an expert's gate, up and down in 32 layers
    double expert = 32 * 3.0 * 4096 * 14336;
    double dense = Networks.mixtral().parameters() - 8 * expert;
    double ofOne = GpuPass.decode(one, mixtral, 1, 1).bytes();
    assertThat(ofOne).isBetween(2 * expert, 2 * expert + 2 * dense);
    double ofEight = GpuPass.decode(one, mixtral, 8, 1).bytes();
    // eight tokens that chose evenly would read 5.20 more; some experts are more popular
    assertThat((ofEight - ofOne) / expert).isBetween(3.0, 5.2);
    // and each of them multiplies with two
    assertThat(GpuPass.decode(one, mixtral, 8, 1).operations())
        .isCloseTo(8 * GpuPass.decode(one, mixtral, 1, 1).operations(), EXACTLY);
  }

  @Test
  void powerIsThatOfWhatIsBusy() {
    GpuPass decode =
        GpuPass.decode(h100(1, GpuFormat.FP8, GpuFormat.FP8), Networks.llama7b(), 1, 1024);
    double idle = 100e-6 + 1e-6;
    double memory = decode.bytes() / decode.seconds() / 3.35e12;
    double linears = 2 * 32 * LAYER_WEIGHTS / 2e15;
    double others = 2 * (32 * 1024 * 8192.0 + 32000.0 * 4096) / 1e15;
    double compute = (linears + others) / decode.seconds();
    assertThat(decode.watts())
        .isCloseTo(
            100 + 100 * (1 - idle / decode.seconds()) + 200 * memory + 400 * compute, EXACTLY);
    assertThat(decode.watts()).isBetween(100.0, 400.0);
  }

  @Test
  void noBoardDrawsMoreThanItsLimitAndEveryDeviceDrawsTheSame() {
    Program program = Networks.llama7b();
    GpuPass prompt = GpuPass.prefill(h100(1, GpuFormat.FP8, GpuFormat.FP8), program, 1, 4096);
    assertThat(prompt.watts()).isBetween(300.0, 700.0);
    GpuPass two = GpuPass.decode(h100(2, GpuFormat.FP8, GpuFormat.FP8), program, 1, 16);
    assertThat(two.watts()).isBetween(2 * 100.0, 2 * 700.0);
  }

  @Test
  void aBetterGpuIsNeverSlower() {
    SplittableRandom random = new SplittableRandom(20240409);
    for (int trial = 0; trial < 200; trial++) {
      double eightBits = 1e15 * (1 + random.nextDouble());
      double links = 1e9 * Math.pow(10, 3 * random.nextDouble());
      Program program = random.nextBoolean() ? Networks.mixtral() : Networks.llama70b();
      int context = 1 + random.nextInt(4096);
      int batch = 1 + random.nextInt(64);
      double base = seconds(eightBits, links, program, batch, context);
      assertThat(seconds(1.5 * eightBits, links, program, batch, context))
          .as("trial %d, peak", trial)
          .isLessThanOrEqualTo(base);
      assertThat(seconds(eightBits, 1.5 * links, program, batch, context))
          .as("trial %d, links", trial)
          .isLessThanOrEqualTo(base);
    }
  }

  private static double seconds(
      double eightBits, double links, Program program, int batch, int context) {
    Gpu gpu = RoundGpu.of("random", 1, eightBits, links, RoundGpu.laws());
    GpuDevices devices = new GpuDevices(gpu, 2, GpuFormat.FP8, GpuFormat.FP8);
    return GpuPass.decode(devices, program, batch, context).seconds()
        + GpuPass.prefill(devices, program, 1, context).seconds();
  }

  @Test
  void moreWorkNeverTakesLessTime() {
    SplittableRandom random = new SplittableRandom(28);
    GpuDevices two = h100(2, GpuFormat.FP8, GpuFormat.FP8);
    for (int trial = 0; trial < 200; trial++) {
      Program program = random.nextBoolean() ? Networks.mixtral() : Networks.llama7b();
      int context = 1 + random.nextInt(2048);
      int batch = 1 + random.nextInt(128);
      int more = batch + 1 + random.nextInt(64);
      double base = GpuPass.decode(two, program, batch, context).seconds();
      assertThat(GpuPass.decode(two, program, batch, context + 1).seconds())
          .as("trial %d", trial)
          .isGreaterThan(base);
      assertThat(GpuPass.decode(two, program, more, context).seconds())
          .as("trial %d", trial)
          .isGreaterThan(base);
      assertThat(GpuPass.prefill(two, program, 1, context + 1).seconds())
          .as("trial %d", trial)
          .isGreaterThan(GpuPass.prefill(two, program, 1, context).seconds());
    }
  }
}
