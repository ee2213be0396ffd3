package org.cimlet.compile;

import java.util.HashMap;
import java.util.Map;
import org.cimlet.compile.lower.HostOffload;
import org.cimlet.compile.lower.Lowered;
import org.cimlet.compile.lower.Lowering;
import org.cimlet.compile.place.HeadDies;
import org.cimlet.compile.place.MemoryLimits;
import org.cimlet.compile.place.Placer;
import org.cimlet.compile.resolve.GpuResolver;
import org.cimlet.compile.resolve.MachineResolver;
import org.cimlet.compile.resolve.RoutedTopologies;
import org.cimlet.compile.tile.LinearsTooLargeException;
import org.cimlet.compile.tile.StageCut;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;
import org.jspecify.annotations.Nullable;

/// Compiles one network for any number of machines.
///
/// The network is lowered once per kind of chiplet (with and without a vector unit) and a topology
/// is routed once for each way it is wired, so that a sweep pays only for what it varies. Not
/// thread-safe: one compiler per thread.
public final class Compiler {
  private final NetworkSpec network;
  private final WeightStorage storage;
  private final Map<Key, Lowered> lowered = new HashMap<>();
  private final RoutedTopologies topologies = new RoutedTopologies();
  private final RememberedLayouts remembered = new RememberedLayouts();
  private @Nullable MachineSpec lastSpec;
  private @Nullable Machine lastMachine;

  /// What lowering depends on beside network and storage.
  private record Key(HostOffload onDie, Packing head) {}

  /// @param network what to run
  /// @param storage how its weights are stored
  public Compiler(NetworkSpec network, WeightStorage storage) {
    this.network = network;
    this.storage = storage;
  }

  /// The machine a spec describes, with nothing placed on it.
  public static Machine machine(MachineSpec spec) {
    return MachineResolver.resolve(spec, new RoutedTopologies().of(spec));
  }

  /// The network's operations on chiplets with or without a vector unit.
  public Program program(boolean vectorUnit) {
    HostOffload onDie = vectorUnit ? HostOffload.ELEMENTS : HostOffload.PRODUCTS;
    return lowered(onDie, storage.head()).program();
  }

  private Lowered lowered(HostOffload onDie, Packing head) {
    return lowered.computeIfAbsent(
        new Key(onDie, head),
        key -> Lowered.of(Lowering.lower(network, storage.layers(), key.head(), key.onDie())));
  }

  /// The head's words are those of the dies that hold it, where they have none of the layers' and
  /// nothing else is asked.
  private Packing head(Machine machine) {
    if (!machine.dies().hasHeadOfItsOwn() || !storage.head().isDense()) {
      return storage.head();
    }
    Macro macro = machine.dies().headChiplet().macro();
    if (macro.at(storage.head().words()).isPresent()
        || !storage.head().words().equals(storage.layers().words())) {
      return storage.head();
    }
    return Packing.dense(macro.format(), macro.weightBits());
  }

  /// Resolves, lowers and places.
  ///
  /// @throws InvalidInputException where the machine cannot run the network in this scenario: says
  ///   which limit is exceeded, by how much, and what would fit
  public Plan compile(MachineSpec spec, Scenario scenario) {
    Plan filled = filled(spec, scenario).plan();
    MemoryLimits.check(filled);
    return filled;
  }

  /// The weights placed; whether there is room for what sequences keep is for whoever takes it.
  private Filled filled(MachineSpec spec, Scenario scenario) {
    Machine machine = resolved(spec);
    Lowered forMachine = lowered(HostOffload.of(machine), head(machine));
    new MachineLimits(machine, forMachine, storage, scenario).check();
    Program program = forMachine.program();
    if (machine.dies().hasHeadOfItsOwn()) {
      new HeadDies(machine, program).check();
    }
    RememberedLayouts.Wiring wiring = remembered.wiring(machine);
    Layouts layouts = layouts(machine, program, wiring);
    Placer.Outcome outcome = layouts.filled();
    Placement placement =
        outcome.chipletsNeeded() > machine.dies().linears().count()
            ? placeReloaded(machine, program, layouts)
            : outcome.placement();
    Plan plan = new Plan(machine, program, placement, scenario);
    if (placement.isReloaded()) {
      new ReloadLimits(plan, network.name()).check();
    }
    return new Filled(plan, layouts, wiring);
  }

  /// What is asked of one machine after the other, it is resolved for once.
  @SuppressWarnings("ReferenceEquality") // the same one, as a sweep hands it on
  private Machine resolved(MachineSpec spec) {
    Machine machine = lastMachine;
    if (machine == null || spec != lastSpec) {
      machine =
          MachineResolver.resolve(spec, topologies.of(spec))
              .at(storage.layers().words(), storage.head().words());
      lastSpec = spec;
      lastMachine = machine;
    }
    return machine;
  }

