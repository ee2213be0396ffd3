package org.cimlet.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Program;

/// What sequences keep between their tokens, and the room for it: keys and values in the hosts'
/// memory or on the dies that attend, in a memory there or in what the weights leave of the arrays;
/// a recurrent state in the host's memory or, where it is updated at a layer's home, in that die's
/// memory for keys and values, or without one in what the weights leave of its arrays.
///
/// @param stores every memory in which a sequence keeps something
public record SequenceMemory(List<Store> stores) {
  /// Copies the list.
  public SequenceMemory {
    stores = List.copyOf(stores);
  }

  /// Which memory of a place.
  public enum Place {
    /// The hosts' memory, beside the embedding.
    HOST,
    /// Where a die that attends keeps keys and values, and the states of layers it is the home of.
    KV_CACHE,
    /// A die's arrays, beside the weights.
    ARRAYS
  }

  /// A memory that sequences share.
  ///
  /// @param die its die; -1 for the hosts, which are all alike
  /// @param roomBytes all sequences together may take
  /// @param sequenceBytes one sequence takes; on dies one of each replica
  /// @param shares how many such sequences the batch has at a time: hosts or replicas
  public record Store(Place place, int die, double roomBytes, double sequenceBytes, int shares) {
    /// Sequences of a batch for which there is room.
    public long sequences() {
      return shares * (long) Math.max(0, Math.floor(roomBytes / sequenceBytes));
    }

    /// Bytes that a batch takes in an average memory of its kind.
    public double meanBytes(int batch) {
      return (double) batch / shares * sequenceBytes;
    }

    /// Bytes that a batch takes here at most, its sequences dealt out in turn.
    public double bytes(int batch) {
      return Math.ceilDiv(batch, shares) * sequenceBytes;
    }
  }

  /// What sequences of the plan's context keep.
  public static SequenceMemory of(Plan plan) {
    List<Store> stores = new ArrayList<>();
    atHosts(plan.machine(), plan.program(), plan.scenario().contextTokens()).ifPresent(stores::add);
    double[] states = statesAtHomes(plan);
    DieKind attending = plan.machine().dies().attending();
    if (attending == null) {
      inArrays(plan, states, stores);
      return new SequenceMemory(stores);
    }
    double[] bytes = keysAndValues(plan, attending);
    if (attending.use() != DieKind.Use.LINEARS) {
      inCaches(plan, attending, bytes, stores);
      inArrays(plan, states, stores);
      return new SequenceMemory(stores);
    }
    add(bytes, states);
    if (keepsBesideWeights(attending)) {
      inArrays(plan, bytes, stores);
    } else {
      inCaches(plan, attending, bytes, stores);
    }
    return new SequenceMemory(stores);
  }

  private static boolean keepsBesideWeights(DieKind attending) {
    Attention attention = attending.chiplet().attention();
    return attention != null && attention.inArrays();
  }

  /// What they keep at the hosts, wherever the weights lie; empty where that is nothing.
  public static Optional<Store> atHosts(Machine machine, Program program, int context) {
    double bits = program.keptBits(LocalWork.At.HOST);
    if (machine.dies().attending() == null) {
      bits += (double) program.cachedElements(context) * machine.host().cacheBits();
    }
    if (bits == 0) {
      return Optional.empty();
    }
    double embeddingBytes =
        machine.dies().hasHeadOfItsOwn()
            ? 0
            : (double) program.embeddingWeights() * Program.EMBEDDING_BITS / 8;
    return Optional.of(
        new Store(
            Place.HOST,
            -1,
            machine.host().memoryBytes() - embeddingBytes,
            bits / 8,
            machine.topology().hosts()));
  }

  /// The memory that is full first; empty where sequences keep nothing.
  public Optional<Store> tightest() {
    return stores.stream().min(Comparator.comparingLong(Store::sequences));
  }

  /// Sequences there is room for.
  public long sequences() {
    return tightest().map(Store::sequences).orElse(Long.MAX_VALUE);
  }

