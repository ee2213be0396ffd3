package org.cimlet.serve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Assessor;
import org.cimlet.appraise.Cost;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.GpuBaseline;
import org.cimlet.estimate.GpuSystem;
import org.cimlet.estimate.gpu.GpuDevices;
import org.cimlet.estimate.gpu.GpuSteps;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.cimlet.serve.engine.Fleet;
import org.cimlet.serve.engine.FleetSpec;
import org.cimlet.serve.engine.KvSpec;
import org.cimlet.serve.engine.Pool;
import org.cimlet.serve.engine.StepPolicy;
import org.cimlet.serve.law.ChipletLaw;
import org.cimlet.serve.law.GpuLaw;
import org.cimlet.serve.law.KvRoom;
import org.cimlet.serve.law.ReloadLaw;
import org.cimlet.serve.system.PoolSpec;
import org.cimlet.serve.system.SystemSpec;
import org.cimlet.serve.traffic.Traffic;
import org.jspecify.annotations.Nullable;

/// Puts a system together: places the network on its machines, works out what tokens and steps
/// take, and what its hardware costs.
final class Assembly {
  /// Tokens of a step where prompts are not cut.
  private static final int WHOLE_PROMPTS = 1 << 30;

  /// A mapping is chosen for prompts of so many tokens at most: each that may be chosen is walked
  /// chunk by chunk.
  private static final int LONGEST_PROMPT = 1 << 14;

  static final int MOST_SERVERS = 1 << 14;

  private final NetworkSpec network;
  private final SystemSpec system;
  private final Traffic traffic;
  private final int longest;
  private final Variation variation;
  private final List<Pool> pools = new ArrayList<>();
  private final List<Built> built = new ArrayList<>();

  /// A pool that is put together.
  ///
  /// @param hardware of a server, for people
  /// @param detail how the network lies on it, for people
  /// @param devices GPUs of a server; 0 of a package
  /// @param units of what is made and bought, in a server
  /// @param assessment of a unit
  /// @param priceShare where in its range a unit's price lies: 1/2 at what is stated
  record Built(
      PoolSpec spec,
      String hardware,
      String detail,
      int devices,
      int units,
      Assessment assessment,
      double priceShare) {
    /// What making a server costs, its hosts at their price and design left out; null where that is
    /// not known.
    @Nullable Double madeUsd() {
      return withHosts(assessment.specifiedCost().map(Cost::recurringUsd));
    }

    /// What a server is bought for, with its hosts; null where that is not known.
    @Nullable Double boughtUsd() {
      return withHosts(
          assessment.boughtUsd().map(usd -> usd.interval().quantile(usd.value(), priceShare)));
    }

    private @Nullable Double withHosts(Optional<Double> unit) {
      return unit.flatMap(usd -> assessment.hostsUsd().map(hosts -> units * (usd + hosts)))
          .orElse(null);
    }
  }

  private Assembly(NetworkSpec network, SystemSpec system, Traffic traffic, Variation variation) {
    this.variation = variation;
    this.network = network;
    this.system = system;
    this.traffic = traffic;
    longest = Math.min(network.maxContext(), traffic.facts().longest());
  }

  /// @throws InvalidInputException where a machine cannot run the network, or keeps no request's
  ///   keys and values
  static Assembly of(NetworkSpec network, SystemSpec system, Traffic traffic, Variation variation) {
    Assembly assembly = new Assembly(network, system, traffic, variation);
    for (PoolSpec pool : system.pools()) {
      switch (pool.hardware()) {
        case PoolSpec.Hardware.Machine machine -> assembly.add(pool, machine);
        case PoolSpec.Hardware.Gpus gpus -> assembly.add(pool, gpus);
      }
    }
    return assembly;
  }

  FleetSpec fleet() {
    return new FleetSpec(
        pools,
        system.routing(),
        system.handover(),
        Math.round(variation.requestMs(system.requestMs()) * 1e9),
        network.maxContext());
  }

  List<Built> built() {
    return built;
  }

  private void add(PoolSpec pool, PoolSpec.Hardware.Machine machine) {
    MachineSpec spec = variation.machine(machine.file());
    Plan plan = plan(machine, spec);
    int most = longest + system.blockTokens();
    KvRoom room = KvRoom.of(plan, most);
    pools.add(
        new Pool(
            pool.name(),
            pool.role(),
            pool.count(),
            hardware(plan, machine, most),
            memory(pool, room.capacityBytes(), room.bytes())));
    int ranks = plan.placement().ranks();
    built.add(
        new Built(
            pool,
            plan.machine().name(),
            plan.placement().mapping()
                + (ranks > 1 ? ", %s ranks".formatted(ranks) : "")
                + (plan.placement().isReloaded()
                    ? ", %s weight sets".formatted(plan.placement().weightSets())
                    : ""),
            0,
            1,
            Assessor.priced(spec, plan.machine()),
            variation.priceShare()));
  }

  /// A package that holds the network sends tokens as they come. One that loads it in parts works
  /// in steps: all that runs waits for each part.
  private static Pool.Hardware hardware(Plan plan, PoolSpec.Hardware.Machine machine, int longest) {
    return plan.placement().isReloaded()
        ? new Pool.Hardware.Steps(
            ReloadLaw.of(plan, longest),
            new StepPolicy(StepPolicy.Kind.MIXED, WHOLE_PROMPTS, machine.sequences()))
        : new Pool.Hardware.Chiplets(ChipletLaw.of(plan, longest), machine.sequences());
  }

