package org.cimlet.simulate;

import java.util.Collections;
import java.util.List;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.MacroSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// A machine and a network small enough to work out by hand.
///
/// The machine: chiplets in a row, each of 4 macros of 8 columns x 1,000 rows of 8-bit weights at
/// 100 MHz (10 ns a row); links of 1 Gbit/s and 100 ns between chiplets, 10 Gbit/s and 1 us to the
/// host at chiplet 0; a host of 1 Top/s and 1 GB/s that needs 10 ns to notice. The network: hidden
/// 64, 4 heads of 16, feed-forward 128, vocabulary 256; rotary positions; no biases.
final class Toy {
  static final int HIDDEN = 64;
  static final int INNER = 128;
  static final int VOCABULARY = 256;

  private Toy() {}

  static NetworkSpec network(int layers) {
    NetworkSpec.Layer layer =
        new NetworkSpec.Layer(
            new Attention.Grouped(4, 4, 16, Integer.MAX_VALUE, false, false),
            new FeedForward.Gated(INNER, false),
            2 * HIDDEN);
    return new NetworkSpec(
        "toy",
        "llama",
        HIDDEN,
        VOCABULARY,
        4096,
        0,
        false,
        false,
        HIDDEN,
        Collections.nCopies(layers, layer));
  }

  /// The feed-forward is 2 of 8 experts with an inner width of 32, and one of 16 that all share.
  static NetworkSpec routedNetwork(int layers) {
    NetworkSpec.Layer layer =
        new NetworkSpec.Layer(
            new Attention.Grouped(4, 4, 16, Integer.MAX_VALUE, false, false),
            new FeedForward.Experts(8, 2, new FeedForward.Gated(32, false), 16, false),
            2 * HIDDEN);
    return new NetworkSpec(
        "routed toy",
        "mixtral",
        HIDDEN,
        VOCABULARY,
        4096,
        0,
        false,
        false,
        HIDDEN,
        Collections.nCopies(layers, layer));
  }

  /// Attention on the dies: 32 multiply-accumulates a cycle, 2 GB/s.
  static Plan attending(int layers, int chiplets, Scenario scenario) {
    return new Compiler(network(layers), WeightStorage.dense(8))
        .compile(
            machine(
                chiplets,
                true,
                new MachineSpec.AttentionModule(
                    32,
                    number(3),
                    new MachineSpec.AttentionMemory(number(1), number(2), number(4), 8))),
            scenario);
  }

  /// Some heads look back less far than the context.
  static Plan local(int layers, int chiplets, Scenario scenario, List<Integer> spans) {
    NetworkSpec network = network(layers).withHeadSpans(Collections.nCopies(layers, spans));
    return new Compiler(network, WeightStorage.dense(8)).compile(machine(chiplets, true), scenario);
  }

  static MachineSpec machine(int chiplets, boolean vectorUnit) {
    return machine(chiplets, vectorUnit, null);
  }

  private static MachineSpec machine(
      int chiplets, boolean vectorUnit, MachineSpec.@Nullable AttentionModule module) {
    return new MachineSpec(
        "toy machine",
        "for tests",
        new MachineSpec.SiliconProcess("none", number(28), number(1)),
        new MachineSpec.Chiplet(
            4,
            4,
            new MacroSpec.DigitalSram(
                8,
                1000,
                8,
                8,
                32,
                1,
                number(100),
                number(1),
                number(10),
                new MachineSpec.ZeroSkipper(32, number(100), number(200))),
            number(1000),
            number(2),
            vectorUnit ? new MachineSpec.VectorUnit(1000, 16, number(5)) : null,
            module,
            null,
            number(1),
            number(2),
            number(0.5),
            number(3)),
        new MachineSpec.Topology.Mesh(1, chiplets, List.of(0)),
        new MachineSpec.Links(
            new MachineSpec.Link(number(1), number(100), number(500)),
            new MachineSpec.Link(number(10), number(1000), number(6000))),
        new MachineSpec.Substrate("organic", number(1)),
        new MachineSpec.Host(
            "toy host",
            1,
            number(1),
            number(1),
            number(10),
            number(7),
            number(2),
            new MachineSpec.HostMemory(number(1), number(1), number(1), number(20), 8)),
        List.of());
  }

  static Sourced number(double value) {
    return Sourced.assumed(value, "round for hand arithmetic");
  }

  static Plan plan(int layers, int chiplets, Scenario scenario) {
    return new Compiler(network(layers), WeightStorage.dense(8))
        .compile(machine(chiplets, true), scenario);
  }

  /// One chiplet, too small for a layer, loaded from a memory of 0.5 GB/s.
  static Plan inRounds(int layers, Scenario scenario) {
    return new Compiler(network(layers), WeightStorage.dense(8))
        .compile(
            machine(1, true)
                .withWeightMemory(new MachineSpec.WeightMemory(number(1), number(0.5), number(30))),
            scenario);
  }

  static Plan packed(int layers, int chiplets, Scenario scenario) {
    WeightStorage storage = new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));
    return new Compiler(network(layers), storage).compile(machine(chiplets, true), scenario);
  }

  static Plan routed(int layers, int chiplets, Scenario scenario) {
    return new Compiler(routedNetwork(layers), WeightStorage.dense(8))
        .compile(machine(chiplets, true), scenario);
  }

  /// Without vector units every result goes to the host.
  static Plan plain(int layers, int chiplets, Scenario scenario) {
    return new Compiler(network(layers), WeightStorage.dense(8))
        .compile(machine(chiplets, false), scenario);
  }
}
