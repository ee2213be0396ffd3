package org.cimlet.compile.place;

import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Placement;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.cimlet.plan.program.Block;
import org.cimlet.quantity.Si;

/// The KV cache must fit where dies keep it.
public final class AttentionLimits {
  private AttentionLimits() {}

  /// @throws InvalidInputException where some die has no room for the layers it attends for
  public static void check(Plan plan) {
    DieKind kind = plan.machine().dies().attending();
    if (kind == null) {
      return;
    }
    long sequences = Math.ceilDiv(plan.scenario().batch(), plan.placement().replicas());
    double[] perSequence = bytesPerSequence(plan, kind.chiplet());
    int fullest = 0;
    double all = 0;
    for (int die = 0; die < perSequence.length; die++) {
      fullest = perSequence[die] > perSequence[fullest] ? die : fullest;
      all += perSequence[die] * sequences;
    }
    if (perSequence[fullest] * sequences > kind.chiplet().cacheBytes()) {
      throw kind.use() == DieKind.Use.KV_CACHE
          ? doNotHold(plan, kind, all, perSequence[fullest] * sequences)
          : homeDoesNotHold(plan, fullest, sequences, perSequence[fullest] * sequences);
    }
  }

  private static InvalidInputException homeDoesNotHold(
      Plan plan, int die, long sequences, double bytes) {
    double held = plan.machine().chiplet().cacheBytes();
    return InvalidInputException.of(
        plan.machine().name(),
        ("must hold the KV cache of %s at context %s at chiplet %s: %s, got %s"
                + " (chiplet.attention_module.memory.capacity_mb); lower --batch or --context, or"
                + " let heads look back less far with --span")
            .formatted(
                inWords(sequences),
                Si.grouped(plan.scenario().contextTokens()),
                die,
                Si.apartFrom(bytes, held, "B"),
                Si.apartFrom(held, bytes, "B")));
  }

  private static InvalidInputException doNotHold(
      Plan plan, DieKind kind, double bytes, double fullest) {
    double each = kind.chiplet().cacheBytes();
    double held = kind.count() * each;
    double needed = Math.ceil(Math.max(bytes / each, kind.count() * fullest / each));
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
                        .formatted(
                            Si.apartFrom(fullest, each, "B"), Si.apartFrom(each, fullest, "B")),
                Si.grouped((long) needed)));
  }

  private static String inWords(long sequences) {
    return sequences == 1 ? "1 sequence" : Si.grouped(sequences) + " sequences";
  }

  private static double[] bytesPerSequence(Plan plan, Chiplet die) {
    Placement placement = plan.placement();
    int context = plan.scenario().contextTokens();
    double[] bytes = new double[plan.machine().chiplets()];
    List<Block> layers = plan.program().layers();
    for (int replica = 0; replica < placement.replicas(); replica++) {
      for (int layer = 0; layer < layers.size(); layer++) {
        int sharing = placement.attentionDies(replica, layer);
        for (int i = 0; i < sharing; i++) {
          AttentionWork part = layers.get(layer).attention().part(i, sharing);
          bytes[placement.attentionDie(replica, layer, i)] += cachedBytes(die, part, context);
        }
      }
    }
    return bytes;
  }

  private static double cachedBytes(Chiplet die, AttentionWork work, int context) {
    return die.attention() instanceof Attention.InBanks
        ? bytesInBanks(die, work, context)
        : (double) work.cachedElements(context) * die.cacheBits() / 8;
  }

  /// Keys lie row by row, values transposed, each padded to whole rows of all banks; a value that
  /// is part of its key lies there twice.
  private static double bytesInBanks(Chiplet die, AttentionWork work, int context) {
    int banks = die.macros();
    int columns = die.macro().inputsPerRow();
    int keyRows = Math.ceilDiv(work.head().keyElements(), columns);
    int valueRows = Math.ceilDiv(work.head().valueElements(), banks);
    double rows = 0;
    for (WindowGroup reach : work.windowGroups()) {
      int positions = reach.positions(context);
      double keys = (double) Math.ceilDiv(positions, banks) * keyRows;
      double values = (double) Math.ceilDiv(positions, columns) * valueRows;
      rows += reach.caches() * (keys + values);
    }
    return rows * banks * columns * die.macro().weightBits() / 8;
  }
}
