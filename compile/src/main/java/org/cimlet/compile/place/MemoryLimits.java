package org.cimlet.compile.place;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.SequenceMemory;
import org.cimlet.plan.SequenceMemory.Place;
import org.cimlet.plan.SequenceMemory.Store;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;

/// What sequences keep must fit where they keep it.
public final class MemoryLimits {
  private MemoryLimits() {}

  /// @throws InvalidInputException where some memory has no room for all sequences of the scenario
  public static void check(Plan plan) {
    SequenceMemory memory = SequenceMemory.of(plan);
    Store store = memory.tightest().orElse(null);
    if (store == null || store.sequences() >= plan.scenario().batch()) {
      return;
    }
    DieKind apart = plan.machine().dies().of(DieKind.Use.KV_CACHE);
    throw switch (store.place()) {
      case HOST ->
          InvalidInputException.of(
              "--batch", hostsDoNotHold(plan.machine(), plan.program(), plan.scenario(), store));
      case KV_CACHE ->
          apart == null ? homeDoesNotHold(plan, store) : doNotHold(plan, memory, apart, store);
      case ARRAYS -> arraysDoNotHold(plan, store);
    };
  }

  /// What is wrong where the hosts have no room for all sequences.
  public static String hostsDoNotHold(
      Machine machine, Program program, Scenario scenario, Store store) {
    return ("must be at most %s: %s %s hold the embedding and %s of %s per sequence at context %s,"
            + " got %s; lower --batch or --context")
        .formatted(
            Si.grouped(store.sequences()),
            store.shares() == 1 ? "the host's" : "each of %s hosts'".formatted(store.shares()),
            Si.of(machine.host().memoryBytes(), "B"),
            program.keptBits(LocalWork.At.HOST) == 0
                ? "a KV cache"
                : "a KV cache with recurrent states",
            Si.of(store.sequenceBytes(), "B"),
            Si.grouped(scenario.contextTokens()),
            Si.grouped(scenario.batch()));
  }

  private static InvalidInputException homeDoesNotHold(Plan plan, Store store) {
    double bytes = store.bytes(plan.scenario().batch());
    return InvalidInputException.of(
        plan.machine().name(),
        ("must hold the KV cache%s of %s at context %s at chiplet %s: %s, got %s"
                + " (chiplet.attention_module.memory.capacity_mb); lower --batch or --context, or"
                + " let heads look back less far with --span")
            .formatted(
                plan.program().keptBits(LocalWork.At.HOME) == 0 ? "" : " and recurrent states",
                ofReplica(plan, store),
                Si.grouped(plan.scenario().contextTokens()),
                store.die(),
                Si.apartFrom(bytes, store.roomBytes(), "B"),
                Si.apartFrom(store.roomBytes(), bytes, "B")));
  }

  private static InvalidInputException arraysDoNotHold(Plan plan, Store store) {
    DieKind attending = plan.machine().dies().attending();
    boolean attends = attending != null && attending.use() == DieKind.Use.LINEARS;
    boolean states = plan.program().keptBits(LocalWork.At.HOME) > 0;
    double bytes = store.bytes(plan.scenario().batch());
    return InvalidInputException.of(
        plan.machine().name(),
        ("must hold the %s of %s in the arrays of chiplet %s: %s, got %s left by its weights; lower"
                + " --batch%s, or give the package more chiplets")
            .formatted(
                attends
                    ? states ? "KV cache and recurrent states" : "KV cache"
                    : "recurrent states",
                ofReplica(plan, store),
                store.die(),
                Si.apartFrom(bytes, store.roomBytes(), "B"),
                Si.apartFrom(store.roomBytes(), bytes, "B"),
                attends ? " or --context" : ""));
  }

  private static String ofReplica(Plan plan, Store store) {
    return inWords(Math.ceilDiv(plan.scenario().batch(), store.shares()));
  }

  private static InvalidInputException doNotHold(
      Plan plan, SequenceMemory memory, DieKind kind, Store fullest) {
    double bytes = 0;
    for (Store store : memory.stores()) {
      bytes += store.place() == Place.KV_CACHE ? store.bytes(plan.scenario().batch()) : 0;
    }
    double each = fullest.roomBytes();
    double most = fullest.bytes(plan.scenario().batch());
    double held = kind.count() * each;
    double needed = Math.ceil(Math.max(bytes / each, kind.count() * most / each));
    return InvalidInputException.of(
        plan.machine().name(),
        ("must hold the KV cache of %s on its %s %s dies: %s at context %s, got %s%s; lower"
                + " --batch or --context, let heads look back less far with --span, or give"
                + " other_dies.kv_cache at least %s dies")
            .formatted(
                inWords(plan.scenario().batch()),
                kind.count(),
                kind.name(),
                Si.apartFrom(bytes, held, "B"),
                Si.grouped(plan.scenario().contextTokens()),
                Si.apartFrom(held, bytes, "B"),
                bytes > held
                    ? ""
                    : ", but the fullest die needs %s of its %s"
                        .formatted(Si.apartFrom(most, each, "B"), Si.apartFrom(each, most, "B")),
                Si.grouped((long) needed)));
  }

  private static String inWords(long sequences) {
    return sequences == 1 ? "1 sequence" : Si.grouped(sequences) + " sequences";
  }
}