  /// What the mapping leaves open is chosen for as many sequences as are asked for, or as fit.
  private Plan plan(PoolSpec.Hardware.Machine machine, MachineSpec spec) {
    Traffic.Facts facts = traffic.facts();
    int mean = Math.max(1, (int) Math.min(facts.meanInput(), network.maxContext() - 1.0));
    int context = Math.max(mean, (int) Math.min(mean + facts.meanOutput(), network.maxContext()));
    int prompt = Math.min(mean, LONGEST_PROMPT);
    Runner runner = new Runner();
    for (int batch = machine.batch(); ; batch = Math.max(1, batch / 2)) {
      Job job =
          Job.of(network, machine.file())
              .weights(machine.weights())
              .prompt(prompt)
              .context(context)
              .batch(batch)
              .prefillChunk(machine.chunkTokens())
              .mapping(machine.mapping())
              .build();
      try {
        return runner.plan(job, spec);
      } catch (InvalidInputException e) {
        if (batch == 1) {
          throw e;
        }
      }
    }
  }

  private void add(PoolSpec pool, PoolSpec.Hardware.Gpus gpus) {
    WeightStorage storage = gpus.storage();
    GpuSystem wanted = gpus.gpus().system(storage);
    Program program = new Compiler(network, storage).program(true);
    int context = Math.max(1, (int) Math.min(longest, traffic.facts().meanInput()));
    int count =
        GpuBaseline.estimate(wanted, program, new Scenario(context, context, 1, 1)).devices();
    GpuDevices devices =
        new GpuDevices(wanted.gpu(), count, wanted.weights(), wanted.experts(), wanted.cache());
    GpuSteps steps = new GpuSteps(devices, program);
    GpuLaw law =
        new GpuLaw(steps, gpus.stepUs() * 1e-6, gpus.sequenceUs() * 1e-6, variation.stepFactor());
    long room = (long) steps.cacheRoomBytes(gpus.memoryShare());
    pools.add(
        new Pool(
            pool.name(),
            pool.role(),
            pool.count(),
            new Pool.Hardware.Steps(law, gpus.policy()),
            memory(pool, room, cacheBytes(steps))));
    built.add(
        new Built(
            pool,
            count == 1 ? wanted.gpu().name() : count + " x " + wanted.gpu().name(),
            "%s weights, %s KV cache".formatted(wanted.weights().label(), wanted.cache().label()),
            count,
            Math.ceilDiv(count, wanted.gpu().devicesPerModule()),
            Assessor.assess(gpus.gpus().gpu()),
            variation.priceShare()));
  }

  private KvSpec.Bytes cacheBytes(GpuSteps steps) {
    long[] bytes = new long[longest + system.blockTokens() + 1];
    Arrays.setAll(bytes, tokens -> (long) Math.ceil(steps.cacheBytes(tokens)));
    return tokens -> bytes[tokens];
  }

  private KvSpec memory(PoolSpec pool, long capacity, KvSpec.Bytes bytes) {
    int half = Math.max(1, longest / 2);
    boolean line = Math.abs(bytes.of(2 * half) / (2.0 * bytes.of(half)) - 1) < 0.02;
    KvSpec memory =
        new KvSpec(
            capacity,
            bytes,
            system.blockTokens(),
            system.admit(),
            system.prefixCache() && line,
            traffic.prefixBlockTokens());
    if (!memory.holds(1)) {
      throw InvalidInputException.of(
          pool.name(),
          "must have KV cache for a request, got room for %s where a block takes"
                  .formatted(Si.of((double) Math.max(0, capacity), "B"))
              + " %s; take more memory or smaller weights"
                  .formatted(Si.of((double) memory.bytes().of(system.blockTokens()), "B")));
    }
    return memory;
  }

  /// @throws InvalidInputException where all requests were refused
  void requireServed(Fleet.Totals totals) {
    if (totals.served() > 0 || totals.refused() < traffic.facts().requests()) {
      return;
    }
    for (Pool pool : pools) {
      long capacity = pool.memory().capacityBytes();
      int holds = 0;
      while (holds < longest && pool.memory().holds(holds + 1)) {
        holds++;
      }
      if (holds < longest) {
        throw InvalidInputException.of(
            pool.name(),
            "must keep a request, got a KV cache of %s for %s tokens, fewer than any of %s requests has; take more memory or smaller weights"
                .formatted(Si.of((double) capacity, "B"), holds, totals.refused()));
      }
    }
    throw InvalidInputException.of(
        traffic.name(),
        "must have requests that %s can read, got %s of more than %s tokens each"
            .formatted(network.name(), totals.refused(), network.maxContext()));
  }

  /// Tokens of sequences of the traffic's mean length that fit a server of a pool.
  long kvTokens(int pool) {
    KvSpec memory = pools.get(pool).memory();
    int mean =
        Math.max(
            1, (int) Math.min(longest, traffic.facts().meanInput() + traffic.facts().meanOutput()));
    long bytes = memory.bytes().of(mean);
    return bytes == 0 ? Long.MAX_VALUE : (long) ((double) memory.capacityBytes() / bytes * mean);
  }
}
