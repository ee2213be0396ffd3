package org.cimlet.conformance.silicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.execute.macro.OperandCounts;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.products.CountedArithmetic;
import org.cimlet.execute.products.LinearProducts;
import org.cimlet.execute.products.PlacedArithmetic;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MacroSpec;
import org.cimlet.machine.operands.CountedOperands;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.network.read.ShippedNetwork;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.program.Packing;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.SramCell;
import org.cimlet.tensor.PackedMatrix;
import org.cimlet.tensor.WeightMatrix;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the shipped network multiplies, counted three ways, and what that does to macros by their
/// parts, as the page has it.
class OperandsStudyTest {
  private static final int TOKENS = 64;
  private static final int MACHINE_TOKENS = 6;

  @TempDir private Path folder;

  /// Counted by the product itself, and by loops over every weight of what it was given.
  @Test
  void operands_are_those_of_plain_loops() throws IOException {
    List<UnaryOperator<Network>> forms = List.of(Network::dense, UnaryOperator.identity());
    for (UnaryOperator<Network> form : forms) {
      Looped looped = new Looped();
      OperandCounts counts = counts(form, looped, 8);
      assertThat(counts).isEqualTo(looped.counted);
    }
  }

  /// Where macros pad they multiply zeros by zeros, and nothing else differs.
  @Test
  void macros_multiply_what_the_processor_does() throws IOException {
    ShippedNetwork.unpack("demo", folder);
    try (NetworkFile open = NetworkFile.open(folder)) {
      Network network = open.network().withHead(LinearWeights::dense);
      PlacedArithmetic macros =
          new PlacedArithmetic(
              new Compiler(
                      NetworkReader.read("demo"),
                      new WeightStorage(new Packing(8, 8, 32), Packing.dense(8)))
                  .compile(MachineReader.read("comb-200mb-36"), new Scenario(1, 1, 1, 1)));
      CountedArithmetic counted = new CountedArithmetic(Arithmetic.stored());
      for (Arithmetic arithmetic : List.of(macros, counted)) {
        Transformer transformer = new Transformer(network, arithmetic);
        transformer.read(
            new KvCache(network.architecture(), MACHINE_TOKENS),
            Arrays.copyOf(text(folder), MACHINE_TOKENS));
      }
      OperandCounts plain = counted.operands();
      OperandCounts.Words padding =
          OperandCounts.Words.of(0, 8, macros.operands().multiplies() - plain.multiplies());
      assertThat(plain.multiplies())
          .isEqualTo(MACHINE_TOKENS * 12L * (4 * 128 * 128 + 3 * 128 * 320) / 4);
      assertThat(macros.operands()).isEqualTo(plain.plus(new OperandCounts(padding, padding)));
    }
  }

  @Test
  void what_they_change_is_as_the_page_says() throws IOException {
    Operands packed = shares(counts(network -> network, Arithmetic.stored(), TOKENS));
    Operands dense = shares(counts(Network::dense, Arithmetic.stored(), TOKENS));
    List<String> table = new ArrayList<>();
    table.add("| | bits that are ones | zero as a whole | neighbouring bits that differ |");
    table.add("|---|---|---|---|");
    table.add(counted("inputs, all", dense.inputs()));
    table.add(counted("inputs of kept weights", packed.inputs()));
    table.add(counted("weights, all", dense.weights()));
    table.add(counted("weights, kept", packed.weights()));
    table.add(counted("assumed for inputs", Operands.USUAL.inputs()));
    table.add(counted("assumed for weights", Operands.USUAL.weights()));
    SiliconPage.holds("operands", table);

    List<String> energies = new ArrayList<>();
    energies.add(
        "| macro by its parts | assumed, fJ | demo, kept | demo, all | random bits | kept over assumed |");
    energies.add("|---|---|---|---|---|---|");
    energies.add(
        comb("28 nm chip, 8 arrays of gates, 1.03 V", chip(array(Adders.RIPPLE)), packed, dense));
    energies.add(comb("the same with compressors", chip(array(Adders.COMPRESSOR)), packed, dense));
    energies.add(comb("the same bit by bit", chip(Datapath.serial(8, 8, 8, 32)), packed, dense));
    energies.add(charge(packed, dense));
    SiliconPage.holds("operands energy", energies);
  }

