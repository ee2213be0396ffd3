package org.cimlet.conformance.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineReader;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A machine that ships runs a network that ships, in a word that it holds.
class ShippedMachinesTest {
  private static final List<String> NETWORKS = List.of("stories260k", "gpt2", "llama-2-7b");
  private static final List<WeightStorage> WORDS =
      List.of(
          WeightStorage.dense(8),
          WeightStorage.dense(4),
          WeightStorage.dense(3),
          WeightStorage.dense(WordFormat.BF16, 16),
          WeightStorage.dense(WordFormat.FP16, 16));

  static List<String> machines() {
    return MachineReader.presets();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void every_machine_runs_a_network(String machine) {
    List<String> refusals = new ArrayList<>();
    for (String network : NETWORKS) {
      for (WeightStorage words : WORDS) {
        try {
          Result result = new Runner().run(Job.of(network, machine).weights(words).build());
          assertThat(result.answer().decode().tpotBatch1S()).isPositive();
          return;
        } catch (InvalidInputException e) {
          refusals.add(e.getMessage());
        }
      }
    }
    assertThat(refusals).as(machine).isEmpty();
  }
}
