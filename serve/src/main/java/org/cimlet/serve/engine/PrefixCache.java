package org.cimlet.serve.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Blocks of prompts that are kept for requests that begin alike. Blocks in use stay; of the others
/// the one used longest ago goes first, of one request's the last of its prompt.
final class PrefixCache {
  private final Map<Integer, Integer> users = new HashMap<>();
  private final LinkedHashMap<Integer, Boolean> idle = new LinkedHashMap<>();

  /// How many of the first blocks are there.
  int leading(List<Integer> prefix) {
    int found = 0;
    while (found < prefix.size() && isThere(prefix.get(found))) {
      found++;
    }
    return found;
  }

  private boolean isThere(Integer block) {
    return users.containsKey(block) || idle.containsKey(block);
  }

  /// Takes the first blocks into use, all of which are there.
  ///
  /// @return how many of them were idle
  int pin(List<Integer> prefix, int blocks) {
    int woken = 0;
    for (Integer block : prefix.subList(0, blocks)) {
      if (idle.remove(block) != null) {
        woken++;
      }
      users.merge(block, 1, Integer::sum);
    }
    return woken;
  }

  /// Blocks a request has computed come in, and are in its use.
  ///
  /// @return the end of those that are shared now: blocks another has computed meanwhile stay its
  ///   own
  int add(List<Integer> prefix, int from, int to) {
    int block = from;
    while (block < to && !isThere(prefix.get(block))) {
      users.put(prefix.get(block), 1);
      block++;
    }
    return block;
  }

  /// A request needs its first blocks no longer.
  ///
  /// @return how many of them are idle now
  int release(List<Integer> prefix, int blocks) {
    int freed = 0;
    for (int at = blocks - 1; at >= 0; at--) {
      Integer block = prefix.get(at);
      int left = users.merge(block, -1, Integer::sum);
      if (left == 0) {
        users.remove(block);
        idle.put(block, Boolean.TRUE);
        freed++;
      }
    }
    return freed;
  }

  /// Drops the idle block that was used longest ago.
  ///
  /// @return whether there was one
  boolean evict() {
    return idle.pollFirstEntry() != null;
  }

  long idleBytes(long blockBytes) {
    return idle.size() * blockBytes;
  }
}
