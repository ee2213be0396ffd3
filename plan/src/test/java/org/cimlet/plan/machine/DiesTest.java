package org.cimlet.plan.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.machine.DieKind.Use;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.Head;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.junit.jupiter.api.Test;

class DiesTest {
  private static Chiplet chiplet(double mm2) {
    Macro macro = new Macro.DigitalSram(8, 100, 8, 8, 32, 1, 1, 1_000_000, 1, 1, null);
    return new Chiplet(2, 1, macro, 1e9, 1, null, mm2, 0, 0, 0.5);
  }

  private static DieKind kind(Use use, double mm2, Integer... at) {
    return new DieKind(use.name(), use, "none", chiplet(mm2), List.of(at));
  }

  @Test
  void every_place_has_the_die_of_the_kind_that_names_it() {
    Dies dies = new Dies(List.of(kind(Use.LINEARS, 4, 0, 2), kind(Use.KV_CACHE, 1, 1, 3)));
    assertThat(dies.count()).isEqualTo(4);
    assertThat(dies.kind(1).use()).isEqualTo(Use.KV_CACHE);
    assertThat(dies.at(2).areaMm2()).isEqualTo(4);
    assertThat(dies.head().use()).isEqualTo(Use.LINEARS);
  }

  @Test
  void a_place_has_one_die_and_a_use_one_kind() {
    assertThatThrownBy(() -> new Dies(List.of(kind(Use.KV_CACHE, 1, 0))))
        .hasMessageContaining("linears must come first");
    assertThatThrownBy(() -> new Dies(List.of(kind(Use.LINEARS, 4, 0), kind(Use.KV_CACHE, 1, 0))))
        .hasMessageContaining("two dies at 0");
    assertThatThrownBy(() ->
            new Dies(
                List.of(
                    kind(Use.LINEARS, 4, 0), kind(Use.KV_CACHE, 1, 1), kind(Use.KV_CACHE, 1, 2))))
        .hasMessageContaining("one kind of dies for each use");
  }

  /// Two by two: 16 mm2 at 0 and 3, 4 mm2 at 1, 1 mm2 at 2. Columns are 4 wide each, as their
  /// largest die, rows 4; gaps 1: 9 x 9. The small ones stand in the middle.
  @Test
  void dies_stand_in_the_middle_of_places_as_large_as_the_largest() {
    Dies dies =
        new Dies(
            List.of(
                kind(Use.LINEARS, 16, 0, 3),
                kind(Use.KV_CACHE, 4, 1),
                kind(Use.EMBEDDING_HEAD, 1, 2)));
    Topology topology =
        new Topology(
            4,
            0,
            List.of(),
            new int[16],
            new int[] {0, 1, 0, 1},
            new int[] {0, 0, 1, 1},
            1,
            512,
            32);
    Floorplan floorplan = new Floorplan(dies, topology, 1);
    assertThat(floorplan.areaMm2()).isCloseTo(81, within(1e-9));
    assertThat(floorplan.left(1)).isCloseTo(5 + 1, within(1e-9));
    assertThat(floorplan.top(1)).isCloseTo(1, within(1e-9));
    assertThat(floorplan.left(2)).isCloseTo(1.5, within(1e-9));
    assertThat(floorplan.top(2)).isCloseTo(5 + 1.5, within(1e-9));
  }

  /// Eight keys with their values for 32 heads over three dies: 3, 3 and 2, and four heads with
  /// each.
  @Test
  void heads_go_with_the_keys_they_share() {
    Head head = new Head(128, 128, false);
    AttentionWork work = AttentionWork.uniform(8, 32, 4096, head);
    List<WindowGroup> parts = new ArrayList<>();
    for (int die = 0; die < 3; die++) {
      parts.addAll(work.part(die, 3).windowGroups());
    }
    assertThat(parts)
        .containsExactly(
            new WindowGroup(4096, 3, 12, head),
            new WindowGroup(4096, 3, 12, head),
            new WindowGroup(4096, 2, 8, head));
  }

  @Test
  void parts_make_up_the_whole_however_far_heads_look() {
    Head head = new Head(64, 32, true);
    AttentionWork work =
        new AttentionWork(
            List.of(
                new WindowGroup(16, 1, 5, head),
                new WindowGroup(50, 3, 2, head),
                new WindowGroup(900, 2, 4, head)));
    for (int of = 1; of <= 6; of++) {
      long macs = 0;
      long cached = 0;
      int in = 0;
      for (int die = 0; die < of; die++) {
        AttentionWork part = work.part(die, of);
        macs += part.macs(100);
        cached += part.cachedElements(100);
        in += part.inputElements();
      }
      assertThat(macs).isEqualTo(work.macs(100));
      assertThat(cached).isEqualTo(work.cachedElements(100));
      assertThat(in).isEqualTo(work.inputElements());
    }
  }
}
