package org.cimlet.conformance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Scenario;
import org.cimlet.quantity.Si;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;

/// What dies for keys and values do for the default package, as `docs/studies/memories.md` has it.
class MixedStudyTest {
  private static final int MANY = 256;
  private static final List<String> MACHINES = List.of("comb-200mb-36", "comb-200mb-36-aim-36");
  private static final List<Integer> CONTEXTS = List.of(128, 2048, 4096);
  private final Compiler compiler =
      new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8));

  @Test
  void diesThatAttendMoveTheHostsWallAsTheStudySays() throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        "| machine | context | TPOT, batch 1 | tokens/s | J/token | batch | tokens/s | J/token | bottleneck |");
    table.add("|---|---|---|---|---|---|---|---|---|");
    for (String machine : MACHINES) {
      MachineSpec spec = MachineReader.read(machine);
      for (int context : CONTEXTS) {
        Estimate.Decode one = decode(spec, context, 1, "auto");
        int sequences = most(spec, context);
        Estimate.Decode many = decode(spec, context, sequences, "pipelined");
        table.add(
            "| "
                + String.join(
                    " | ",
                    machine,
                    Si.grouped(context),
                    Si.of(one.tpotS(), "s"),
                    Si.grouped(Math.round(one.throughputTokensPerS())),
                    joules(one.energyPerTokenJ()),
                    Si.grouped(sequences),
                    Si.grouped(Math.round(many.throughputTokensPerS())),
                    joules(many.energyPerTokenJ()),
                    limit(many))
                + " |");
      }
    }
    MemoriesPage.holds(table);
  }

  private static String limit(Estimate.Decode decode) {
    String part = decode.bottleneck().resource().label();
    return decode.bottleneck().saturated() ? part : "streams: each waits for " + part;
  }

  private Estimate.Decode decode(MachineSpec spec, int context, int sequences, String mapping) {
    return Estimator.decode(
        compiler.compile(
            spec, scenario(context, sequences), Parallelism.parse(mapping, 0), Runner::merit));
  }

  /// As many sequences as the machine keeps keys and values of, at most 256.
  private int most(MachineSpec spec, int context) {
    int fit = 0;
    int beyond = MANY + 1;
    while (beyond - fit > 1) {
      int sequences = (fit + beyond) / 2;
      if (keeps(spec, context, sequences)) {
        fit = sequences;
      } else {
        beyond = sequences;
      }
    }
    return fit;
  }

  private boolean keeps(MachineSpec spec, int context, int sequences) {
    try {
      compiler.compile(spec, scenario(context, sequences));
      return true;
    } catch (InvalidInputException e) {
      assertThat(e).hasMessageContaining("must hold the KV cache of");
      return false;
    }
  }

  private static Scenario scenario(int context, int sequences) {
    return new Scenario(context, context, sequences, context);
  }

  private static String joules(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
