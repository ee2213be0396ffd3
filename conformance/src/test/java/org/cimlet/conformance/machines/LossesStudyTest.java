package org.cimlet.conformance.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.MacroEnergies;
import org.cimlet.quantity.Provenance;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;

/// `docs/studies/losses.md`, whose table this computes again. `-Dgolden.update=true` writes it
/// anew; read the difference before keeping it.
class LossesStudyTest {
  private static final Path PAGE = Path.of("../docs/studies/losses.md");
  private static final String HEAD = "| machine | figure | published | ours | factor | |";
  private static final Set<Action> OF_HOSTS =
      EnumSet.of(Action.HOST_COMPUTE, Action.HOST_MEMORY, Action.HOST_IDLE);

  /// @param status whether the law was calibrated with it
  private record Row(String machine, String figure, double published, double ours, String status) {
    double factor() {
      return Math.max(published / ours, ours / published);
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %s | %s | %.2f | %s |",
          machine,
          figure,
          shown(published),
          shown(ours),
          factor(),
          status);
    }

    private static String shown(double value) {
      return value >= 1000
          ? String.format(Locale.ROOT, "%,.0f", value)
          : String.format(Locale.ROOT, "%.3g", value);
    }
  }

  @Test
  void machinesComeOutAsTheStudySays() throws IOException {
    List<Row> rows = new ArrayList<>();
    cards(rows);
    corsair(rows);
    wafers(rows);
    lpus(rows);
    ownChip(rows);
    List<String> table = new ArrayList<>(List.of(HEAD, "|---|---|---|---|---|---|"));
    rows.forEach(row -> table.add(row.text()));
    holds(String.join("\n", table) + "\n");
    assertThat(rows)
        .filteredOn(row -> row.machine().startsWith("16 "))
        .allSatisfy(row ->
            assertThat(row.factor()).isLessThan(row.figure().contains("tokens/s") ? 1.5 : 2));
  }

  private static Estimate estimate(
      NetworkSpec network, int bits, MachineFile machine, int context, int batch, String mapping) {
    Plan plan =
        new Compiler(network, WeightStorage.dense(bits))
            .compile(
                machine.machine(),
                new Scenario(1, context, batch, 128),
                Parallelism.parse(mapping, 0),
                Runner::merit);
    return Estimator.estimate(plan);
  }

  private static double joules(Estimate estimate, boolean withHost) {
    return estimate.energy().stream()
        .filter(share -> withHost || !OF_HOSTS.contains(share.action()))
        .mapToDouble(Estimate.EnergyShare::joulesPerToken)
        .sum();
  }

  private static void cards(List<Row> rows) {
    MachineFile sixteen = MachineReader.open("northpole-16");
    NetworkSpec three = NetworkReader.read("granite-3b-14");
    Estimate of3b = estimate(three, 4, sixteen, 2048, 28, "pipelined");
    double rate = of3b.decode().throughputTokensPerS();
    String name = "16 NorthPole cards, 3B, 28 sequences";
    rows.add(new Row(name, "tokens/s", 28_356, rate, "predicted"));
    rows.add(new Row(name, "ms a token", 0.987, of3b.decode().tpotS() * 1e3, "predicted"));
    rows.add(new Row(name, "W of the cards", 672, joules(of3b, false) * rate, "predicted"));
    rows.add(new Row(name, "mJ a token", 23.7, joules(of3b, false) * 1e3, "predicted"));
    Estimate of8b =
        estimate(RestingMachines.granite8b(), 4, RestingMachines.cards84(), 2048, 28, "pipelined");
    String large = "84 NorthPole cards, Granite-3.3-8B, 28 sequences";
    rows.add(new Row(large, "ms a token", 2.8, of8b.decode().tpotS() * 1e3, "predicted"));
    double watts = joules(of8b, true) * of8b.decode().throughputTokensPerS();
    rows.add(new Row(large, "W with servers", 30_000 * 84 / 288.0, watts, "predicted"));
  }

  /// The maker's claim, itself simulated: 48 to 64 sequences by their context.
  private static void corsair(List<Row> rows) {
    Plan plan =
        new Compiler(NetworkReader.read("llama-3.1-8b"), WeightStorage.dense(8))
            .compile(
                MachineReader.read("corsair"),
                new Scenario(1, 1024, 56, 128, 8),
                Parallelism.AUTO,
                Runner::merit);
    Estimate.Decode decode = Estimator.estimate(plan).decode();
    String name = "8 Corsair cards, llama-3.1-8b, 56 sequences";
    String claimed = "predicted; claimed, not measured";
    rows.add(new Row(name, "tokens/s", 60_000, decode.throughputTokensPerS(), claimed));
    rows.add(new Row(name, "ms a token", 1, decode.tpotS() * 1e3, claimed));
  }

  /// Cards whose units work side by side, with a memory for the cache as fast as their arrays.
  @Test
  void cardsWhoseUnitsDoNotTakeTurnsAreAsFastAsTheStudySays() throws IOException {
    Map<String, Object> memory =
        Map.of(
            "capacity_mb",
            125.8,
            "bandwidth_gb_s",
            11_796,
            "energy_fj_per_bit",
            13.7,
            "kv_cache_bits",
            8);
    MachineFile apart =
        MachineReader.open("northpole-16")
            .with(
                Map.of(
                    "chiplet.units",
                    "side_by_side",
                    "chiplet.attention_module",
                    Map.of("macs_per_cycle", 262_144, "operation_fj", 21, "memory", memory)));
    double rate =
        estimate(NetworkReader.read("granite-3b-14"), 4, apart, 2048, 28, "pipelined")
            .decode()
            .throughputTokensPerS();
    assertThat(Files.readString(PAGE).replace('\n', ' '))
        .contains(
            String.format(
                Locale.ROOT,
                "machine would give %,.0f tokens/s, %.2f times the published",
                rate,
                rate / 28_356));
  }

  private static void wafers(List<Row> rows) {
    rows.add(wafer("llama-3.1-8b", 1, 1800, "calibrated with it"));
    rows.add(wafer("llama-3.1-70b", 4, 450, "predicted"));
    rows.add(wafer("llama-3.1-405b", 20, 969, "predicted"));
  }

  private static Row wafer(String network, int count, double published, String status) {
    Estimate estimate =
        estimate(
            NetworkReader.read(network),
            16,
            RestingMachines.wafers(count),
            1024,
            1,
            count == 1 ? "filled" : "pipelined");
    return new Row(
        "%s WSE-3, %s".formatted(count, network),
        "tokens/s a user",
        published,
        1 / estimate.decode().tpotBatch1S(),
        status);
  }

  private static void lpus(List<Row> rows) {
    Estimate estimate =
        estimate(NetworkReader.read("llama-2-70b"), 8, RestingMachines.lpus(), 4096, 1, "mixed:8");
    rows.add(
        new Row(
            "576 Groq LPUs, llama-2-70b",
            "tokens/s a user",
            300,
            1 / estimate.decode().tpotBatch1S(),
            "calibrated with it"));
  }

  /// The paper's own chip with its macros as published and the usual losses in place of its own.
  private static void ownChip(List<Row> rows) {
    MachineFile stated = MachineReader.open("fudan-28nm");
    MachineFile usual = stated.without("chiplet.losses").without("chiplet.leakage_mw");
    rows.add(
        new Row(
            "the paper's chip, dense",
            "TOPS/W",
            1.96,
            topsPerW(usual),
            "its macros calibrated, the rest predicted"));
  }

  /// All losses at the low ends of their ranges, and all at the high ones.
  @Test
  void theBandOfThePapersChipIsAsTheStudySays() throws IOException {
    MachineFile usual =
        MachineReader.open("fudan-28nm").without("chiplet.losses").without("chiplet.leakage_mw");
    Map<String, Object> low = new TreeMap<>();
    Map<String, Object> high = new TreeMap<>();
    for (Provenance line : usual.machine().provenance()) {
      if (line.key().startsWith("chiplet.losses.") || line.key().equals("chiplet.leakage_mw")) {
        low.put(line.key(), line.number().interval().low());
        high.put(line.key(), line.number().interval().high());
      }
    }
    assertThat(low).hasSize(6);
    assertThat(Files.readString(PAGE))
        .contains(
            String.format(
                Locale.ROOT,
                "With all of them at one end of their ranges %.2f and %.2f.",
                topsPerW(usual.with(high)),
                topsPerW(usual.with(low))));
  }

  private static double topsPerW(MachineFile file) {
    Machine machine = Compiler.machine(file.machine());
    Chiplet chip = machine.chiplet();
    double watts =
        macroW(chip) * (1 + chip.losses().controlEnergyShare())
            + chip.distributionBitsPerS() * chip.bufferFjPerBit() * 1e-15
            + chip.losses().clockW()
            + chip.leakageW();
    return chip.peakOpsPerS() * 1e-12 / watts;
  }

  private static double macroW(Chiplet chip) {
    MacroEnergies energies = chip.macro().energies();
    double fj = energies.readFjPerBit() * chip.macro().weightBits() + energies.multiplyFj();
    return chip.macro().macsPerS() * chip.macros() * fj * 1e-15;
  }

  private static void holds(String table) throws IOException {
    String page = Files.readString(PAGE);
    if (Boolean.getBoolean("golden.update")) {
      int from = page.indexOf(HEAD);
      int to = page.indexOf("\n\n", from) + 1;
      Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
    } else {
      assertThat(page).contains(table);
    }
  }
}
