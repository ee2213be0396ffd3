package org.cimlet.conformance.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cimlet.compile.WeightStorage;
import org.cimlet.conformance.agreement.AgreementCase.Gap;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Sourced;

/// Machines said without new code: other non-volatile cells, a dragonfly, wires and packets of
/// their own sizes.
final class ExtendedMachines {
  private static final String STEP_CONTROL = "chiplet.losses.step_control_ns";
  private static final String SHARE = "chiplet.losses.sustained_share";

  private final List<AgreementCase> cases;
  private final NetworkSpec llama = NetworkReader.read("llama-2-7b");

  private ExtendedMachines(List<AgreementCase> cases) {
    this.cases = cases;
  }

  static void addTo(List<AgreementCase> cases) {
    ExtendedMachines extended = new ExtendedMachines(cases);
    extended.cells();
    extended.charge();
    extended.topologies();
    extended.losses();
    extended.units();
    extended.inputVectors();
    extended.microBatches();
    extended.precisions();
  }

  private void differs(Gap decode, Gap prefill) {
    cases.add(cases.removeLast().differs(decode, prefill));
  }

  private void add(
      String label, VariedMachine machine, String mapping, int context, int batch, int prompt) {
    add(label, machine, llama, mapping, context, batch, prompt);
  }

  private void add(
      String label,
      VariedMachine machine,
      NetworkSpec network,
      String mapping,
      int context,
      int batch,
      int prompt) {
    cases.add(
        new AgreementCase(
            label,
            machine.spec(),
            network,
            mapping,
            false,
            context,
            batch,
            prompt,
            Gap.NONE,
            Gap.NONE));
  }

  /// Vector unit and attention in turn with the macros; weights and cache in the same arrays.
  private void units() {
    Map<String, String> inTurn = Map.of("chiplet.units", "in_turn");
    VariedMachine attending = VariedMachine.shipped().attentionModules(512, 50).with(inTurn);
    add("in turn, modules", attending, "filled", 128, 1, 512);
    add("in turn, modules", attending, "mixed:18", 128, 1, 512);
    add("in turn, modules", attending, "filled", 128, 64, 0);
    VariedMachine withHosts = VariedMachine.shipped().with(inTurn);
    add("in turn, hosts", withHosts, "filled", 128, 64, 512);
    NetworkSpec granite = NetworkReader.read("granite-3b-14");
    VariedMachine cards = VariedMachine.shipped("northpole-16");
    add("cards", cards, granite, "pipelined", 2048, 1, 512);
    add("cards", cards, granite, "pipelined", 2048, 28, 0);
    VariedMachine banks =
        VariedMachine.shipped()
            .with(
                Map.of(
                    "chiplet",
                    MachineReader.open("comb-200mb-36-aim-36")
                        .excerpt("other_dies.kv_cache.chiplet"),
                    "chiplet.vector_unit",
                    MachineReader.open("comb-200mb-36").excerpt("chiplet.vector_unit"),
                    "chiplet.units",
                    "in_turn"));
    add("weights, cache in banks", banks, "pipelined", 128, 1, 128);
    add("weights, cache in banks", banks, "pipelined", 1024, 8, 0);
    VariedMachine shared = banks.with(Map.of("chiplet.macro.banks_per_unit", 2));
    add("two banks a unit", shared, "pipelined", 128, 1, 128);
    add("two banks a unit", shared, "pipelined", 1024, 8, 0);
  }

