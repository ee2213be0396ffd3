package org.cimlet.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cimlet.rtl.folder.Cycles;
import org.cimlet.rtl.folder.GoldenVectors;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.VerilogModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The emitted modules, worked out without any tool, equal what `execute` computes: integers for
/// integers, clock for clock.
class DatapathTest {
  record Case(Part part, Design design, boolean bitSerial) {}

  private static Design packed(int kept, int group, int columns, int accumulator, int pipeline) {
    return new Design(group, kept, columns, 64, 8, 8, accumulator, pipeline);
  }

  private static Design dense(int columns, int w, int i, int accumulator, int pipeline) {
    return new Design(0, 0, columns, 64, w, i, accumulator, pipeline);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(Part.MASK_DECODER, packed(8, 32, 8, 32, 0), false),
        new Case(Part.MASK_DECODER, packed(16, 64, 16, 32, 0), false),
        new Case(Part.MASK_DECODER, packed(1, 4, 8, 32, 0), false),
        new Case(Part.MASK_DECODER, packed(8, 16, 8, 32, 0).withFastDecoder(), false),
        new Case(Part.MASK_DECODER, packed(32, 32, 32, 32, 0).withFastDecoder(), false),
        new Case(Part.MASK_DECODER, packed(16, 64, 16, 32, 0).withFastDecoder(), false),
        new Case(Part.MACRO_EDGE, packed(8, 32, 8, 32, 2).withFastDecoder(), false),
        new Case(Part.BUTTERFLY, packed(8, 32, 8, 32, 0), false),
        new Case(Part.BUTTERFLY, packed(3, 8, 9, 32, 0), false),
        new Case(Part.ZERO_SKIPPER, packed(8, 32, 8, 32, 0), false),
        new Case(Part.ZERO_SKIPPER, packed(8, 32, 8, 32, 1), false),
        new Case(Part.ZERO_SKIPPER, packed(8, 32, 8, 32, 2), false),
        new Case(Part.ZERO_SKIPPER, packed(64, 64, 64, 32, 1), false),
        new Case(Part.ZERO_SKIPPER, packed(5, 16, 5, 32, 0), false),
        new Case(Part.ADDER_TREE, dense(8, 8, 8, 32, 0), false),
        new Case(Part.ADDER_TREE, dense(5, 3, 4, 9, 0), false),
        new Case(Part.ADDER_TREE, dense(3, 1, 1, 4, 0), false),
        new Case(Part.ADDER_TREE, dense(1, 8, 8, 16, 0), false),
        new Case(Part.MACRO_EDGE, packed(8, 32, 8, 32, 0), false),
        new Case(Part.MACRO_EDGE, packed(8, 32, 8, 20, 1), false),
        new Case(Part.MACRO_EDGE, packed(8, 32, 8, 17, 2), false),
        new Case(Part.MACRO_EDGE, packed(4, 16, 8, 32, 1), false),
        new Case(Part.MACRO_EDGE, packed(16, 64, 8, 24, 2), false),
        new Case(Part.MACRO_EDGE, packed(16, 32, 4, 24, 0), false),
        new Case(Part.MACRO_EDGE, dense(8, 8, 8, 19, 0), false),
        new Case(Part.MACRO_EDGE, dense(12, 4, 8, 24, 1), false),
        new Case(Part.BIT_SERIAL_EDGE, dense(96, 3, 3, 24, 0), true),
        new Case(Part.BIT_SERIAL_EDGE, dense(17, 8, 8, 21, 1), true),
        new Case(Part.BIT_SERIAL_EDGE, dense(5, 1, 2, 5, 0), true),
        new Case(Part.BIT_SERIAL_EDGE, dense(64, 4, 8, 18, 0), true));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void parts_compute_what_execution_computes(Case c) {
    Cycles cycles = GoldenVectors.of(c.part(), c.design(), c.bitSerial(), 200);
    GoldenRun run = GoldenRun.of(Circuit.of(c.part(), c.design(), c.bitSerial()), cycles);
    assertThat(run.isRight()).isTrue();
    assertThat(run.passed()).isGreaterThanOrEqualTo(200);
  }

  /// Narrow accumulators do overflow in these vectors, so that the flag is tried both ways.
  @Test
  void overflow_is_among_the_vectors() {
    Design narrow = packed(8, 32, 8, 17, 2);
    Cycles cycles = GoldenVectors.of(Part.MACRO_EDGE, narrow, false, 200);
    List<Integer> flags =
        Stream.iterate(0, i -> i + 1)
            .limit(cycles.count())
            .map(cycles::expected)
            .filter(expected -> expected.containsKey("overflow"))
            .map(expected -> expected.get("overflow").intValue())
            .distinct()
            .toList();
    assertThat(flags).containsExactlyInAnyOrder(0, 1);
  }

