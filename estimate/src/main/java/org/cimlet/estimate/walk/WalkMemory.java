package org.cimlet.estimate.walk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.cimlet.estimate.timing.DieTiming;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// What walks of tokens have in common where the same placement lies on the same links, however
/// fast dies and hosts are: when the inputs of steps that many chiplets share arrive, and what all
/// vectors together put on each link, how long those take that few chiplets share, and what dies
/// count. Not thread-safe.
public final class WalkMemory {
  /// Numbers that are remembered, 8 bytes each: all threads together a quarter of the heap.
  private static final long MOST_NUMBERS =
      Runtime.getRuntime().maxMemory()
          / (4L * Double.BYTES * Runtime.getRuntime().availableProcessors());

  private final LinkedHashMap<Key, Walked> walks = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Placement, PlacedSteps[]> placed = new WeakHashMap<>();
  private @Nullable Walked last;
  private long numbers;

  /// Starts with nothing.
  public WalkMemory() {}

  /// What vectors depend on: placement, program and links as they are handed on from plan to plan,
  /// and how wide words are.
  private record Key(
      Placement placement, Program program, Topology topology, int rank, long widths) {
    @Override
    public int hashCode() {
      int hash = 31 * System.identityHashCode(placement) + System.identityHashCode(topology);
      return 31 * hash + rank + Long.hashCode(widths);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same ones, not ones like them
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && placement == that.placement
          && program == that.program
          && topology == that.topology
          && rank == that.rank
          && widths == that.widths;
    }
  }

  /// What is known about walks of a plan's rank.
  Walked of(Plan plan, int rank) {
    Walked before = last;
    if (before != null) {
      numbers += before.unnoted();
    }
    while (numbers > MOST_NUMBERS && walks.size() > 1) {
      Map.Entry<Key, Walked> eldest = walks.pollFirstEntry();
      numbers -= eldest.getValue().size;
      placed.remove(eldest.getKey().placement());
    }
    Key key = key(plan, rank);
    Walked known = walks.get(key);
    if (known == null) {
      int replica = plan.placement().rankReplica(rank);
      int steps = plan.schedule(replica).size();
      known = new Walked(placed(plan.placement(), replica, steps), steps);
      walks.put(key, known);
    }
    last = known;
    return known;
  }

  /// What a token of a rank takes at the least on macros and links; null where none has been walked
  /// over the plan's links.
  public @Nullable Least least(Plan plan, int rank) {
    Walked walked = walks.get(key(plan, rank));
    if (walked == null || !walked.isKnown()) {
      return null;
    }
    DieTiming[] kinds = new DieTiming[plan.machine().dies().tallied().size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = new DieTiming(plan.machine().dies().tallied().get(i).chiplet());
    }
    PlacedSteps.Times on = walked.placed.on(kinds);
    return new Least(
        walked.known.leastS(on),
        Math.max(walked.placed.busiestS(on), walked.busiestLinkS(plan.machine().topology())));
  }

  /// What a token takes at the least.
  ///
  /// @param seconds alone, without what hosts and vector units do
  /// @param busiestS of chiplets' macros and links the busiest
  public record Least(double seconds, double busiestS) {}

  private static Key key(Plan plan, int rank) {
    return new Key(plan.placement(), plan.program(), plan.machine().topology(), rank, widths(plan));
  }

  private PlacedSteps placed(Placement placement, int replica, int steps) {
    PlacedSteps[] ofReplicas =
        placed.computeIfAbsent(placement, unknown -> new PlacedSteps[placement.replicas()]);
    if (ofReplicas[replica] == null) {
      ofReplicas[replica] = new PlacedSteps(steps);
    }
    return ofReplicas[replica];
  }

  @SuppressWarnings("EnumOrdinal") // part of a key that is never written down
  private static long widths(Plan plan) {
    long widths = plan.machine().residualBits();
    for (DieKind kind : plan.machine().dies().tallied()) {
      Chiplet chiplet = kind.chiplet();
      widths = 131 * widths + chiplet.macro().inputBits();
      widths = 131 * widths + chiplet.macro().accumulatorBits();
      widths = 131 * widths + kind.use().ordinal();
      widths = 131 * widths + (chiplet.vector() == null ? 1 : 0);
      widths = 131 * widths + (chiplet.attention() == null ? 1 : 0);
    }
    return widths;
  }