  /// Rows that meet several tokens of a prompt as they are read: of all of it, or of an expert.
  private void inputVectors() {
    Map<String, Integer> eight = Map.of("chiplet.macro.input_vectors", 8);
    VariedMachine reused = VariedMachine.shipped().with(eight);
    add("rows reused", reused, "filled", 128, 1, 512);
    add("rows reused", reused, "mixed:2", 128, 1, 500);
    // links between chiplets limit, as they do with a clock eight times as fast
    add("rows reused", reused, "mixed:18", 128, 1, 256);
    differs(Gap.NONE, Gap.LINK_ORDER);
    add("rows reused", reused, "filled", 128, 64, 0);
    NetworkSpec experts = NetworkReader.read("qwen3-30b-a3b");
    VariedMachine many = VariedMachine.shipped().mesh(13, 13).with(eight);
    add("rows reused, experts", many, experts, "filled", 128, 1, 512);
    VariedMachine fefet = VariedMachine.shipped("fefet-22nm").with(eight);
    add("rows reused, FeFET", fefet, "filled", 128, 1, 128);
  }

  /// Sequences that pass together: one micro-batch, more than there are stages, with rows that each
  /// token reads for itself, with attention on dies, and with experts of which few are shared.
  private void microBatches() {
    Map<String, Integer> eight = Map.of("chiplet.macro.input_vectors", 8);
    VariedMachine reused = VariedMachine.shipped().with(eight);
    add("micro-batch", reused, "filled", 128, 8, 0);
    together(8);
    add("micro-batch", reused, "filled", 128, 64, 0);
    together(8);
    add("micro-batch", reused, "pipelined", 128, 512, 0);
    together(8);
    add("micro-batch", reused, "mixed:18", 128, 8, 0);
    together(8);
    add("micro-batch of 12", reused, "filled", 128, 12, 0);
    together(12);
    add("micro-batch, rows apart", VariedMachine.shipped(), "filled", 128, 8, 0);
    together(8);
    VariedMachine modules = reused.attentionModules(512, 50);
    add("micro-batch, modules", modules, "filled", 128, 8, 0);
    together(8);
    NetworkSpec experts = NetworkReader.read("qwen3-30b-a3b");
    VariedMachine many = VariedMachine.shipped().mesh(13, 13).with(eight);
    add("micro-batch, experts", many, experts, "filled", 128, 16, 0);
    together(16);
  }

  /// Other words than the macros' own: all of them, and a wider head on the layers' dies and on its
  /// own.
  private void precisions() {
    WeightStorage mixed = new WeightStorage(Packing.dense(4), Packing.dense(8));
    NetworkSpec small = NetworkReader.read("llama-3.2-3b");
    VariedMachine corsair = VariedMachine.shipped("corsair");
    add("4-bit words", corsair, small, "pipelined", 128, 1, 512);
    in(WeightStorage.dense(4));
    add("4-bit words, head of 8", corsair, small, "pipelined", 128, 1, 512);
    in(mixed);
    add("4-bit words, head of 8", corsair, small, "pipelined", 128, 64, 0);
    in(mixed);
    VariedMachine cards = VariedMachine.shipped("northpole-16");
    NetworkSpec granite = NetworkReader.read("granite-3b-14");
    add("cards, head of 8", cards, granite, "pipelined", 2048, 28, 0);
    in(mixed);
    VariedMachine floats =
        VariedMachine.shipped()
            .with(
                Map.of(
                    "chiplet.macro.format",
                    "fp8_e4m3",
                    "chiplet.macro.alignment",
                    Map.of("of", "products", "guard_bits", 4)));
    add("FP8 words", floats, "filled", 128, 1, 128);
    add("FP8 words", floats, "filled", 128, 64, 0);
  }

  private void in(WeightStorage words) {
    cases.add(cases.removeLast().in(words));
  }

  private void together(int sequences) {
    cases.add(cases.removeLast().together(sequences));
  }

  private void cells() {
    VariedMachine fefet = VariedMachine.shipped("fefet-22nm");
    add("FeFET", fefet, "filled", 128, 1, 128);
    VariedMachine mram =
        fefet.with(Map.of("chiplet.macro.cell", "mram", "chiplet.macro.sense_ns", 4));
    add("MRAM", mram, "filled", 128, 1, 0);
  }

