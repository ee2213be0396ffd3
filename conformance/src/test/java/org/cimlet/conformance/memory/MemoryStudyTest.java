package org.cimlet.conformance.memory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.cimlet.appraise.Assessor;
import org.cimlet.appraise.Cost;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.estimate.GpuBaseline;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.estimate.GpuSystem;
import org.cimlet.estimate.Programming;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.quantity.Si;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;

/// The tables of `docs/studies/memories.md` are what is computed today. `-Dgolden.update=true`
/// writes them anew; read the difference before keeping it.
class MemoryStudyTest {
  private static final NetworkSpec NETWORK = NetworkReader.read("llama-2-7b");
  private static final int CONTEXT = 128;
  private static final int MANY = 256;

  /// @param limitIs part that many sequences keep busy, as the estimate must say
  /// @param limit the same in the study's words
  private record Row(String machine, WeightStorage storage, String limitIs, String limit) {
    Plan plan(String mapping, int batch) {
      return new Compiler(NETWORK, storage)
          .compile(spec(), scenario(batch), Parallelism.parse(mapping, 0), Runner::merit);
    }

    MachineSpec spec() {
      return MachineReader.read(machine);
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row("comb-200mb-36", int8(), "host memory", "host memory: KV cache"),
          new Row("aim-gddr6", half(WordFormat.BF16), "chiplet macros", "banks: opening pages"),
          new Row("hbm-pim", half(WordFormat.FP16), "chiplet macros", "banks: column accesses"),
          new Row("lpddr5-pim", half(WordFormat.FP16), "chiplet macros", "banks: column accesses"),
          new Row("rram-1tnr", int8(), "chiplet macros", "host memory; then chiplet macros"),
          new Row("analog-rram-crossbar", int8(), "host memory", "host memory; then converters"));

  @Test
  void speedEnergyAreaAndMoneyAreWhatTheStudySays() throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        cells(
            "machine",
            "dies",
            "mm²",
            "TPOT, batch 1",
            "tokens/s",
            "J/token",
            "tokens/s, batch 256",
            "J/token",
            "package cost, $",
            "with design at 100,000, $",
            "bottleneck"));
    table.add("|---|---|---|---|---|---|---|---|---|---|---|");
    for (Row row : ROWS) {
      Plan batch1 = row.plan("auto", 1);
      Estimate.Decode one = Estimator.decode(batch1);
      Estimate.Decode many = Estimator.decode(row.plan("pipelined", MANY));
      assertThat(many.bottleneck().resource().label()).as(row.machine()).isEqualTo(row.limitIs());
      Cost cost = Objects.requireNonNull(Assessor.cost(row.spec(), batch1.machine()));
      assertThat(cost.volume()).isEqualTo(100_000);
      table.add(
          cells(
              row.machine(),
              Si.grouped(batch1.machine().chiplets()),
              whole(batch1.machine().areaMm2()),
              Si.of(one.tpotS(), "s"),
              whole(one.throughputTokensPerS()),
              joules(one.energyPerTokenJ()),
              whole(many.throughputTokensPerS()),
              joules(many.energyPerTokenJ()),
              whole(cost.recurringUsd()),
              whole(cost.unitUsd()),
              row.limit()));
    }
    table.add(h100());
    MemoriesPage.holds(table);
  }

  private static String h100() {
    GpuSpec spec = GpuReader.read("h100");
    Plan plan = ROWS.getFirst().plan("auto", 1);
    GpuEstimate gpu =
        GpuBaseline.estimate(
            new GpuSystem(Compiler.gpu(spec), GpuFormat.FP8, GpuFormat.FP8),
            plan.program(),
            scenario(1));
    Cost cost = Assessor.assess(spec).specifiedCost().orElseThrow();
    assertThat(gpu.atBatch().bottleneck()).isEqualTo("memory bandwidth");
    assertThat(gpu.atLargestBatch().bottleneck()).isEqualTo("compute");
    return cells(
        spec.name(),
        Si.grouped(cost.dies()),
        whole(spec.dieMm2().value()),
        Si.of(gpu.atBatch().tpotS(), "s"),
        whole(gpu.atBatch().throughputTokensPerS()),
        joules(gpu.atBatch().energyPerTokenJ()),
        "%s (batch %s)"
            .formatted(
                whole(gpu.atLargestBatch().throughputTokensPerS()),
                Si.grouped(gpu.atLargestBatch().batch())),
        joules(gpu.atLargestBatch().energyPerTokenJ()),
        whole(cost.recurringUsd()),
        "–",
        "memory bandwidth; then compute");
  }

  @Test
  void bringingTheWeightsTakesWhatTheStudySays() throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        cells("machine", "weights", "time", "energy", "limited by", "cells", "writes", "years"));
    table.add("|---|---|---|---|---|---|---|---|");
    for (Row row : ROWS) {
      Programming once = requireNonNull(Estimator.estimate(row.plan("auto", 1)).programming());
      boolean wears = once.endurance() != null;
      table.add(
          cells(
              row.machine(),
              Si.of(once.bits() / 8, "B"),
              Si.of(once.seconds(), "s"),
              Si.of(once.joules(), "J"),
              once.slowest().stage().label(),
              wears ? Si.of(once.cells(), "") + ", " + Si.of(once.arrayJ(), "J") : "–",
              wears ? whole(Objects.requireNonNull(once.endurance())) : "–",
              wears ? whole(once.years(1).orElseThrow()) : "–"));
    }
    MemoriesPage.holds(table);
  }

  private static Scenario scenario(int batch) {
    return new Scenario(CONTEXT, CONTEXT, batch, CONTEXT);
  }

  private static WeightStorage int8() {
    return WeightStorage.dense(8);
  }

  private static WeightStorage half(WordFormat format) {
    return WeightStorage.dense(format, 16);
  }

  private static String cells(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String whole(double value) {
    return Si.grouped(Math.round(value));
  }

  private static String joules(double value) {
    return String.format(Locale.ROOT, value < 1 ? "%.3f" : "%.2f", value);
  }
}
