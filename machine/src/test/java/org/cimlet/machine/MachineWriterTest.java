package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cimlet.machine.MachineSpec.Chiplet;
import org.cimlet.machine.MachineSpec.Host;
import org.cimlet.machine.MachineSpec.HostMemory;
import org.cimlet.machine.MachineSpec.Link;
import org.cimlet.machine.MachineSpec.Links;
import org.cimlet.machine.MachineSpec.SiliconProcess;
import org.cimlet.machine.MachineSpec.Substrate;
import org.cimlet.machine.MachineSpec.Topology;
import org.cimlet.machine.MachineSpec.VectorUnit;
import org.cimlet.machine.MachineSpec.WeightMemory;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Sourced;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written reads back as what it was.
class MachineWriterTest {
  private static final int RANDOM_MACHINES = 500;
  private static final int FAN_OUT_NUMBERS = 14; // of the shipped substrate the kind names

  static List<String> presets() {
    return MachineReader.presets();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void shippedMachineReadsBackToAnEqualValue(String preset) {
    MachineSpec machine = MachineReader.read(preset);
    assertThat(MachineReader.parse("resolved.yaml", MachineWriter.resolved(machine)))
        .isEqualTo(machine);
  }

  @Test
  void anyMachineReadsBackToAnEqualValue() {
    for (int seed = 0; seed < RANDOM_MACHINES; seed++) {
      MachineSpec machine = new RandomMachine(seed).machine();
      String yaml = MachineWriter.resolved(machine);
      MachineSpec back = MachineReader.parse("seed-" + seed + ".yaml", yaml);
      assertThat(withoutProvenance(back)).as("seed %d", seed).isEqualTo(machine);
      assertThat(MachineWriter.resolved(back)).as("seed %d", seed).isEqualTo(yaml);
      assertThat(back.provenance()).as("seed %d", seed).hasSize(numbers(machine));
    }
  }

  @Test
  void keysMayStandInAnyOrder() {
    MachineSpec machine = MachineReader.read("fudan-28nm");
    String yaml = MachineWriter.resolved(machine);
    int host = yaml.indexOf("\nhost:") + 1;
    String hostFirst = yaml.substring(host) + yaml.substring(0, host);
    assertThat(MachineReader.parse("shuffled.yaml", hostFirst)).isEqualTo(machine);
  }

  private static int numbers(MachineSpec machine) {
    int optional =
        (machine.chiplet().vectorUnit() == null ? 0 : 1)
            + (machine.zeroSkipper().isEmpty() ? 0 : 2)
            + (machine.weightMemory() == null ? 0 : 3)
            + (machine.substrate().kind().equals("none") ? 0 : FAN_OUT_NUMBERS);
    int ofMacro =
        switch (machine.chiplet().macro()) {
          case MacroSpec.DigitalSram _ -> 3;
          case MacroSpec.DramBank _ -> 15;
          case MacroSpec.DigitalNvm _ -> 9;
          case MacroSpec.AnalogCrossbar _ -> 14;
        };
    return 24 + ofMacro + optional;
  }

  private static MachineSpec withoutProvenance(MachineSpec machine) {
    MachineSpec bare =
        new MachineSpec(
            machine.name(),
            machine.summary(),
            machine.process(),
            machine.chiplet(),
            machine.topology(),
            machine.links(),
            machine.substrate(),
            machine.host(),
            List.of());
    WeightMemory memory = machine.weightMemory();
    return memory == null ? bare : bare.withWeightMemory(memory);
  }

  /// A sound machine of odd values and odder texts.
  private static final class RandomMachine {
    private static final String[] WORDS = {
      "a", "\"", "\\", "'", "#", ": ", "{", "}", "[", "]", ",", "&x", "*", "!", "%", "@", "`", "- ",
      "| ", "> ", "? ", "0x1", "null", "~", "true", "1e3", "µ", "存算一体", "é", "🧮", "\\n", "<<"
    };
    private final Random random;

    RandomMachine(long seed) {
      random = new Random(seed);
    }

    MachineSpec machine() {
      Topology topology = topology();
      MachineSpec bare =
          new MachineSpec(
              text(),
              text(),
              new SiliconProcess(text(), number(1, 1000), number(0.1, 5)),
              chiplet(),
              topology,
              new Links(link(), link()),
              new Substrate(topology.chiplets() == 1 ? "none" : "fan_out", number(0, 1000)),
              host(),
              List.of());
      return random.nextBoolean() ? bare : bare.withWeightMemory(weightMemory());
    }

    private WeightMemory weightMemory() {
      return new WeightMemory(number(1e-6, 1e9), number(1e-6, 1e7), number(0, 1e9));
    }

    private Chiplet chiplet() {
      MacroSpec macro = new RandomMacro(random, this::number).macro();
      int fanIn = macro instanceof MacroSpec.DramBank ? 1 : 1 << random.nextInt(6);
      return new Chiplet(
          fanIn + 8 + random.nextInt(1000),
          fanIn,
          macro,
          number(1e-6, 1e7),
          number(0, 1e9),
          random.nextBoolean()
              ? new VectorUnit(1 + random.nextInt(1000), 1 + random.nextInt(64), number(0, 1e9))
              : null,
          number(1e-6, 1e5),
          number(0, 1e5),
          number(0, 1e5),
          number(0, 1e7));
    }

    private Topology topology() {
      int chiplets = 1 + random.nextInt(30);
      List<Integer> oneOf = List.of(random.nextInt(chiplets));
      return switch (random.nextInt(6)) {
        case 0 -> new Topology.Mesh(1, chiplets, oneOf);
        case 1 -> new Topology.Torus(chiplets, 1, oneOf);
        case 2 -> new Topology.Ring(chiplets, oneOf);
        case 3 -> new Topology.Star(chiplets, oneOf);
        case 4 -> new Topology.FullyConnected(chiplets, oneOf);
        default -> tree(chiplets);
      };
    }

    private Topology tree(int chiplets) {
      List<Topology.Edge> tree = new ArrayList<>();
      for (int chiplet = 1; chiplet < chiplets; chiplet++) {
        tree.add(new Topology.Edge(random.nextInt(chiplet), chiplet));
      }
      List<Integer> hostAt = IntStream.range(0, 1 + random.nextInt(chiplets)).boxed().toList();
      return new Topology.Custom(chiplets, tree, hostAt);
    }

    private Link link() {
      return new Link(number(1e-6, 1e7), number(0, 1e9), number(0, 1e9));
    }

    private Host host() {
      return new Host(
          text(),
          1, // topologies here are not made for more
          number(1e-6, 1e6),
          number(1e-6, 1),
          number(0, 1e9),
          number(0, 1e9),
          number(0, 1e6),
          new HostMemory(
              number(1e-6, 1e9),
              number(1e-6, 1e7),
              number(1e-6, 1),
              number(0, 1e9),
              1 + random.nextInt(64)));
    }

    /// Whole, tiny, extreme or any value in between.
    private Sourced number(double least, double most) {
      double value =
          switch (random.nextInt(5)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> Math.min(most, Math.ceil(least + random.nextInt(1000)));
            case 3 -> Math.min(most, least + Math.pow(10, -12 * random.nextDouble()));
            default -> least + (most - least) * random.nextDouble();
          };
      Evidence[] evidences = Evidence.values();
      return new Sourced(value, evidences[random.nextInt(evidences.length)], text());
    }

    private String text() {
      StringBuilder text = new StringBuilder();
      int words = 1 + random.nextInt(12);
      for (int i = 0; i < words; i++) {
        text.append(WORDS[random.nextInt(WORDS.length)]);
      }
      return text.toString().strip().isEmpty() ? "-" : text.toString().strip();
    }
  }
}
