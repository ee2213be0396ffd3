package org.cimlet.compile;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Gpu;
import org.cimlet.plan.Machine;
import org.cimlet.plan.Packing;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Program;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.Topology;
import org.cimlet.quantity.Si;
import org.cimlet.spec.gpu.GpuSpec;
import org.cimlet.spec.machine.MachineSpec;
import org.cimlet.spec.network.NetworkSpec;
import org.jspecify.annotations.Nullable;

/// Compiles one network for any number of machines.
///
/// The network is lowered once per kind of chiplet (with and without a vector unit) and a topology
/// is routed once as long as it stays the same, so that a sweep pays only for what it varies. Not
/// thread-safe: one compiler per thread.
public final class Compiler {
  private final NetworkSpec network;
  private final WeightStorage storage;
  private final Map<OnDie, Lowered> lowered = new EnumMap<>(OnDie.class);
  private MachineSpec.@Nullable Topology routedTopology;
  private MachineSpec.@Nullable Links routedLinks;
  private @Nullable Topology routed;
  private @Nullable DieSpace dies;

  /// @param network what to run
  /// @param storage how its weights are stored
  public Compiler(NetworkSpec network, WeightStorage storage) {
    this.network = network;
    this.storage = storage;
  }

  /// The machine a spec describes, with nothing placed on it.
  public static Machine machine(MachineSpec spec) {
    return MachineResolver.resolve(
        spec,
        TopologyRouter.route(
            spec.topology(), spec.links(), spec.host().count(), spec.stackHeight()));
  }

  /// The network's operations on chiplets with or without a vector unit.
  public Program program(boolean vectorUnit) {
    return lowered(vectorUnit ? OnDie.ELEMENTS : OnDie.PRODUCTS).program();
  }

  private Lowered lowered(OnDie onDie) {
    return lowered.computeIfAbsent(
        onDie, does -> Lowered.of(Lowering.lower(network, storage, does)));
  }

  /// Resolves, lowers and places.
  ///
  /// @throws InvalidInputException where the machine cannot run the network in this scenario: says
  ///   which limit is exceeded, by how much, and what would fit
  public Plan compile(MachineSpec spec, Scenario scenario) {
    Machine machine = MachineResolver.resolve(spec, topology(spec));
    Lowered forMachine = lowered(OnDie.of(machine.chiplet()));
    new MachineLimits(machine, forMachine, storage, scenario).check();
    Program program = forMachine.program();
    Placer.Outcome outcome = place(machine, program);
    if (outcome.chipletsNeeded() > machine.chiplets()) {
      throw doesNotFit(machine, program, outcome.chipletsNeeded());
    }
    Plan plan = new Plan(machine, program, outcome.placement(), scenario);
    AttentionLimits.check(plan);
    return plan;
  }

  /// Resolves, lowers and places by a mapping.
  ///
  /// @param measure tells what a plan is worth: what the mapping leaves open is chosen by it
  /// @throws InvalidInputException where the machine cannot run the network in this scenario, or
  ///   not by this mapping
  public Plan compile(
      MachineSpec spec, Scenario scenario, Mapping mapping, Function<Plan, Merit> measure) {
    Plan filled = compile(spec, scenario);
    Machine machine = filled.machine();
    int each = filled.placement().chipletsUsed();
    MappingLimits limits = new MappingLimits(machine, filled.program(), mapping, each);
    limits.check();
    DieSpace space = dies;
    if (space == null || space.topology() != machine.topology()) {
      space = DieSpace.of(machine.topology());
      dies = space;
    }
    try {
      return new PlanSearch(machine, filled.program(), scenario, space, measure)
          .search(mapping, filled.placement(), machine.chiplets() / each);
    } catch (StageCut.TooFewStagesException e) {
      throw limits.tooFewStages(e.needed());
    }
  }

  /// A GPU in base units; it needs no placement.
  public static Gpu gpu(GpuSpec spec) {
    return GpuResolver.resolve(spec);
  }

  private Topology topology(MachineSpec spec) {
    Topology current = routed;
    if (current == null
        || current.hosts() != spec.host().count()
        || current.height() != spec.stackHeight()
        || !spec.topology().equals(routedTopology)
        || !spec.links().equals(routedLinks)) {
      current =
          TopologyRouter.route(
              spec.topology(), spec.links(), spec.host().count(), spec.stackHeight());
      routed = current;
      routedTopology = spec.topology();
      routedLinks = spec.links();
    }
    return current;
  }

  private static Placer.Outcome place(Machine machine, Program program) {
    try {
      return Placer.place(machine, program);
    } catch (Placer.StackTooLargeException e) {
      throw InvalidInputException.of(
          machine.name(),
          ("must hold one copy of %s on a chiplet: %s bytes, got chiplets of %s bytes; use larger"
                  + " chiplets")
              .formatted(
                  e.getMessage(),
                  Si.grouped(e.stack().storedBits() / e.stack().copies() / 8),
                  Si.grouped(machine.chiplet().capacityBytes())));
    }
  }

  private InvalidInputException doesNotFit(Machine machine, Program program, int needed) {
    return InvalidInputException.of(
        machine.name(),
        ("must hold %s with its %s weights (%s), which takes %s of these chiplets with padding,"
                + " got %s; %s")
            .formatted(
                network.name(),
                storage.layers().pattern(),
                Si.of((double) program.storedBytes(), "B"),
                needed,
                machine.chiplets(),
                remedy(machine, needed)));
  }

  private String remedy(Machine machine, int needed) {
    String more = "give the package at least %s chiplets".formatted(needed);
    if (!storage.layers().isDense() || machine.chiplet().macro().zeroSkipper().isEmpty()) {
      return more;
    }
    int group = machine.chiplet().macro().zeroSkipper().get().group();
    Packing packed = new Packing(storage.layers().weightBits(), group / 4, group);
    Program program =
        Lowering.lower(
            network, new WeightStorage(packed, storage.head()), OnDie.of(machine.chiplet()));
    int neededPacked = place(machine, program).chipletsNeeded();
    return "%s, or store the weights %s, which takes %s (--compress %s)"
        .formatted(more, packed.pattern(), neededPacked, packed.pattern());
  }
}
