package org.cimlet.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Packing;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Program;
import org.cimlet.plan.Stack;
import org.cimlet.plan.Step;
import org.cimlet.spec.machine.MachineReader;
import org.cimlet.spec.network.NetworkReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks larger than the package, in rounds.
class RoundsTest {
  private static final WeightStorage PACKED =
      new WeightStorage(new Packing(8, 8, 32), Packing.dense(8));

  private final Machine chip = Compiler.machine(MachineReader.read("fudan-28nm"));

  private static Placement place(Machine machine, Program program) {
    return Placer.placeInRounds(machine, program);
  }

  private static Program program(String network) {
    return new Compiler(NetworkReader.read(network), PACKED).program(true);
  }

  @ParameterizedTest
  @CsvSource({"stories260k", "gpt2", "qwen2.5-0.5b"})
  void every_round_fits_the_package_and_every_unit_is_placed_once(String network) {
    Program program = program(network);
    Placement placement = place(chip, program);
    long capacity = chip.chiplet().macro().capacityBits();
    Map<String, Integer> placed = new HashMap<>();
    for (int round = 0; round < placement.rounds(); round++) {
      long bits = 0;
      for (int piece = placement.firstPieceOfRound(round);
          piece < placement.firstPieceOfRound(round + 1);
          piece++) {
        Stack stack = step(program, placement, piece).stacks().get(placement.stack(piece));
        bits += (long) placement.rows(piece) * RowTiling.of(stack, chip.chiplet()).rowBits();
        placed.merge(
            placement.layer(piece) + "/" + placement.step(piece) + "/" + placement.stack(piece),
            placement.units(piece),
            Integer::sum);
      }
      assertThat(bits).as("round %s", round).isBetween(1L, capacity);
    }
    for (int layer = 0; layer < program.layers().size(); layer++) {
      for (int step = 0; step < program.layers().get(layer).steps().size(); step++) {
        Stack stack = program.layers().get(layer).steps().get(step).stacks().getFirst();
        assertThat(placed).containsEntry(layer + "/" + step + "/0", stack.outputs());
      }
    }
    assertThat(placement.firstPieceOfRound(placement.rounds())).isEqualTo(placement.pieces());
  }

  /// A step goes to the next round where this one has no room for it, unless no round has.
  @Test
  void only_steps_larger_than_the_package_are_cut() {
    Program program = program("gpt2");
    Placement placement = place(chip, program);
    long package8 = chip.capacityBytes() * 8;
    for (int round = 1; round < placement.rounds(); round++) {
      int first = placement.firstPieceOfRound(round);
      boolean cut =
          placement.layer(first) == placement.layer(first - 1)
              && placement.step(first) == placement.step(first - 1);
      if (cut) {
        assertThat(step(program, placement, first).storedBits()).isGreaterThan(package8 * 9 / 10);
      }
    }
    // Queries, keys and values of GPT-2 are 3 x 768 x 768 weights, 663,552 bytes with their masks,
    // 4.5 times the chip.
    assertThat(placement.rounds()).isGreaterThanOrEqualTo(ceil(program.storedBytes(), 147_456));
  }

  /// Twelve layers of 70,656 bytes and a head of 32,768: two layers fill the chip's 147,456, the
  /// head goes to a round of its own.
  @Test
  void a_network_of_characters_passes_the_28_nm_chip_in_seven_rounds() {
    Program program = program("demo");
    assertThat(program.storedBytes()).isEqualTo(880_640);
    Placement placement = place(chip, program);
    assertThat(placement.rounds()).isEqualTo(7);
    for (int round = 0; round < 6; round++) {
      assertThat(placement.layer(placement.firstPieceOfRound(round))).isEqualTo(2 * round);
      assertThat(placement.step(placement.firstPieceOfRound(round))).isZero();
    }
    assertThat(placement.layer(placement.firstPieceOfRound(6))).isEqualTo(12);
  }

  private static int ceil(long a, long b) {
    return Math.toIntExact(Math.ceilDiv(a, b));
  }

  private static Step step(Program program, Placement placement, int piece) {
    int layer = placement.layer(piece);
    return layer == program.layers().size()
        ? program.head()
        : program.layers().get(layer).steps().get(placement.step(piece));
  }
}
