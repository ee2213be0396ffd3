package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.estimate.gpu.GpuDevices;
import org.cimlet.estimate.gpu.GpuPass;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.program.Program;
import org.junit.jupiter.api.Test;

class RequestTest {
  private static final GpuSystem H100 =
      new GpuSystem(RoundGpu.h100(), GpuFormat.FP8, GpuFormat.FP8);

  @Test
  void gpusReadAllPromptsAndThenWriteTokenByToken() {
    Program program = Networks.llama7b();
    Request request = GpuBaseline.request(H100, program, new Scenario(500, 600, 8, 128), 100);
    GpuDevices one = new GpuDevices(RoundGpu.h100(), 1, GpuFormat.FP8, GpuFormat.FP8);
    double prompts = GpuPass.prefill(one, program, 8, 500).seconds();
    double answers = 0;
    for (int context = 501; context < 600; context++) {
      answers += GpuPass.decode(one, program, 8, context).seconds();
    }
    assertThat(request.promptsS()).isEqualTo(prompts);
    assertThat(request.answersS()).isCloseTo(answers, within(1e-3 * answers));
    assertThat(request.tokensPerS()).isCloseTo(800 / (prompts + answers), within(1.0));
  }

  @Test
  void anAnswerOfOneTokenIsThePromptAlone() {
    Request request =
        GpuBaseline.request(H100, Networks.llama7b(), new Scenario(500, 501, 1, 128), 1);
    assertThat(request.answersS()).isZero();
    assertThatThrownBy(() -> new Request(500, 0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
