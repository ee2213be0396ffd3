package org.cimlet.conformance.agreement;

import java.util.List;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.MachineSpec.OtherDies;
import org.cimlet.machine.MachineSpec.Topology;
import org.cimlet.quantity.Sourced;

/// The default package with one thing changed at a time.
record VariedMachine(MachineSpec spec) {
  static VariedMachine shipped() {
    return new VariedMachine(MachineReader.read("comb-200mb-36"));
  }

  private static Sourced number(double value) {
    return Sourced.assumed(value, "varied in a test");
  }

  private VariedMachine with(
      MachineSpec.Chiplet chiplet,
      Topology topology,
      MachineSpec.Links links,
      MachineSpec.Host host) {
    return new VariedMachine(
        new MachineSpec(
            spec.name(),
            spec.summary(),
            spec.process(),
            chiplet,
            topology,
            links,
            spec.substrate(),
            host,
            spec.provenance()));
  }

  private VariedMachine topology(Topology topology) {
    return with(spec.chiplet(), topology, spec.links(), spec.host());
  }

  VariedMachine mesh(int rows, int columns, Integer... hostAt) {
    return topology(
        new Topology.Mesh(rows, columns, hostAt.length == 0 ? List.of(0) : List.of(hostAt)));
  }

  VariedMachine ring(int chiplets) {
    return topology(new Topology.Ring(chiplets, List.of(0)));
  }

  VariedMachine star(int chiplets) {
    return topology(new Topology.Star(chiplets, List.of(0)));
  }

  VariedMachine allLinked(int chiplets) {
    return topology(new Topology.FullyConnected(chiplets, List.of(0)));
  }

  VariedMachine torus(int side) {
    return topology(new Topology.Torus(side, side, List.of(0)));
  }

  VariedMachine links(double chipletGbitS, double chipletNs, double hostGbitS, double hostNs) {
    MachineSpec.Links old = spec.links();
    return with(
        spec.chiplet(),
        spec.topology(),
        new MachineSpec.Links(
            new MachineSpec.Link(
                number(chipletGbitS), number(chipletNs), old.chiplet().energyFjPerBit()),
            new MachineSpec.Link(number(hostGbitS), number(hostNs), old.host().energyFjPerBit())),
        spec.host());
  }

  /// Weights that do not fit are loaded in rounds.
  VariedMachine weightMemory(double gbS) {
    return new VariedMachine(
        spec.withWeightMemory(
            new MachineSpec.WeightMemory(number(1000), number(gbS), number(5000))));
  }

  VariedMachine distribution(double gbitS) {
    return chiplet(number(gbitS), spec.chiplet().vectorUnit());
  }

  /// Attention on the chiplets, each with a memory of its own.
  VariedMachine attentionModules(int macsPerCycle, double memoryGbS) {
    MachineSpec.Chiplet old = spec.chiplet();
    return with(
        new MachineSpec.Chiplet(
            old.macros(),
            old.partialSumFanIn(),
            old.macro(),
            old.distributionGbitS(),
            old.bufferFjPerBit(),
            old.vectorUnit(),
            new MachineSpec.AttentionModule(
                macsPerCycle,
                number(200),
                new MachineSpec.AttentionMemory(number(8000), number(memoryGbS), number(4000), 8)),
            null,
            old.computeMm2(),
            old.memoryMm2(),
            old.otherMm2(),
            old.leakageMw()),
        spec.topology(),
        spec.links(),
        spec.host());
  }

  /// Dies of another kind at the last places of the topology.
  VariedMachine with(MachineSpec.OtherDies... others) {
    return new VariedMachine(
        new MachineSpec(
            spec.name(),
            spec.summary(),
            spec.process(),
            spec.chiplet(),
            spec.topology(),
            spec.links(),
            spec.substrate(),
            spec.host(),
            spec.weightMemory(),
            spec.provenance(),
            spec.making(),
            List.of(others)));
  }

  /// GDDR6-AiM dies that keep keys and values, as they ship.
  static MachineSpec.OtherDies caches(int count) {
    MachineSpec.OtherDies shipped =
        MachineReader.read("comb-200mb-36-aim-36").otherDies().getFirst();
    return dies(OtherDies.Use.KEYS_VALUES, count, shipped.chiplet());
  }

  /// The default package's own dies, with an attention module and a memory beside each.
  static MachineSpec.OtherDies modules(int count, int macsPerCycle, double memoryGbS) {
    MachineSpec.Chiplet chiplet =
        shipped().attentionModules(macsPerCycle, memoryGbS).spec().chiplet();
    return dies(OtherDies.Use.KEYS_VALUES, count, chiplet);
  }

  /// A shipped machine's dies, to hold head and embedding.
  static MachineSpec.OtherDies heads(String machine, int count) {
    return dies(OtherDies.Use.EMBEDDING_HEAD, count, MachineReader.read(machine).chiplet());
  }

  private static MachineSpec.OtherDies dies(
      OtherDies.Use use, int count, MachineSpec.Chiplet chiplet) {
    return new MachineSpec.OtherDies(
        use, "varied", count, List.of(), shipped().spec.process(), chiplet, null, null);
  }

  VariedMachine withoutVectorUnits() {
    return chiplet(spec.chiplet().distributionGbitS(), null);
  }

  private VariedMachine chiplet(
      Sourced distributionGbitS, MachineSpec.@org.jspecify.annotations.Nullable VectorUnit unit) {
    MachineSpec.Chiplet old = spec.chiplet();
    return with(
        new MachineSpec.Chiplet(
            old.macros(),
            old.partialSumFanIn(),
            old.macro(),
            distributionGbitS,
            old.bufferFjPerBit(),
            unit,
            old.computeMm2(),
            old.memoryMm2(),
            old.otherMm2(),
            old.leakageMw()),
        spec.topology(),
        spec.links(),
        spec.host());
  }

  /// Equal hosts, each with a run of the chiplets that have links to one.
  VariedMachine hosts(int count) {
    MachineSpec.Host old = spec.host();
    return with(
        spec.chiplet(),
        spec.topology(),
        spec.links(),
        new MachineSpec.Host(
            old.name(),
            count,
            old.computeTops(),
            old.computeEfficiency(),
            old.dispatchNs(),
            old.operationFj(),
            old.idleW(),
            old.memory()));
  }

  VariedMachine host(double computeTops, double memoryGbS, double dispatchNs) {
    MachineSpec.Host old = spec.host();
    return with(
        spec.chiplet(),
        spec.topology(),
        spec.links(),
        new MachineSpec.Host(
            old.name(),
            old.count(),
            number(computeTops),
            old.computeEfficiency(),
            number(dispatchNs),
            old.operationFj(),
            old.idleW(),
            new MachineSpec.HostMemory(
                number(100_000),
                number(memoryGbS),
                old.memory().bandwidthEfficiency(),
                old.memory().energyFjPerBit(),
                old.memory().cacheBits())));
  }
}