  private static double[] keysAndValues(Plan plan, DieKind kind) {
    Placement placement = plan.placement();
    double[] bytes = new double[plan.machine().chiplets()];
    List<Block> layers = plan.program().layers();
    Parts parts = new Parts(kind.chiplet(), plan.scenario().contextTokens());
    for (int replica = 0; replica < placement.replicas(); replica++) {
      for (int layer = 0; layer < layers.size(); layer++) {
        double[] each =
            parts.of(layers.get(layer).attention(), placement.attentionDies(replica, layer));
        for (int i = 0; i < each.length; i++) {
          bytes[placement.attentionDie(replica, layer, i)] += each[i];
        }
      }
    }
    return bytes;
  }

  private static double[] statesAtHomes(Plan plan) {
    Placement placement = plan.placement();
    List<Block> layers = plan.program().layers();
    if (plan.program().keptBits(LocalWork.At.HOME) == 0) {
      return new double[0];
    }
    double[] bytes = new double[plan.machine().chiplets()];
    for (int replica = 0; replica < placement.replicas(); replica++) {
      for (int layer = 0; layer < layers.size(); layer++) {
        bytes[placement.home(replica, layer)] +=
            layers.get(layer).keptBits(LocalWork.At.HOME) / 8.0;
      }
    }
    return bytes;
  }

  private static void add(double[] bytes, double[] more) {
    for (int die = 0; die < more.length; die++) {
      bytes[die] += more[die];
    }
  }

  private static void inCaches(Plan plan, DieKind kind, double[] bytes, List<Store> stores) {
    int replicas = plan.placement().replicas();
    double room = kind.chiplet().cacheBytes();
    for (int die = 0; die < bytes.length; die++) {
      if (bytes[die] > 0) {
        stores.add(new Store(Place.KV_CACHE, die, room, bytes[die], replicas));
      }
    }
  }

  /// States, keys and values lie in arrays where a write takes no pulses.
  private static void inArrays(Plan plan, double[] bytes, List<Store> stores) {
    Placement placement = plan.placement();
    for (int die = 0; die < bytes.length; die++) {
      if (bytes[die] > 0) {
        Chiplet home = plan.machine().dies().at(die);
        long freeBits = home.macro().capacityBits() - placement.bitsUsedPerMacro(die);
        double room = home.macro().cellWrite().isPresent() ? 0 : freeBits / 8.0 * home.macros();
        stores.add(new Store(Place.ARRAYS, die, room, bytes[die], placement.replicas()));
      }
    }
  }

  /// Bytes of each die that shares a layer's attention, worked out once for layers that follow each
  /// other alike.
  private static final class Parts {
    private final Chiplet die;
    private final int context;
    private AttentionWork last = AttentionWork.NONE;
    private double[] bytes = new double[0];

    Parts(Chiplet die, int context) {
      this.die = die;
      this.context = context;
    }

    @SuppressWarnings("ReferenceEquality") // equal layers share their block
    double[] of(AttentionWork work, int sharing) {
      if (work != last || bytes.length != sharing) {
        last = work;
        bytes = new double[sharing];
        for (int i = 0; i < sharing; i++) {
          bytes[i] = bytes(work.part(i, sharing));
        }
      }
      return bytes;
    }

    private double bytes(AttentionWork work) {
      return switch (die.attends()) {
        case Attention.InBanks _ -> bytesInBanks(work);
        case Attention.Module module ->
            (double) work.cachedElements(context) * module.cacheBits() / 8;
      };
    }

    /// Keys lie row by row, values transposed, each padded to whole rows of all banks; a value that
    /// is part of its key lies there twice.
    private double bytesInBanks(AttentionWork work) {
      int banks = die.macros();
      int columns = die.macro().inputsPerRow();
      double rows = 0;
      for (WindowGroup reach : work.windowGroups()) {
        int keyRows = Math.ceilDiv(reach.head().keyElements(), columns);
        int valueRows = Math.ceilDiv(reach.head().valueElements(), banks);
        int positions = reach.positionsKept(context);
        double keys = (double) Math.ceilDiv(positions, banks) * keyRows;
        double values = (double) Math.ceilDiv(positions, columns) * valueRows;
        rows += reach.caches() * (keys + values);
      }
      return rows * banks * columns * die.macro().weightBits() / 8;
    }
  }
}
