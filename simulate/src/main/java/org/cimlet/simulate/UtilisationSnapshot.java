package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Dies;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.simulate.hardware.PackageHardware;
import org.cimlet.simulate.token.PackageRun;

/// What every part of the package has done at one moment: busy time, and bits over links.
@SuppressWarnings("ReferenceEquality") // a kind of die is itself
public final class UtilisationSnapshot {
  /// Parts of a chiplet: macros, distribution, vector unit, refreshes, attention and its memory.
  private static final int OF_CHIPLET = 6;

  /// Parts of a host: arithmetic, memory.
  private static final int OF_HOST = 2;

  private final Plan plan;
  private final long atPs;
  private final long[] busyPs;
  private final long[] linkBits;
  private final int chiplets;
  private final int hosts;
  private final boolean vectors;
  private final boolean refreshes;

  /// What every part of a run has done up to now.
  UtilisationSnapshot(Plan plan, PackageRun run) {
    this.plan = plan;
    atPs = run.nowPs();
    PackageHardware hardware = run.hardware();
    vectors = hardware.vectors().apart();
    refreshes = hardware.macros().refreshes() || hardware.attention().refreshes();
    chiplets = plan.machine().chiplets();
    int links = plan.machine().topology().links().size();
    linkBits = new long[links];
    hosts = hardware.hosts().count();
    busyPs = new long[parts(plan)];
    for (int c = 0; c < chiplets; c++) {
      int at = OF_CHIPLET * c;
      busyPs[at] = hardware.macros().at(c).busyPs(atPs);
      busyPs[at + 1] = hardware.distribution().at(c).busyPs(atPs);
      busyPs[at + 2] = vectors ? hardware.vectors().at(c).busyPs(atPs) : 0;
      busyPs[at + 3] = hardware.macros().at(c).pausedPs(atPs);
      if (hardware.attention().apartOn(c)) {
        busyPs[at + 3] += hardware.attention().memory(c).pausedPs(atPs);
        busyPs[at + 4] = hardware.attention().compute(c).busyPs(atPs);
        busyPs[at + 5] = hardware.attention().memory(c).busyPs(atPs);
      }
    }
    int firstLink = OF_CHIPLET * chiplets;
    for (int link = 0; link < links; link++) {
      busyPs[firstLink + link] = hardware.router().link(link).busyPs(atPs);
      linkBits[link] = hardware.router().link(link).bits();
    }
    for (int h = 0; h < hosts; h++) {
      int at = firstLink + links + OF_HOST * h;
      busyPs[at] = hardware.hosts().compute(h).busyPs(atPs);
      busyPs[at + 1] = hardware.hosts().memory(h).busyPs(atPs);
    }
    int firstMemory = firstLink + links + OF_HOST * hosts;
    for (int i = 0; i < hardware.weightMemories().count(); i++) {
      busyPs[firstMemory + i] = hardware.weightMemories().at(i).busyPs(atPs);
    }
  }

  /// Parts that have a busy time: those of chiplets, links, those of hosts, weight memories.
  private static int parts(Plan plan) {
    Topology topology = plan.machine().topology();
    WeightMemory memory = plan.machine().weightMemory();
    int memories = memory == null ? 0 : memory.count(topology);
    return OF_CHIPLET * topology.chiplets()
        + topology.linkCount()
        + OF_HOST * topology.hosts()
        + memories;
  }

  private UtilisationSnapshot(
      Plan plan,
      long atPs,
      long[] busyPs,
      long[] linkBits,
      int chiplets,
      boolean vectors,
      boolean refreshes) {
    this.plan = plan;
    this.atPs = atPs;
    this.busyPs = busyPs;
    this.linkBits = linkBits;
    this.chiplets = chiplets;
    this.hosts = plan.machine().topology().hosts();
    this.vectors = vectors;
    this.refreshes = refreshes;
  }

  /// Nothing done yet.
  static UtilisationSnapshot zero(Plan plan) {
    int chiplets = plan.machine().chiplets();
    int links = plan.machine().topology().links().size();
    return new UtilisationSnapshot(
        plan, 0, new long[parts(plan)], new long[links], chiplets, false, false);
  }

  /// This and `times` what was done between two other moments.
  UtilisationSnapshot plus(UtilisationSnapshot from, UtilisationSnapshot to, long times) {
    long[] busy = new long[busyPs.length];
    long[] bits = new long[linkBits.length];
    for (int i = 0; i < busy.length; i++) {
      busy[i] = busyPs[i] + times * (to.busyPs[i] - from.busyPs[i]);
    }
    for (int i = 0; i < bits.length; i++) {
      bits[i] = linkBits[i] + times * (to.linkBits[i] - from.linkBits[i]);
    }
    return new UtilisationSnapshot(
        plan,
        atPs + times * (to.atPs - from.atPs),
        busy,
        bits,
        chiplets,
        vectors || to.vectors,
        refreshes || to.refreshes);
  }

  /// This and what was done in another's time.
  UtilisationSnapshot plus(UtilisationSnapshot other) {
    return plus(zero(plan), other, 1);
  }

  long atPs() {
    return atPs;
  }

  /// Every part's load since the beginning, chiplets first, then links, then hosts.
  List<Load> loads() {
    List<Load> loads = new ArrayList<>();
    Dies dies = plan.machine().dies();
    DieKind attending = dies.attending();
    for (int c = 0; c < chiplets; c++) {
      int at = OF_CHIPLET * c;
      String name = dies.name(c);
      loads.add(load(Resource.MACROS, name, busyPs[at], 0));
      if (refreshes && dies.at(c).macro().refresh().isPresent()) {
        loads.add(load(Resource.REFRESH, name, busyPs[at + 3], 0));
      }
      loads.add(load(Resource.DISTRIBUTION, name, busyPs[at + 1], 0));
      if (vectors && dies.kindOf(c) == 0) {
        loads.add(load(Resource.VECTOR_UNIT, name, busyPs[at + 2], 0));
      }
      if (attending != null
          && dies.kind(c).use() == attending.use()
          && !attending.chiplet().takesTurns()) {
        loads.add(load(Resource.ATTENTION_COMPUTE, name, busyPs[at + 4], 0));
        loads.add(load(Resource.ATTENTION_MEMORY, name, busyPs[at + 5], 0));
      }
    }
    Topology topology = plan.machine().topology();
    for (int link = 0; link < linkBits.length; link++) {
      Resource kind = topology.atHost(link) ? Resource.HOST_LINK : Resource.CHIPLET_LINK;
      String name = plan.machine().linkName(link);
      loads.add(load(kind, name, busyPs[OF_CHIPLET * chiplets + link], linkBits[link]));
    }
    int firstHost = OF_CHIPLET * chiplets + linkBits.length;
    for (int h = 0; h < hosts; h++) {
      String name = topology.hostName(h);
      int at = firstHost + OF_HOST * h;
      loads.add(load(Resource.HOST_COMPUTE, name, busyPs[at], 0));
      loads.add(load(Resource.HOST_MEMORY, name, busyPs[at + 1], 0));
    }
    WeightMemory memory = plan.machine().weightMemory();
    if (memory != null && plan.placement().isReloaded()) {
      int firstMemory = firstHost + OF_HOST * hosts;
      for (int i = 0; i < memory.count(topology); i++) {
        String name = memory.place(i, plan.machine());
        loads.add(load(Resource.WEIGHT_MEMORY, name, busyPs[firstMemory + i], 0));
      }
    }
    return loads;
  }

  private Load load(Resource resource, String name, long busy, long bits) {
    return new Load(resource, name, busy, (double) busy / atPs, bits);
  }
}
