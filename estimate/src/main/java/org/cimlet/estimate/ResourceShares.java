package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.estimate.Estimate.Ceiling;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.estimate.Estimate.EnergyShare;
import org.cimlet.estimate.Estimate.LinkLoad;
import org.cimlet.estimate.Estimate.TimeShare;
import org.cimlet.estimate.rate.EnergyCharge;
import org.cimlet.estimate.rate.RankRates;
import org.cimlet.estimate.timing.BusyResource;
import org.cimlet.estimate.timing.PackageLoads;
import org.cimlet.estimate.timing.ResourceTimes;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.SequenceMemory;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Topology;

/// The shares and loads a report lists, whether weights rest on the package or are reloaded.
final class ResourceShares {
  private ResourceShares() {}

  static Bottleneck saturating(BusyResource busiest, double busy) {
    return busiest(busiest, busy, true);
  }

  /// @param perTokenS time of a token of all sequences together
  static Bottleneck busiest(BusyResource busiest, double perTokenS, boolean saturated) {
    return new Bottleneck(
        busiest.resource(), busiest.name(), saturated, busiest.seconds() / perTokenS);
  }

  static List<TimeShare> time(ResourceTimes times) {
    List<TimeShare> shares = new ArrayList<>();
    for (Resource part : ResourceTimes.TIMED) {
      shares.add(new TimeShare(part, times.of(part)));
    }
    return shares;
  }

  /// Where the energy of a token goes, every action once.
  static List<EnergyShare> energy(EnergyCharge charge) {
    return Action.charged().stream()
        .map(action -> new EnergyShare(action, charge.of(action)))
        .toList();
  }

  static List<ChipletLoad> chiplets(Plan plan, RankRates batch, RankRates saturated) {
    List<ChipletLoad> loads = new ArrayList<>();
    Dies dies = plan.machine().dies();
    double[] kept = keptInArrays(plan);
    for (int c = 0; c < plan.machine().chiplets(); c++) {
      double busy = busyS(dies, batch.loads(), c);
      long weights = plan.placement().bitsUsedPerMacro(c) * dies.at(c).macros() / 8;
      loads.add(
          new ChipletLoad(
              c,
              busy,
              busy * batch.tokensPerS(),
              busyS(dies, saturated.loads(), c) * saturated.tokensPerS(),
              weights + Math.round(kept[c])));
    }
    return loads;
  }

  /// Bytes that the scenario's sequences keep on each die, a memory beside the weights' dies left
  /// out.
  private static double[] keptInArrays(Plan plan) {
    double[] bytes = new double[plan.machine().chiplets()];
    for (SequenceMemory.Store store : SequenceMemory.of(plan).stores()) {
      boolean inArrays =
          switch (store.place()) {
            case HOST -> false;
            case ARRAYS -> true;
            case KV_CACHE -> plan.machine().dies().kind(store.die()).use() == DieKind.Use.KV_CACHE;
          };
      if (inArrays) {
        bytes[store.die()] += store.meanBytes(plan.scenario().batch());
      }
    }
    return bytes;
  }

  private static double busyS(Dies dies, PackageLoads loads, int die) {
    return dies.kind(die).use() == DieKind.Use.KV_CACHE
        ? Math.max(loads.attentionComputeS()[die], loads.attentionMemoryS()[die])
        : loads.macroS()[die];
  }

  /// What each kind of resource alone would allow.
  static List<Ceiling> ceilings(Plan plan, RankRates saturated) {
    return BusyResource.longestOfEach(plan.machine(), saturated.loads()).stream()
        .map(busy -> new Ceiling(busy.resource(), busy.name(), 1 / busy.seconds()))
        .toList();
  }

  static List<LinkLoad> links(Plan plan, RankRates batch, RankRates saturated) {
    List<LinkLoad> loads = new ArrayList<>();
    List<Topology.Link> links = plan.machine().topology().links();
    for (int link = 0; link < links.size(); link++) {
      double bits = batch.loads().linkBits()[link];
      double bitsPerS = links.get(link).bitsPerS();
      loads.add(
          new LinkLoad(
              plan.machine().linkName(link),
              bits,
              bits / bitsPerS * batch.tokensPerS(),
              saturated.loads().linkBits()[link] / bitsPerS * saturated.tokensPerS()));
    }
    return loads;
  }
}
