package org.cimlet.conformance.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.quantity.Si;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;

/// From a DRAM die's peak to the estimate, one cause after the other: every rung but the last by
/// arithmetic on the die's data sheet alone, the last the estimate, which comes out the same.
class LaddersTest {
  /// A page of 64 accesses of 1 ns; tRTP 6, tRP 16 and tRCD 28 to the next.
  private static final int PAGE = 64;

  private static final int TURN_NS = 6 + 16 + 28;
  private static final double REFRESHING = 1666.5 / (1666.5 - 105);
  private static final int CONTROL_NS = 190;
  private static final int CONTEXT = 2048;
  private static final int HEADS = 32 * 32;
  private static final double DIE_BYTES_PER_S = 512e9;

  private final List<String> table = new ArrayList<>();

  private void head(String head) {
    table.add("|%s | tokens/s |".formatted(head.isEmpty() ? "" : " " + head));
    table.add("|---|---|");
  }

  private void rung(String what, double tokensPerS) {
    table.add("| %s | %s |".formatted(what, Si.grouped(Math.round(tokensPerS))));
  }

  @Test
  void thirtySixDiesAttendAsFastAsTheirCommandsAllow() throws IOException {
    int dies = 36;
    head("context 2,048");
    double cacheBytes = 2.0 * 32 * 4096 * CONTEXT * 2;
    rung("36 dies x 512 GB/s over 1.07 GB of KV cache", dies * DIE_BYTES_PER_S / cacheBytes);
    int accesses = CONTEXT * 128 / (16 * 16);
    int pages = accesses / PAGE;
    int productNs = accesses - pages + pages * TURN_NS;
    rung(
        "a product of 1,024 accesses opens 16 pages, 50 ns each: %s ns"
            .formatted(Si.grouped(productNs)),
        rate(dies, HEADS, 2.0 * productNs));
    // a bank's 128 scores, each after 8 accesses, of which every eighth hides while a page opens;
    // two buffers of probabilities, 64 ns each: of the first the first opening hides 28, of the
    // second and a sum before it a turn of pages 49; 16 accesses for key and value
    double headNs = 2.0 * productNs + 128 * 7 / 8 + (64 - 28) + (64 + 1 - 49) + TURN_NS + 15;
    rung(
        "sums read and probabilities written where no opening hides them, the token's own key and"
            + " value: %s ns a head, not %s"
                .formatted(Si.grouped(Math.round(headNs)), Si.grouped(2L * productNs)),
        rate(dies, HEADS, headNs));
    rung("refresh: 105 of every 1,666.5 ns", rate(dies, HEADS, headNs * REFRESHING));
    int busiest = Math.ceilDiv(HEADS, dies);
    rung(
        "1,024 heads on 36 dies: %s on the busiest".formatted(busiest),
        rate(1, busiest, headNs * REFRESHING));
    double waitingNs = headNs + 3 * CONTROL_NS;
    MachineSpec machine = MachineReader.read("comb-200mb-36-aim-36");
    double estimated = decode(machine, "int8", CONTEXT, 17, "pipelined").throughputTokensPerS();
    rung(
        "a die waits 190 ns before each of three operations: %s ns a head"
            .formatted(Si.grouped(Math.round(waitingNs))),
        estimated);
    assertThat(estimated).isCloseTo(rate(1, busiest, waitingNs * REFRESHING), withPercentage(0.1));
    MachineSpec changing =
        MachineReader.open("comb-200mb-36-aim-36")
            .with("other_dies.kv_cache.chiplet.macro.timing.mode_change_ns", 16)
            .machine();
    rung(
        "with changes of mode of 16 ns, as GDDR6-AiM's controller needs them",
        decode(changing, "int8", CONTEXT, 17, "pipelined").throughputTokensPerS());
    MemoriesPage.holds(table);
  }

  @Test
  void aimHasTheTokensOfItsCommands() throws IOException {
    head("");
    rung("a die reads 512 GB/s and holds 0.5 GiB: its full contents", DIE_BYTES_PER_S / (1L << 29));
    double weightBytes = 2.0 * (6_476_005_376L + 131_072_000);
    double peak = 32 * DIE_BYTES_PER_S / weightBytes;
    rung("32 dies hold 13.2 GB of BF16 weights, 17.2 GB of room: 32 x 512 GB/s / 13.2 GB", peak);
    int pageNs = PAGE - 1 + TURN_NS;
    rung(
        "64 accesses of 1 ns a page, then tRTP 6 + tRP 16 + tRCD 28: 64 of %s ns".formatted(pageNs),
        peak * PAGE / pageNs);
    // the page is not closed until the sum was read: 16 to change, 1, 16 to change back, no tRTP
    int changingNs = PAGE + 16 + 1 + 16 + 16 + 28;
    double changing = peak * PAGE / changingNs;
    rung(
        "a change of mode before and after the sum of every page, in which none is closed: 64 of %s ns"
            .formatted(changingNs),
        changing);
    rung("refresh: 105 of every 1,666.5 ns", changing / REFRESHING);
    MachineSpec machine = MachineReader.read("aim-gddr6");
    Estimate.Decode one = decode(machine, "bf16", 128, 1, "auto");
    double most = decode(machine, "bf16", 128, 256, "pipelined").throughputTokensPerS();
    rung("190 ns before each of the busiest die's passes", most);
    assertThat(most).isCloseTo(changing / REFRESHING, withPercentage(0.5));
    rung(
        "batch 1: vectors to and from the host, attention, dispatch, step control",
        one.throughputTokensPerS());
    MemoriesPage.holds(table);
  }

  /// The page says what eight devices take, beside what their makers simulate.
  @Test
  void eightDevicesTakeWhatThePageSays() throws IOException {
    List<String> ms = new ArrayList<>();
    for (int context : List.of(128, 2176, 4096)) {
      Scenario scenario = new Scenario(1, context, 1, 1);
      double tpotS =
          Estimator.decode(
                  compiler("bf16")
                      .compile(
                          MachineReader.read("cent-aim-8"),
                          scenario,
                          Parallelism.parse("mixed:8", 0),
                          Runner::merit))
              .tpotS();
      ms.add(String.format(Locale.ROOT, "%.2f", tpotS * 1e3));
    }
    assertThat(Files.readString(Path.of("../docs/studies/memories.md")))
        .contains(
            "| 0.980, 1.691, 2.336 ms (simulated by its authors) | %s ms | not fitted"
                .formatted(String.join(", ", ms)));
  }

  private static double rate(int dies, int heads, double headNs) {
    return dies * 1e9 / (heads * headNs);
  }

  private static Compiler compiler(String format) {
    return new Compiler(
        NetworkReader.read("llama-2-7b"),
        format.equals("bf16") ? WeightStorage.dense(WordFormat.BF16, 16) : WeightStorage.dense(8));
  }

  private static Estimate.Decode decode(
      MachineSpec machine, String format, int context, int batch, String mapping) {
    return Estimator.decode(
        compiler(format)
            .compile(
                machine,
                new Scenario(context, context, batch, 128),
                Parallelism.parse(mapping, 0),
                Runner::merit));
  }
}
