package org.cimlet.estimate.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Steps from what is worked out before against passes worked out anew.
class GpuStepsTest {
  @ParameterizedTest
  @ValueSource(strings = {"llama-2-7b", "gpt-oss-20b", "gemma2-9b"})
  void a_step_is_the_pass_of_its_batch(String network) {
    Program program =
        new Compiler(NetworkReader.read(network), WeightStorage.dense(16)).program(true);
    GpuDevices devices =
        new GpuDevices(
            Compiler.gpu(GpuReader.read("h100")),
            2,
            GpuFormat.BF16,
            GpuFormat.MXFP4,
            GpuFormat.BF16);
    GpuSteps steps = new GpuSteps(devices, program);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      List<GpuBatch.Prompts> prompts = new ArrayList<>();
      for (int p = random.nextInt(4); p > 0; p--) {
        prompts.add(
            new GpuBatch.Prompts(1, 1 + random.nextInt(900), random.nextInt(3000), p % 2 == 0));
      }
      int decoding = prompts.isEmpty() ? 1 + random.nextInt(300) : random.nextInt(300);
      GpuBatch batch = new GpuBatch(decoding, random.nextInt(1, 8000), prompts);
      GpuPass step = steps.pass(batch);
      GpuPass pass = GpuPass.of(devices, program, batch);
      assertThat(step.seconds()).isCloseTo(pass.seconds(), within(1e-12 * pass.seconds()));
      assertThat(step.watts()).isCloseTo(pass.watts(), within(1e-12 * pass.watts()));
      assertThat(step.bytes()).isCloseTo(pass.bytes(), within(1e-12 * pass.bytes()));
    }
  }
}
