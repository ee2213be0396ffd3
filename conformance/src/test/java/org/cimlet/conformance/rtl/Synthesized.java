package org.cimlet.conformance.rtl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.cimlet.rtl.RtlFolder.FlipFlops;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.CellLibrary;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Size;
import org.cimlet.technology.logic.SkipperGates;

/// What yosys 0.23, abc and OpenSTA 2.0 made of a part, without wires.
///
/// @param name `PART_GROUP_KEPT`, of which `fast` is the decoder that saves carries,
///   `tree_COLUMNS`, `edge_REGISTERS` or `serial`
record Synthesized(Library library, String name, double areaUm2, double delayPs) {
  private static final Map<Synthesized, Model> MODELS = new ConcurrentHashMap<>();

  /// Gates that a flip-flop's delay and set-up are worth, as the macro model has them.
  private static final double CLOCKING_GATES = 5;

  /// By the model.
  ///
  /// @param gates in the library's NAND gates
  /// @param delay in its NAND gates
  record Model(double gates, double delay) {}

  /// What there is.
  static List<Synthesized> all() {
    try (InputStream in = Synthesized.class.getResourceAsStream("/syntheses.csv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .map(row ->
              new Synthesized(
                  library(row[0]), row[1], Double.parseDouble(row[2]), Double.parseDouble(row[3])))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Library library(String name) {
    return switch (name) {
      case "osu" -> Library.OSU180;
      case "sg13" -> Library.SG13G2;
      case "asap7" -> Library.ASAP7;
      case "gt2n" -> Library.GT2N;
      default -> throw new IllegalStateException(name);
    };
  }

  private int number(int which) {
    return Integer.parseInt(name.split("_", -1)[which]);
  }

  String kind() {
    return name.split("_", -1)[0];
  }

  double gates() {
    return areaUm2 / library.cells().nand().areaUm2();
  }

  /// The part and what it is built for, as it was emitted.
  Part part() {
    return switch (kind()) {
      case "decoder", "fast" -> Part.MASK_DECODER;
      case "butterfly" -> Part.BUTTERFLY;
      case "skipper1" -> Part.ZERO_SKIPPER;
      case "tree" -> Part.ADDER_TREE;
      case "edge" -> Part.MACRO_EDGE;
      case "serial" -> Part.BIT_SERIAL_EDGE;
      default -> throw new IllegalStateException(name);
    };
  }

  Design design() {
    return switch (kind()) {
      case "tree" -> new Design(4 * number(1), number(1), number(1), 192, 8, 8, 32, 0);
      case "edge" -> new Design(32, 8, 8, 192, 8, 8, 32, number(1));
      case "serial" -> new Design(0, 0, 96, 128, 3, 3, 24, 0);
      case "skipper1" -> new Design(number(1), number(2), number(2), 192, 8, 8, 32, 1);
      case "fast" ->
          new Design(number(1), number(2), number(2), 192, 8, 8, 32, 0).withFastDecoder();
      default -> new Design(number(1), number(2), number(2), 192, 8, 8, 32, 0);
    };
  }

  /// Worked out once.
  Model model() {
    return MODELS.computeIfAbsent(this, Synthesized::modelled);
  }

  private Model modelled() {
    CellLibrary cells = library.cells().library(/* withAdders= */ false);
    Design design = design();
    boolean serial = part() == Part.BIT_SERIAL_EDGE;
    FlipFlops flipFlops = FlipFlops.of(part(), design, serial);
    double registers =
        cells.registerArea() * flipFlops.all() + cells.mux().area() * flipFlops.held();
    if (serial) {
      Size counters = datapath(design, 1, Multiplier.SERIAL, true, cells);
      double turning = cells.mux().area() * design.heldInputs() * design.inputBits();
      return new Model(
          counters.area() + registers + turning + weighing(design, cells),
          counters.depth() + CLOCKING_GATES);
    }
    SkipperGates skipper =
        SkipperGates.of(
            cells, design.group(), design.kept(), design.inputBits(), design.fastDecoder());
    double decoder = skipper.decoder().depth();
    double route = skipper.routeDepth();
    return switch (part()) {
      case MASK_DECODER -> new Model(skipper.decoder().area(), decoder);
      case BUTTERFLY -> new Model(skipper.butterfly().area(), skipper.butterfly().depth());
      case ZERO_SKIPPER ->
          new Model(
              skipper.decoder().area()
                  + skipper.gates().area()
                  + skipper.butterfly().area()
                  + registers,
              Math.max(decoder, route) + CLOCKING_GATES / 2);
      default -> {
        Size tree = datapath(design, design.inputBits(), Multiplier.ARRAY, false, cells);
        if (part() == Part.ADDER_TREE) {
          yield new Model(tree.area(), tree.depth());
        }
        double ofSkipper =
            skipper.decoder().area() + skipper.gates().area() + skipper.butterfly().area();
        double way =
            switch (design.pipeline()) {
              case 0 -> decoder + route + tree.depth();
              case 1 -> Math.max(decoder, route + tree.depth());
              default -> Math.max(decoder, Math.max(route, tree.depth()));
            };
        yield new Model(tree.area() + ofSkipper + registers, way + CLOCKING_GATES);
      }
    };
  }

  /// Of a bit-serial edge: counts inverted where they are subtracted, and gates that let sums so
  /// far through.
  private static double weighing(Design design, CellLibrary cells) {
    int countBits = Integer.SIZE - Integer.numberOfLeadingZeros(design.columns());
    return cells.xor().area() * design.weightBits() * countBits
        + design.productBits()
        + design.accumulatorBits();
  }

  /// Without the accumulator's flip-flops.
  private static Size datapath(
      Design design,
      int bitsPerCycle,
      Multiplier multiplier,
      boolean perBitColumn,
      CellLibrary cells) {
    Size all =
        new Datapath(
                design.columns(),
                design.weightBits(),
                design.weightBits(),
                design.inputBits(),
                bitsPerCycle,
                multiplier,
                Adders.COMPRESSOR,
                perBitColumn,
                design.accumulatorBits())
            .size(cells);
    double accumulator = cells.registerArea() * design.accumulatorBits();
    return new Size(all.area() - accumulator, all.depth());
  }
}