  /// Closed forms: of d inputs apart, a block has as many switches as outputs depend on.
  @ParameterizedTest
  @CsvSource({
    "32, 8, 120, 72",
    "32, 32, 160, 80",
    "16, 4, 44, 28",
    "16, 8, 56, 32",
    "64, 16, 304, 176",
    "4, 1, 3, 3",
    "8, 8, 24, 12"
  })
  void only_multiplexers_that_outputs_depend_on_are_built(
      int group, int kept, int muxes, int controls) {
    Design design = packed(kept, group, kept, 32, 0);
    VerilogModule butterfly = Part.BUTTERFLY.modules(design, false).getFirst();
    long built =
        butterfly.items(Item.Wire.class).stream()
            .filter(wire -> wire.value() instanceof org.cimlet.rtl.verilog.Expression.Select)
            .count();
    int words =
        butterfly.ports().stream()
            .filter(port -> port.name().name().startsWith("cross_"))
            .mapToInt(port -> port.name().width())
            .sum();
    assertThat(built).isEqualTo(muxes);
    assertThat(words).isEqualTo(controls);
  }

  /// A mask decoder's words of facts that others published: the paper's method, worked by hand.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void control_words_of_known_masks(boolean fast) {
    Design all = packed(32, 32, 32, 32, 0);
    Circuit decoder = Circuit.of(Part.MASK_DECODER, fast ? all.withFastDecoder() : all, false);
    assertThat(words(decoder, 0x11111111L)).isEqualTo("cccc d2d2 718e c0fc fff0");
    assertThat(words(decoder, 0xA5A50000L)).isEqualTo("66ff 66ff 3cff f0ff ffff");
    assertThat(words(decoder, 0x80402011L)).isEqualTo("f87c f542 8ce f0fc fff8");
  }

  private static String words(Circuit decoder, long mask) {
    decoder.drive("mask", BigInteger.valueOf(mask & 0x7fffffffL));
    decoder.settle();
    return Stream.of("cross_1", "cross_2", "cross_4", "cross_8", "cross_16")
        .map(port -> decoder.get(port).toString(16))
        .reduce((a, b) -> a + " " + b)
        .orElseThrow();
  }

  /// Vectors notice faults: forty-four of them, one at a time.
  @ParameterizedTest
  @CsvSource({
    "MASK_DECODER, false",
    "MASK_DECODER, true",
    "ZERO_SKIPPER, false",
    "ADDER_TREE, false",
    "MACRO_EDGE, false"
  })
  void every_mutant_is_refuted(Part part, boolean fast) {
    Design small = packed(8, 32, 8, 17, part == Part.MACRO_EDGE ? 1 : 0);
    Design design = fast ? small.withFastDecoder() : small;
    List<VerilogModule> modules = part.modules(design, false);
    Cycles cycles = GoldenVectors.of(part, design, false, 400);
    for (int seed = 0; seed < (part == Part.MACRO_EDGE ? 4 : 10); seed++) {
      GoldenRun run = GoldenRun.of(new Circuit(Mutants.of(modules, seed)), cycles);
      assertThat(run.isRight()).as("mutant %s of %s", seed, part).isFalse();
    }
  }

  /// Every product of every pair of numbers of each width. Of ten faults they notice one at least:
  /// in the narrowest trees most change what no number reaches.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void every_pair_of_operands_gives_its_product(int width) {
    List<VerilogModule> modules = Part.ADDER_TREE.modules(dense(1, width, width, 20, 0), false);
    assertThat(multiplies(new Circuit(modules), width)).isTrue();
    assertThat(
            IntStream.range(0, 10)
                .filter(seed -> !multiplies(new Circuit(Mutants.of(modules, seed)), width)))
        .isNotEmpty();
  }

  private static boolean multiplies(Circuit tree, int width) {
    for (int pair = 0; pair < 1 << 2 * width; pair++) {
      int weight = pair >> width;
      int input = pair & ((1 << width) - 1);
      int addend = pair * 37 % 4096 - 2048;
      tree.drive("weights", BigInteger.valueOf(weight));
      tree.drive("inputs", BigInteger.valueOf(input));
      tree.drive("addend", BigInteger.valueOf(addend & 0xFFFFF));
      tree.settle();
      int sum = signed(weight, width) * signed(input, width) + addend;
      if (tree.get("sum").intValue() != (sum & 0xFFFFF) || tree.get("overflow").signum() != 0) {
        return false;
      }
    }
    return true;
  }

  private static int signed(int bits, int width) {
    return bits << Integer.SIZE - width >> Integer.SIZE - width;
  }

  @Test
  void a_design_must_fit_together() {
    assertThatThrownBy(() -> packed(3, 32, 8, 32, 0)).hasMessageContaining("3:32");
    assertThatThrownBy(() -> packed(8, 24, 8, 32, 0)).hasMessageContaining("8:24");
    assertThatThrownBy(() -> dense(8, 9, 8, 32, 0)).hasMessageContaining("9 x 8");
    assertThatThrownBy(() -> dense(8, 8, 8, 33, 0)).hasMessageContaining("33");
    assertThatThrownBy(() -> packed(2, 8, 8, 32, 0).withFastDecoder()).hasMessageContaining("2:8");
  }
}
