package org.cimlet.compile.resolve;

import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.quantity.Provenance;
import org.jspecify.annotations.Nullable;

/// Every number once: of a key that the process's own file has too, the machine's. Sorted out when
/// somebody asks, which a sweep never does.
final class NumbersOnce extends AbstractList<Provenance> {
  private final List<Provenance> all;
  private volatile @Nullable List<Provenance> once;

  /// @param all that does not change
  NumbersOnce(List<Provenance> all) {
    this.all = all;
  }

  private List<Provenance> once() {
    List<Provenance> known = once;
    if (known == null) {
      Map<String, Provenance> byKey = new LinkedHashMap<>();
      all.forEach(line -> byKey.putIfAbsent(line.key(), line));
      known = List.copyOf(byKey.values());
      once = known;
    }
    return known;
  }

  @Override
  public Provenance get(int index) {
    return once().get(index);
  }

  @Override
  public int size() {
    return once().size();
  }
}