  /// The walk of a rank.
  static final class Walked {
    private final PlacedSteps placed;
    private final @Nullable StepVectors[] vectors;
    private double[] linkBits = new double[0];
    private double[] linkS = new double[0];
    private final KnownWalk known;
    private long size;
    private long noted;

    private Walked(PlacedSteps placed, int steps) {
      this.placed = placed;
      known = new KnownWalk(placed);
      vectors = new StepVectors[steps];
      size = steps;
    }

    /// Numbers that came since this was asked last.
    private long unnoted() {
      long more = size - noted;
      noted = size;
      return more;
    }

    /// Whether a token has been walked to its end.
    boolean isKnown() {
      return linkBits.length > 0;
    }

    /// The replica's steps as they are placed.
    PlacedSteps placed() {
      return placed;
    }

    /// How the vectors of a step travel; null where that is not known.
    @Nullable StepVectors vectors(int step) {
      return vectors[step];
    }

    void note(int step, StepVectors travelling) {
      vectors[step] = travelling;
      size += travelling.numbers();
    }

    /// How long each set of vectors takes that is sent from few chiplets to few, one after the
    /// other; empty where that is not known.
    double[] linkS() {
      return linkS;
    }

    /// What the walk takes whatever the machine's clocks, as far as it is known.
    KnownWalk known() {
      return known;
    }

    /// How long a token has the busiest of the links busy.
    double busiestLinkS(Topology topology) {
      double busiestS = 0;
      for (int link = 0; link < linkBits.length; link++) {
        busiestS = Math.max(busiestS, linkBits[link] / topology.bitsPerS(link));
      }
      return busiestS;
    }

    /// What dies count on the walk; null where that is not kept, since it depends on more.
    @Nullable Counts counts(Plan plan) {
      List<DieWidths> dies = new ArrayList<>();
      for (DieKind kind : plan.machine().dies().tallied()) {
        if (!(kind.chiplet().macro() instanceof Macro.DigitalSram)) {
          return null;
        }
        dies.add(DieWidths.of(kind.chiplet()));
      }
      return placed.counts(new Counted(widths(plan), dies));
    }

    /// Counts numbers that were remembered of the replica's steps.
    void grew(int more) {
      size += more;
    }

    /// Puts what is known to be on links in place of what was counted, of which inputs were left
    /// out; or remembers what was counted.
    void settle(double[] counted, double[] takenS) {
      if (linkBits.length == 0) {
        linkBits = counted.clone();
        linkS = takenS;
        known.settle(takenS);
        size += linkBits.length + linkS.length + known.numbers();
      } else {
        System.arraycopy(linkBits, 0, counted, 0, counted.length);
      }
    }
  }

  /// What dies' counts depend on beside the placement: how wide words are, and their kinds.
  record Counted(long widths, List<DieWidths> dies) {}

  /// What counts of dies depend on beside what lies on them: of SRAM that is read row by row no
  /// more.
  record DieWidths(int macros, int inputsPerRow, int weightBits) {
    static DieWidths of(Chiplet chiplet) {
      return new DieWidths(
          chiplet.macros(), chiplet.macro().inputsPerRow(), chiplet.macro().weightBits());
    }
  }

  /// What the dies of each kind count on a walk, up to the head and with it, and how many bits of
  /// steps pass the wires of each.
  static final class Counts {
    private double[][] layers = new double[0][];
    private double[][] all = new double[0][];
    private double[] wireBits = new double[0];

    boolean isKnown() {
      return all.length > 0;
    }

    /// Says, or notes, what dies have counted once all layers are walked.
    void ofLayers(DieTiming[] kinds) {
      layers = takenOver(layers, kinds);
    }

    /// Says, or notes, what dies have counted in the end.
    void ofAll(DieTiming[] kinds, double[] passed) {
      if (isKnown()) {
        System.arraycopy(wireBits, 0, passed, 0, passed.length);
      } else {
        wireBits = passed.clone();
      }
      all = takenOver(all, kinds);
    }

    private static double[][] takenOver(double[][] known, DieTiming[] kinds) {
      if (known.length == 0) {
        return Arrays.stream(kinds).map(DieTiming::counted).toArray(double[][]::new);
      }
      for (int i = 0; i < kinds.length; i++) {
        kinds[i].counted(known[i]);
      }
      return known;
    }
  }
}
