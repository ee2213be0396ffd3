package org.cimlet.compile.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.junit.jupiter.api.Test;

class HeadWindowsTest {
  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final AttentionWork.Head EACH = new AttentionWork.Head(64, 64, false);

  private static Attention heads(int heads, int keyValueHeads, int window) {
    return new Attention.Grouped(heads, keyValueHeads, 64, window, false, false);
  }

  @Test
  void without_spans_all_heads_look_as_far_as_the_window() {
    assertThat(new HeadWindows(heads(8, 2, 4096), List.of()).work(2, EACH).windowGroups())
        .containsExactly(new WindowGroup(4096, 2, 8, EACH));
  }

  /// Heads 0 and 1 share a key and a value, 2 and 3 another: each pair is read as far back as the
  /// farther of the two looks.
  @Test
  void shared_keys_are_read_as_far_as_the_farthest_head_looks() {
    List<Integer> spans = List.of(16, 100, 16, 16);
    assertThat(new HeadWindows(heads(4, 2, UNLIMITED), spans).work(2, EACH).windowGroups())
        .containsExactly(new WindowGroup(16, 1, 3, EACH), new WindowGroup(100, 1, 1, EACH));
  }

  @Test
  void a_window_of_the_network_and_a_span_combine_by_the_smaller() {
    List<Integer> spans = List.of(16, 100);
    assertThat(new HeadWindows(heads(2, 2, 50), spans).work(2, EACH).windowGroups())
        .containsExactly(new WindowGroup(16, 1, 1, EACH), new WindowGroup(50, 1, 1, EACH));
  }

  /// At context 60: head 0 looks on 16 positions, head 1 on 60 of its 100.
  @Test
  void what_is_cached_and_computed_follows_the_context() {
    var work = new HeadWindows(heads(2, 2, UNLIMITED), List.of(16, 100)).work(2, EACH);
    assertThat(work.cachedElements(60)).isEqualTo((16 + 60) * 128);
    assertThat(work.macs(60)).isEqualTo((16 + 60) * 128);
    assertThat(work.cacheElements()).isEqualTo(256);
  }
}
