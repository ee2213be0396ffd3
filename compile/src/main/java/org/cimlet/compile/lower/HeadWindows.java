package org.cimlet.compile.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;

/// How far back each head of a layer looks: as far as its span and the layer's window both let it.
///
/// @param spans positions each head looks back on at most; empty where only the window limits them
public record HeadWindows(Attention attention, List<Integer> spans) {

  private int window(int head) {
    return spans.isEmpty() ? attention.window() : Math.min(attention.window(), spans.get(head));
  }

  /// What the heads ask for, those that look equally far taken together. A key and a value shared
  /// by several heads are read as far back as the farthest of them looks.
  ///
  /// @param keyValueHeads groups of as many successive heads that share what is cached
  AttentionWork work(int keyValueHeads, AttentionWork.Head each) {
    int heads = attention.heads();
    if (spans.isEmpty()) {
      return AttentionWork.uniform(keyValueHeads, heads, attention.window(), each);
    }
    TreeMap<Integer, WindowGroup> windowGroups = new TreeMap<>();
    int shared = heads / keyValueHeads;
    for (int group = 0; group < keyValueHeads; group++) {
      int farthest = 0;
      for (int head = group * shared; head < (group + 1) * shared; head++) {
        add(windowGroups, new WindowGroup(window(head), 0, 1, each));
        farthest = Math.max(farthest, window(head));
      }
      add(windowGroups, new WindowGroup(farthest, 1, 0, each));
    }
    return new AttentionWork(new ArrayList<>(windowGroups.values()));
  }

  private static void add(TreeMap<Integer, WindowGroup> windowGroups, WindowGroup more) {
    windowGroups.merge(
        more.window(),
        more,
        (a, b) ->
            new WindowGroup(a.window(), a.caches() + b.caches(), a.heads() + b.heads(), a.head()));
  }
}
