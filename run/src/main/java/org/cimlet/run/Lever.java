package org.cimlet.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.TopologySpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.SpansReader;

/// One way to change a design, further and further.
///
/// @param steps the smallest change first
record Lever(List<Step> steps) {
  /// GDDR6-AiM dies come from here.
  private static final String WITH_BANKS = "comb-200mb-36-aim-36";

  private static final String KV_DIES = "other_dies.kv_cache";
  private static final int MOST_HOSTS = 64;
  private static final int MOST_COLUMNS_A_SIDE = 16;

  /// A change.
  ///
  /// @param change in words
  record Step(String change, UnaryOperator<Design> apply) {
    /// This after another.
    Step after(Step other) {
      return new Step(
          other.change + ", " + change, design -> apply.apply(other.apply.apply(design)));
    }
  }

  /// What can be changed of a design: hosts, dies that keep the cache, the cache's words, the
  /// network's heads and how far they look back.
  static List<Lever> of(Design design) {
    return List.of(
        hosts(design), cacheDies(design), cacheBits(design), sharedKeys(design), spans(design));
  }

  /// As many hosts as there are chiplets at most, at chiplets far from each other.
  private static Lever hosts(Design design) {
    MachineSpec machine = design.file().machine();
    int chiplets = machine.topology().chiplets();
    List<Step> steps = new ArrayList<>();
    for (int count = 2; count <= Math.min(chiplets, MOST_HOSTS); count++) {
      if (count > machine.host().count()) {
        List<Integer> at = new ArrayList<>();
        for (int host = 0; host < count; host++) {
          at.add((int) ((2L * host + 1) * chiplets / (2L * count)));
        }
        steps.add(
            step(
                "%s hosts in place of %s".formatted(count, machine.host().count()),
                file -> file.with(Map.of("host.count", at.size(), "topology.host_at", at))));
      }
    }
    return new Lever(steps);
  }

  private static Step step(String change, UnaryOperator<MachineFile> machine) {
    return new Step(change, design -> design.with(machine.apply(design.file())));
  }

  /// Columns of dies that keep the cache at both sides of a mesh, whose layers' dies fill whole
  /// columns between them.
  private static Lever cacheDies(Design design) {
    MachineSpec machine = design.file().machine();
    List<Step> steps = new ArrayList<>();
    int there = 0;
    boolean otherKinds = false;
    for (MachineSpec.OtherDies dies : machine.otherDies()) {
      if (dies.use() == MachineSpec.OtherDies.Use.KV_CACHE) {
        there = dies.count();
      } else {
        otherKinds = true;
      }
    }
    if (!(machine.topology() instanceof TopologySpec.Mesh mesh)
        || otherKinds
        || machine.weightMemory() != null
        || machine.chiplet().vectorUnit() == null
        || machine.chiplet().attentionModule() != null
        || (mesh.chiplets() - there) % mesh.rows() != 0) {
      return new Lever(steps);
    }
    Columns columns = new Columns(mesh, (mesh.chiplets() - there) / mesh.rows());
    for (int side = 1; side <= MOST_COLUMNS_A_SIDE; side++) {
      int count = 2 * side * mesh.rows();
      if (count > there) {
        Columns more = columns.with(side);
        String change =
            there == 0
                ? "%s GDDR6-AiM dies that keep the KV cache and attend".formatted(count)
                : "%s dies that keep the KV cache in place of %s".formatted(count, there);
        boolean add = there == 0;
        steps.add(step(change, file -> more.applied(file, add)));
      }
    }
    return new Lever(steps);
  }

  /// A mesh with so many columns of layers' dies in the middle.
  ///
  /// @param side columns at either side of them
  private record Columns(TopologySpec.Mesh mesh, int middle, int side) {
    Columns(TopologySpec.Mesh mesh, int middle) {
      this(mesh, middle, (mesh.columns() - middle) / 2);
    }

    Columns with(int more) {
      return new Columns(mesh, middle, more);
    }

    MachineFile applied(MachineFile file, boolean add) {
      Map<String, Object> values = new TreeMap<>();
      int columns = middle + 2 * side;
      List<Integer> at = new ArrayList<>();
      for (int row = 0; row < mesh.rows(); row++) {
        for (int column = 0; column < columns; column++) {
          if (column < side || column >= side + middle) {
            at.add(row * columns + column);
          }
        }
      }
      int before = (mesh.columns() - middle) / 2;
      List<Integer> hosts = new ArrayList<>();
      for (int host : mesh.hostAt()) {
        int column = Math.clamp(host % mesh.columns() - before, 0, middle - 1) + side;
        hosts.add(host / mesh.columns() * columns + column);
      }
      if (add) {
        values.put(KV_DIES, MachineReader.open(WITH_BANKS).excerpt(KV_DIES));
      }
      values.put(KV_DIES + ".count", at.size());
      values.put(KV_DIES + ".at", at);
      values.put("topology.columns", columns);
      values.put("topology.host_at", hosts);
      return file.with(values);
    }
  }

  /// Half the bits of a cached element, where a memory keeps it.
  private static Lever cacheBits(Design design) {
    MachineSpec machine = design.file().machine();
    MachineSpec.AttentionModule module = machine.chiplet().attentionModule();
    if (!machine.otherDies().isEmpty()) {
      return new Lever(List.of());
    }
    String key = "host.memory.kv_cache_bits";
    int bits = machine.host().memory().kvCacheBits();
    if (module != null && module.memory() != null) {
      key = "chiplet.attention_module.memory.kv_cache_bits";
      bits = module.memory().kvCacheBits();
    } else if (module != null && module.inArrays() != null) {
      key = "chiplet.attention_module.in_arrays.kv_cache_bits";
      bits = module.inArrays().kvCacheBits();
    }
    List<Step> steps = new ArrayList<>();
    for (int fewer = bits / 2; fewer >= 4; fewer /= 2) {
      String path = key;
      int half = fewer;
      steps.add(
          step(
              "KV cache of %s bits in place of %s".formatted(fewer, bits),
              file -> file.with(path, half)));
    }
    return new Lever(steps);
  }

  private static Lever sharedKeys(Design design) {
    List<Step> steps = new ArrayList<>();
    for (int sharing : List.of(2, 4, 8)) {
      NetworkSpec shared = design.network().withSharedKeys(sharing);
      if (!shared.equals(design.network())) {
        steps.add(
            new Step(
                "a network whose heads share keys and values by %s".formatted(sharing),
                other -> other.with(other.network().withSharedKeys(sharing))));
      }
    }
    return new Lever(steps);
  }

  private static Lever spans(Design design) {
    List<Step> steps = new ArrayList<>();
    for (int span : List.of(1024, 512, 256, 128)) {
      if (span < design.network().maxContext()) {
        steps.add(
            new Step(
                "heads that look back %s positions at most (--span %s)".formatted(span, span),
                other ->
                    other.with(SpansReader.read("--span", String.valueOf(span), other.network()))));
      }
    }
    return new Lever(steps);
  }
}
