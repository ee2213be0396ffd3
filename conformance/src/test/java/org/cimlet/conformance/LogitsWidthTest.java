package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Logits leave at the width of the residual stream, not at that of a macro's inputs.
class LogitsWidthTest {
  private static final int TOKENS = 4;

  /// One die that attends: a token's embedding comes over its host's link, its logits leave, and
  /// nothing else crosses.
  @ParameterizedTest
  @CsvSource({"8, 16", "8, 32", "4, 16", "4, 32"})
  void logits_cross_at_the_width_of_the_residual_stream(int inputBits, int residualBits) {
    MachineSpec machine =
        MachineReader.open("fudan-28nm")
            .with(
                Map.of(
                    "chiplet.macros", 9600,
                    "chiplet.macro.input_bits", inputBits,
                    "chiplet.vector_unit.residual_bits", residualBits))
            .machine();
    NetworkSpec network = NetworkReader.read("stories260k");
    Result result =
        new Runner()
            .run(
                Job.of(network, machine)
                    .prompt(1)
                    .context(64)
                    .baselines("none")
                    .engine(Engine.simulate(TOKENS))
                    .build());
    double bits = (double) residualBits * (64 + 512);
    assertThat(result.plan().program().hiddenSize()).isEqualTo(64);
    assertThat(result.plan().program().vocabulary()).isEqualTo(512);
    assertThat(result.estimate().actions().of(Action.LINK)).isEqualTo(bits);
    assertThat(result.simulated().orElseThrow().decode().actions().of(Action.LINK) / TOKENS)
        .isEqualTo(bits);
  }
}