  /// A plan with what is known about others like it.
  private record Filled(Plan plan, Layouts layouts, RememberedLayouts.Wiring wiring) {}

  private Layouts layouts(Machine machine, Program program, RememberedLayouts.Wiring wiring) {
    try {
      return remembered.of(machine, program, wiring);
    } catch (LinearsTooLargeException e) {
      throw tooLarge(machine, e);
    }
  }

  /// A network larger than the package, one weight set after another. A head on dies of its own
  /// stays there, and nothing can be loaded around it.
  ///
  /// @throws InvalidInputException where there is no memory to load it from
  private Placement placeReloaded(Machine machine, Program program, Layouts layouts) {
    if (machine.dies().hasHeadOfItsOwn()) {
      throw doesNotFit(machine, program, layouts, 0);
    }
    Placement reloaded;
    try {
      reloaded = layouts.reloaded(machine);
    } catch (LinearsTooLargeException e) {
      throw tooLarge(machine, e);
    }
    if (machine.weightMemory() == null) {
      throw doesNotFit(machine, program, layouts, reloaded.weightSets());
    }
    return reloaded;
  }

  /// Resolves, lowers and places by a mapping.
  ///
  /// @param measure tells what plans are worth: what the mapping leaves open is chosen by it
  /// @throws InvalidInputException where the machine cannot run the network in this scenario, or
  ///   not by this mapping
  public Plan compile(MachineSpec spec, Scenario scenario, Parallelism mapping, Measure measure) {
    Filled found = filled(spec, scenario);
    Plan filled = found.plan();
    Machine machine = filled.machine();
    if (filled.placement().isReloaded()) {
      MappingLimits.checkReloaded(filled, mapping);
      MemoryLimits.check(filled);
      return filled;
    }
    int each = found.layouts().chipletsUsed();
    MappingLimits limits = new MappingLimits(machine, filled.program(), mapping, each);
    limits.check();
    try {
      return new PlanSearch(
              machine, filled.program(), scenario, found.layouts(), found.wiring(), measure)
          .search(
              mapping,
              filled.placement(),
              (int) (machine.dies().linears().count() / Math.max(each, mapping.chiplets())));
    } catch (StageCut.TooFewStagesException e) {
      throw limits.tooFewStages(e.needed());
    } catch (LinearsTooLargeException e) {
      throw tooLarge(machine, e);
    }
  }

  /// A GPU in base units; it needs no placement.
  public static Gpu gpu(GpuSpec spec) {
    return GpuResolver.resolve(spec);
  }

  private static Placer.Outcome place(Machine machine, Program program) {
    try {
      return Placer.place(machine, program);
    } catch (LinearsTooLargeException e) {
      throw tooLarge(machine, e);
    }
  }

  private static InvalidInputException tooLarge(Machine machine, LinearsTooLargeException e) {
    return InvalidInputException.of(
        machine.name(),
        "must hold %s; use macros with more rows%s"
            .formatted(
                e.getMessage(),
                machine.chiplet().partialSumFanIn() > 1
                    ? ", or a larger partial_sum_fan_in, which cuts an output over more macros"
                    : ""));
  }

  private InvalidInputException doesNotFit(
      Machine machine, Program program, Layouts layouts, int weightSets) {
    return InvalidInputException.of(
        machine.name(),
        ("must hold %s with its %s weights (%s), which takes %s of these chiplets with padding,"
                + " got %s; %s")
            .formatted(
                network.name(),
                storage.layers().pattern(),
                Si.of((double) storedOnChiplets(machine, program), "B"),
                layouts.filled().chipletsNeeded(),
                machine.dies().linears().count(),
                remedy(machine, layouts, weightSets)));
  }

  private static long storedOnChiplets(Machine machine, Program program) {
    return machine.dies().hasHeadOfItsOwn() ? program.storedLayerBytes() : program.storedBytes();
  }

  private String remedy(Machine machine, Layouts layouts, int weightSets) {
    int needed = layouts.filled().chipletsNeeded();
    String more =
        "give the package at least %s chiplets%s"
            .formatted(
                needed,
                weightSets == 0
                    ? ""
                    : ", or the machine a weight_memory to reload its weights from (%s weight sets)"
                        .formatted(weightSets));
    if (!storage.layers().isDense() || machine.chiplet().macro().zeroSkipper().isEmpty()) {
      return more;
    }
    int group = machine.chiplet().macro().zeroSkipper().get().group();
    Packing packed = storage.layers().keeping(group / 4, group);
    int neededPacked =
        layouts.needed(
            packed,
            () ->
                place(
                        machine,
                        Lowering.lower(network, packed, head(machine), HostOffload.of(machine)))
                    .chipletsNeeded());
    return "%s, or store the weights %s, which takes %s (--compress %s)"
        .formatted(more, packed.pattern(), neededPacked, packed.pattern());
  }
}
