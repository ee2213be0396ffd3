package org.cimlet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Counts of two kinds of dies, by hand.
class ActionCountsTest {
  private static ActionCounts counts(double reads, double otherReads, double linkBits) {
    ActionCounts.Builder counts = new ActionCounts.Builder(2);
    counts.add(Action.ROW_READ, 0, reads);
    counts.add(Action.ROW_READ, 1, otherReads);
    counts.add(Action.LINK, linkBits);
    return counts.build();
  }

  @Test
  void the_package_did_what_its_kinds_of_dies_did_together() {
    ActionCounts counts = counts(3, 5, 7);
    assertThat(counts.of(Action.ROW_READ, 0)).isEqualTo(3);
    assertThat(counts.of(Action.ROW_READ, 1)).isEqualTo(5);
    assertThat(counts.of(Action.ROW_READ)).isEqualTo(8);
    assertThat(counts.of(Action.LINK)).isEqualTo(7);
    assertThat(counts.of(Action.HOST_MEMORY)).isZero();
    assertThat(counts).hasToString("row_reads 8.0, link_bits 7.0");
  }

  @Test
  void counts_are_added_taken_away_and_scaled_cell_by_cell() {
    ActionCounts three = counts(3, 5, 7);
    ActionCounts sum = three.plus(counts(10, 20, 30));
    assertThat(sum).isEqualTo(counts(13, 25, 37)).hasSameHashCodeAs(counts(13, 25, 37));
    assertThat(sum.minus(three)).isEqualTo(counts(10, 20, 30));
    assertThat(three.times(4)).isEqualTo(counts(12, 20, 28));
    assertThat(counts(12, 20, 28).over(4)).isEqualTo(three);
    assertThat(three.plus(ActionCounts.none(2))).isEqualTo(three);
    assertThat(three.plus(Action.LINK, 2)).isEqualTo(counts(3, 5, 9));
    assertThat(three).isNotEqualTo(counts(5, 3, 7));
  }

  @Test
  void a_tally_counts_whole_numbers_and_is_taken_over_by_another() {
    ActionTally token = new ActionTally(2);
    token.add(Action.ROW_READ, 1, 5);
    token.add(Action.LINK, 7);
    ActionTally run = new ActionTally(2);
    run.addAll(token, 3);
    run.take(token);
    ActionTally copy = run.copy();
    copy.add(Action.LINK, 1);
    assertThat(run.of(Action.ROW_READ, 1)).isEqualTo(20);
    assertThat(run.of(Action.ROW_READ)).isEqualTo(20);
    assertThat(run.counts()).isEqualTo(counts(0, 20, 28));
    assertThat(copy.of(Action.LINK)).isEqualTo(29);
    assertThat(token.counts()).isEqualTo(ActionCounts.none(2));
    long sum = 0;
    for (int cell = 0; cell < run.cells(); cell++) {
      sum += run.cell(cell);
    }
    assertThat(sum).isEqualTo(48);
  }

  @Test
  void whole_numbers_are_exact_up_to_the_53rd_bit() {
    ActionTally tally = new ActionTally(1);
    tally.add(Action.MACRO_READ, 0, (1L << 53) - 1);
    assertThat((long) tally.counts().of(Action.MACRO_READ)).isEqualTo((1L << 53) - 1);
  }

  @Test
  void an_action_is_counted_where_it_is_done() {
    ActionTally tally = new ActionTally(1);
    assertThatThrownBy(() -> tally.add(Action.LINK, 0, 1))
        .hasMessage("LINK is not counted for dies");
    assertThatThrownBy(() -> tally.add(Action.ROW_READ, 1))
        .hasMessage("ROW_READ is not counted for the package");
    assertThatThrownBy(() -> tally.of(Action.LEAKAGE))
        .hasMessage("LEAKAGE is not counted for the package");
    assertThatThrownBy(() -> counts(1, 1, 1).plus(ActionCounts.none(1)))
        .hasMessage("counts must be of the same kinds of dies, got 2 and 1");
    assertThatThrownBy(() -> new ActionTally(2).addAll(tally, 1))
        .hasMessage("counts must be of the same kinds of dies, got 2 and 1");
  }

  @Test
  void every_action_is_counted_or_charged_under_a_name_of_its_own() {
    Set<String> names = new HashSet<>();
    for (Action action : Action.values()) {
      assertThat(action.isCounted() || action.isCharged()).as("%s", action).isTrue();
      assertThat(action.isStatic() && action.isCounted()).as("%s", action).isFalse();
      assertThat(names.add(action.key() + "/" + action.label())).as("%s", action).isTrue();
    }
    assertThat(Action.counted()).hasSize(16);
    assertThat(Action.charged()).hasSize(21);
    assertThat(Action.charged().stream().filter(action -> !action.isFedByBoards()))
        .containsExactly(
            Action.HOST_COMPUTE,
            Action.HOST_MEMORY,
            Action.CONVERSION,
            Action.BOARD,
            Action.HOST_IDLE);
  }
}
