package org.cimlet.plan.machine;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cimlet.quantity.Provenance;
import org.jspecify.annotations.Nullable;

/// A package of compute-in-memory chiplets with its host, resolved.
///
/// @param process for people: `12/14 nm FinFET`; that of the linears' dies
/// @param voltageV supply of the linears' dies
/// @param dies the chiplets, of one kind or several
/// @param substrate for people: `organic`
/// @param spacingMm gap between dies
/// @param board what feeds the package
/// @param weightMemory where weights are loaded from that do not fit the package; null where there
///   is no such memory
/// @param provenance every technology number by the key it was written under; a list that does not
///   change
public record Machine(
    String name,
    String summary,
    String process,
    double voltageV,
    Dies dies,
    Topology topology,
    Host host,
    String substrate,
    double spacingMm,
    Board board,
    @Nullable WeightMemory weightMemory,
    List<Provenance> provenance) {
  /// @throws IllegalArgumentException where dies and topology differ in number
  public Machine {
    if (dies.count() != topology.chiplets()) {
      throw new IllegalArgumentException(
          "must have a die at each of %s places, got %s"
              .formatted(topology.chiplets(), dies.count()));
    }
  }

  /// The same machine with its macros set to words: those of the layers, and those of the head.
  public Machine at(Precision.Words layers, Precision.Words head) {
    boolean fixed =
        dies.kinds().stream().allMatch(kind -> kind.chiplet().macro().precisions().size() == 1);
    return fixed
        ? this
        : new Machine(
            name,
            summary,
            process,
            voltageV,
            dies.at(layers, head),
            topology,
            host,
            substrate,
            spacingMm,
            board,
            weightMemory,
            provenance);
  }

  /// The die that holds the layers' linears; every die of a package of one kind.
  public Chiplet chiplet() {
    return dies.linears().chiplet();
  }

  /// Bits of one cached key or value element, wherever it lies.
  public int cacheBits() {
    DieKind kind = dies.attending();
    return kind == null ? host.cacheBits() : kind.chiplet().cacheBits();
  }

  /// Bits of one element of the residual stream on its way: as the chiplets' vector units take it,
  /// or as the host does where there are none.
  public int residualBits() {
    return chiplet().residualBits();
  }

  /// Bits of one score of the head: no macro takes it in, so it is not rounded to a macro's inputs;
  /// it leaves as the residual stream's elements do, from which it was made.
  public int scoreBits() {
    return residualBits();
  }

  /// Dies in the package, of all kinds.
  public int chiplets() {
    return topology.chiplets();
  }

  /// What reports call a die or a host: `chiplet3`, `GDDR6-AiM0`, `host`.
  public String nodeName(int node) {
    return topology.isHost(node) ? topology.hostName(node - topology.chiplets()) : dies.name(node);
  }

  /// What reports call a link: `chiplet3>GDDR6-AiM0`.
  public String linkName(int link) {
    return dies.kinds().size() == 1
        ? topology.linkName(link)
        : nodeName(topology.linkFrom(link)) + ">" + nodeName(topology.linkTo(link));
  }

  /// Where they lie.
  public Floorplan floorplan() {
    return new Floorplan(dies, topology, spacingMm);
  }

  /// Area of the dies with the gaps between them.
  public double substrateMm2() {
    return floorplan().areaMm2();
  }

  /// Bytes of the arrays in the package: weights, masks, and what dies keep of keys and values.
  public long capacityBytes() {
    return dies.kinds().stream()
        .mapToLong(kind -> kind.count() * kind.chiplet().capacityBytes())
        .sum();
  }

  /// Silicon of all chiplets, the host's left out.
  public double areaMm2() {
    return ofAll(Chiplet::areaMm2);
  }

  /// Dense operations per second of the package.
  public double peakOpsPerS() {
    return ofAll(Chiplet::peakOpsPerS);
  }

  /// Leakage of all chiplets.
  public double leakageW() {
    return ofAll(Chiplet::leakageW);
  }

  /// Power of the clocks of all chiplets.
  public double clockW() {
    return ofAll(chiplet -> chiplet.losses().clockW());
  }

  private double ofAll(ToDoubleFunction<Chiplet> figure) {
    double sum = 0;
    for (DieKind kind : dies.kinds()) {
      sum += kind.count() * figure.applyAsDouble(kind.chiplet());
    }
    return sum;
  }
}