  /// SRAM that adds charge: bit by bit, and two bits a pulse through fewer converters than bit
  /// lines.
  private void charge() {
    VariedMachine sram = VariedMachine.shipped("charge-sram-22nm");
    NetworkSpec small = NetworkReader.read("qwen2.5-0.5b");
    addSmall("charge SRAM", sram, small, "filled", 1, 128);
    addSmall("charge SRAM", sram, small, "mixed:5", 8, 0);
    VariedMachine shared =
        sram.with(
            Map.of("chiplet.macro.input_bits_per_pulse", 2, "chiplet.macro.adc.per_macro", 48));
    addSmall("charge SRAM, 2 bits a pulse", shared, small, "filled", 1, 128);
  }

  private void addSmall(
      String label,
      VariedMachine machine,
      NetworkSpec network,
      String mapping,
      int batch,
      int prompt) {
    cases.add(
        new AgreementCase(
            label,
            machine.spec(),
            network,
            mapping,
            false,
            128,
            batch,
            prompt,
            Gap.NONE,
            Gap.NONE));
  }

  /// Dies that lose nothing, and dies that lose most of their time.
  private void losses() {
    VariedMachine ideal = new VariedMachine(VariedMachine.shipped().file().lossless());
    add("lossless", ideal, "filled", 128, 1, 512);
    add("lossless", ideal, "mixed:18", 128, 1, 512);
    add("lossless", ideal, "filled", 128, 64, 0);
    VariedMachine slow = VariedMachine.shipped().with(Map.of(STEP_CONTROL, 20_000, SHARE, 0.4));
    add("heavy losses", slow, "filled", 128, 1, 512);
    add("heavy losses", slow, "mixed:18", 128, 1, 512);
    add("heavy losses", slow, "filled", 128, 64, 0);
    VariedMachine attending = slow.attentionModules(512, 50);
    add("heavy losses, modules", attending, "filled", 128, 1, 512);
    VariedMachine aim = VariedMachine.shipped("comb-200mb-36-aim-36");
    String ofCaches = "other_dies.kv_cache." + STEP_CONTROL;
    add("heavy losses, AiM", aim.with(Map.of(ofCaches, 20_000)), "filled", 128, 1, 512);
  }

  /// A dragonfly of nine groups of four; a ring one of whose wires has a quarter of the bandwidth.
  private void topologies() {
    VariedMachine base = VariedMachine.shipped();
    VariedMachine dragonfly =
        base.with(
            Map.of(
                "topology",
                    Map.of(
                        "kind", "dragonfly",
                        "groups", 9,
                        "chiplets_per_group", 4,
                        "global_links_per_chiplet", 2,
                        "host_at", List.of(0)),
                "links.global",
                    Map.of("bandwidth_gbit_s", 64, "latency_ns", 50, "energy_fj_per_bit", 2000)));
    add("dragonfly 9x4", dragonfly, "filled", 512, 1, 512);
    add("dragonfly 9x4", dragonfly, "mixed:4", 128, 1, 0);
    Sourced quarter = Sourced.assumed(64, "a quarter of the lanes");
    VariedMachine ring =
        base.topology(
            Map.of(
                "kind",
                "custom",
                "chiplets",
                36,
                "edges",
                ringWith(quarter),
                "host_at",
                List.of(0)));
    add("ring, a slow wire", ring, "filled", 128, 1, 0);
    VariedMachine packets =
        base.with(Map.of("links.packet_bytes", 128, "links.buffer_packets", 64));
    add("packets of 128 bytes", packets, "filled", 128, 1, 0);
  }

  private static List<Object> ringWith(Sourced slow) {
    List<Object> edges = new ArrayList<>();
    for (int chiplet = 0; chiplet + 1 < 36; chiplet++) {
      edges.add(List.of(chiplet, chiplet + 1));
    }
    edges.add(Map.of("from", 35, "to", 0, "bandwidth_gbit_s", slow));
    return edges;
  }
}