  private static String counted(String what, Operands.Words words) {
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %.3f |",
        what,
        words.ones(),
        words.zeros(),
        words.toggles());
  }

  private static Datapath array(Adders adders) {
    return new Datapath(8, 8, 8, 8, 8, Multiplier.ARRAY, adders, false, 32);
  }

  private static CombMacro chip(Datapath datapath) {
    return new CombMacro(
        CombShape.onBoundary(192, datapath, Operands.USUAL, SramCell.EIGHT_T, 192, 32), 28, 1.03);
  }

  private static String comb(String name, CombMacro macro, Operands kept, Operands all) {
    return row(
        name,
        macro.multiplyFj().value(),
        macro.with(kept).multiplyFj().value(),
        macro.with(all).multiplyFj().value(),
        macro.with(Operands.RANDOM).multiplyFj().value());
  }

  /// A pulse on a cell of the shipped machine, by way of its file.
  private static String charge(Operands kept, Operands all) {
    MachineFile file = MachineReader.open("charge-sram-22nm");
    MachineFile asks = file.with("chiplet.macro.parts.operands", "network");
    return row(
        "charge-sram-22nm, a pulse on a cell",
        cellFj(file),
        cellFj(asks.withOperands(counted(kept))),
        cellFj(asks.withOperands(counted(all))),
        cellFj(asks.withOperands(counted(Operands.RANDOM))));
  }

  private static CountedOperands counted(Operands operands) {
    return new CountedOperands("demo", counted(operands.inputs()), counted(operands.weights()));
  }

  private static CountedOperands.Words counted(Operands.Words words) {
    return new CountedOperands.Words(8, words.ones(), words.zeros(), words.toggles());
  }

  private static double cellFj(MachineFile file) {
    return ((MacroSpec.ChargeSram) file.machine().chiplet().macro()).cellFj().value();
  }

  private static String row(String name, double usual, double kept, double all, double random) {
    String digits = usual < 10 ? "%.3f" : "%.0f";
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %.2f |",
        name,
        String.format(Locale.ROOT, digits, usual),
        String.format(Locale.ROOT, digits, kept),
        String.format(Locale.ROOT, digits, all),
        String.format(Locale.ROOT, digits, random),
        kept / usual);
  }

  private static Operands shares(OperandCounts counts) {
    return new Operands(shares(counts.inputs()), shares(counts.weights()));
  }

  private static Operands.Words shares(OperandCounts.Words words) {
    return new Operands.Words(words.onesShare(), words.zerosShare(), words.togglesShare());
  }

  private OperandCounts counts(UnaryOperator<Network> form, Arithmetic arithmetic, int tokens)
      throws IOException {
    Path its = Files.createTempDirectory(folder, "demo");
    ShippedNetwork.unpack("demo", its);
    try (NetworkFile open = NetworkFile.open(its)) {
      Network network = form.apply(open.network());
      CountedArithmetic counted = new CountedArithmetic(arithmetic);
      Transformer transformer = new Transformer(network, counted);
      transformer.read(
          new KvCache(network.architecture(), tokens), Arrays.copyOf(text(its), tokens));
      assertThat(counted.tokens()).isEqualTo(tokens);
      if (arithmetic instanceof Looped looped) {
        looped.count(); // while the file is open
      }
      return counted.operands();
    }
  }

  private static int[] text(Path network) {
    return Tokenizer.open(network).encode(ShippedNetwork.heldOutText("demo").substring(0, 1000));
  }

  /// The usual products, whose operands are kept and counted bit by bit.
  private static final class Looped implements Arithmetic {
    private static final long[][] WORDS =
        IntStream.range(0, 256).mapToObj(Looped::word).toArray(long[][]::new);

    private final List<Kept> kept = new ArrayList<>();
    private OperandCounts counted = OperandCounts.NONE;

    private record Kept(List<WeightMatrix> linears, List<float[]> inputs) {}

    @Override
    public LinearProducts products(int layer, Stage stage, List<WeightedLinear> linears) {
      LinearProducts products = Arithmetic.stored().products(layer, stage, linears);
      if (stage == Stage.HEAD) {
        return products;
      }
      List<WeightMatrix> matrices = new ArrayList<>();
      for (WeightedLinear linear : linears) {
        matrices.add(((LinearWeights.Integers) linear.weights()).matrix());
      }
      Kept its = new Kept(matrices, new ArrayList<>());
      kept.add(its);
      return new LinearProducts() {
        @Override
        public int inputs() {
          return products.inputs();
        }

        @Override
        public int outputs() {
          return products.outputs();
        }

        @Override
        public void multiply(float[] in, int tokens, float[] out) {
          for (int token = 0; token < tokens; token++) {
            its.inputs().add(Arrays.copyOfRange(in, token * inputs(), (token + 1) * inputs()));
          }
          products.multiply(in, tokens, out);
        }
      };
    }

    void count() {
      long[] x = new long[4];
      long[] w = new long[4];
      for (Kept stage : kept) {
        for (float[] input : stage.inputs()) {
          float largest = 0;
          for (float value : input) {
            largest = Math.max(largest, Math.abs(value));
          }
          float scale = largest / 127;
          for (WeightMatrix linear : stage.linears()) {
            for (int output = 0; output < linear.outputs(); output++) {
              for (int i = 0; i < input.length; i++) {
                if (isStored(linear, output, i)) {
                  count(linear.valueAt(output, i), w);
                  count((int) Math.rint((double) input[i] / scale), x);
                }
              }
            }
          }
        }
      }
      counted =
          new OperandCounts(
              new OperandCounts.Words(x[0], 8, x[1], x[2], x[3]),
              new OperandCounts.Words(w[0], 8, w[1], w[2], w[3]));
    }

    /// By the bytes of the bitmap: bit `j % 8` of byte `j / 8`.
    private static boolean isStored(WeightMatrix linear, int output, int input) {
      if (!(linear instanceof PackedMatrix packed)) {
        return true;
      }
      long at = (long) output * linear.inputs() / 8 + input / 8;
      return (packed.masks().get(ValueLayout.JAVA_BYTE, at) >> input % 8 & 1) == 1;
    }

    private static void count(int value, long[] to) {
      long[] its = WORDS[value & 255];
      for (int i = 0; i < its.length; i++) {
        to[i] += its[i];
      }
    }

    /// By the digits of its text: a word, its ones, neighbouring bits that differ, and whether it
    /// is zero.
    private static long[] word(int value) {
      String bits = String.format(Locale.ROOT, "%8s", Integer.toBinaryString(value));
      long[] its = {1, 0, 0, value == 0 ? 1 : 0};
      for (int bit = 0; bit < 8; bit++) {
        its[1] += bits.charAt(bit) == '1' ? 1 : 0;
        its[2] += bit > 0 && (bits.charAt(bit) == '1') != (bits.charAt(bit - 1) == '1') ? 1 : 0;
      }
      return its;
    }
  }
}
