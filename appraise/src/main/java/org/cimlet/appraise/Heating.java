package org.cimlet.appraise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.machine.MachineSpec.Cooling;
import org.cimlet.machine.MachineSpec.Leakage;
import org.cimlet.machine.substrate.SubstrateSpec.DieStack;
import org.cimlet.plan.Action;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Floorplan;
import org.cimlet.plan.machine.Machine;
import org.cimlet.technology.heat.HeatLayer;
import org.cimlet.technology.heat.HeatSource;
import org.cimlet.technology.heat.HeatStack;
import org.cimlet.technology.heat.LeakageLaw;
import org.cimlet.technology.heat.PackageHeat;
import org.cimlet.technology.heat.Temperatures;
import org.jspecify.annotations.Nullable;

/// Heat of a package under load. A chiplet's dynamic power is its part of the chiplets' energy a
/// token, by busy time, control where the work is; links are spread evenly; clocks and leakage are
/// each die's own. The sink is on top: heat of a stack's lower dies passes the upper ones.
final class Heating {
  /// Mould and underfill between dies.
  private static final double FILL_W_PER_M_K = 0.9;

  private static final double MM = 1e3;
  private static final double SILICON_W_PER_M_K = 120;

  /// Beyond it nothing works, and leakage that got there does not come back.
  private static final double RUNAWAY_C = 500;

  private static final double SETTLED_K = 0.001;
  private static final int MOST_STEPS = 200;
  private static final int CELLS_A_DIE = 6;
  private static final int LEAST_CELLS = 24;
  private static final int MOST_CELLS = 72;
  private static final Set<Action> ELSEWHERE =
      EnumSet.of(
          Action.HOST_COMPUTE,
          Action.HOST_MEMORY,
          Action.HOST_IDLE,
          Action.LEAKAGE,
          Action.CLOCK,
          Action.CONTROL,
          Action.CONVERSION,
          Action.BOARD,
          Action.LINK,
          Action.WEIGHT_LOADING);

  /// What modules on the linears' dies do, whether or not macros are busy.
  private static final Set<Action> MODULES =
      EnumSet.of(Action.ATTENTION_COMPUTE, Action.ATTENTION_MEMORY);

  private static final Set<Action> ATTENTION =
      EnumSet.of(Action.ATTENTION_COMPUTE, Action.ATTENTION_MEMORY, Action.REFRESH);

  private final Machine machine;
  private final Estimate estimate;
  private final Cooling cooling;
  private final @Nullable DieStack bonds;
  private final PackageHeat heat;

  /// @param bonds of the dies in a stack; null where they lie side by side
  Heating(Machine machine, Estimate estimate, Cooling cooling, @Nullable DieStack bonds) {
    this.machine = machine;
    this.estimate = estimate;
    this.cooling = cooling;
    this.bonds = bonds;
    this.heat = layout();
  }

  Heat heat() {
    return new Heat(
        cooling.ambientC().value(),
        cooling.limitC().value(),
        machine.leakageW(),
        settled(working(false)),
        settled(working(true)));
  }

  /// Leakage warms the dies that leak: temperatures and leakage in turn until neither moves. Both
  /// only rise, so that they end at the lowest temperatures that carry themselves, if there are
  /// any.
  private Heat.State settled(double[] working) {
    double[] leakage = new double[working.length];
    Arrays.setAll(leakage, c -> machine.dies().at(c).leakageW());
    Temperatures stated = temperatures(working, leakage);
    Leakage rise = cooling.leakage();
    if (rise == null) {
      return state(working, leakage, stated, false);
    }
    LeakageLaw law = new LeakageLaw(rise.atC().value(), rise.doublingK().value());
    double[] risen = leakage.clone();
    Temperatures map = stated;
    for (int step = 0; step < MOST_STEPS && map.hottest() < RUNAWAY_C; step++) {
      for (int c = 0; c < risen.length; c++) {
        risen[c] = leakage[c] * law.factor(map.mean(c));
      }
      double before = map.hottest();
      map = temperatures(working, risen);
      if (Math.abs(map.hottest() - before) < SETTLED_K) {
        return state(working, risen, map, false);
      }
    }
    return state(working, leakage, stated, true);
  }

  /// Power of each chiplet but its leakage: energy of attention lies with the dies that are there
  /// for it, all other with the rest.
  ///
  /// @param busy whether every chiplet in use works all the time
  private double[] working(boolean busy) {
    double rate = estimate.decode().peakThroughputTokensPerS();
    DieKind attending = machine.dies().of(DieKind.Use.KV_CACHE);
    Set<Action> apart = attending == null ? EnumSet.noneOf(Action.class) : ATTENTION;
    Set<Action> rest = EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE));
    rest.removeAll(apart);
    rest.removeAll(MODULES);
    double modulesJ = attending == null ? energy(MODULES) : 0;
    double workJ = modulesJ + energy(apart) + energy(rest);
    double control = workJ == 0 ? 1 : 1 + energy(EnumSet.of(Action.CONTROL)) / workJ;
    double evenJ = energy(EnumSet.of(Action.LINK)) + modulesJ * control;
    double[] powers = new double[machine.chiplets()];
    double evenW = evenJ * rate / machine.chiplets() + (busy ? 0 : writingW());
    Arrays.setAll(powers, c -> evenW + machine.dies().at(c).losses().clockW());
    share(powers, energy(rest) * control, load -> !attends(load), busy);
    share(powers, energy(apart) * control, this::attends, busy);
    return powers;
  }

  private boolean attends(ChipletLoad load) {
    return machine.dies().kind(load.chiplet()).use() == DieKind.Use.KV_CACHE;
  }

  /// Power of writing weights in each chiplet, where the weights are reloaded with as many
  /// sequences as saturate it.
  private double writingW() {
    Estimate.Reload loading = estimate.reload();
    if (loading == null) {
      return 0;
    }
    Chiplet chiplet = machine.chiplet();
    double fjPerBit = chiplet.bufferFjPerBit() + chiplet.macro().writeFjPerBit();
    double passS = loading.seconds() / loading.shareAtPeak();
    return loading.bits() * fjPerBit * 1e-15 / passS / machine.chiplets();
  }

  /// Adds energy of a token to some dies, by their busy time.
  private void share(
      double[] powers, double joules, Predicate<ChipletLoad> among, boolean alwaysBusy) {
    double rate = estimate.decode().peakThroughputTokensPerS();
    List<ChipletLoad> loads =
        estimate.chiplets().stream().filter(among).filter(load -> load.busyS() > 0).toList();
    double allBusyS = loads.stream().mapToDouble(ChipletLoad::busyS).sum();
    for (ChipletLoad load : loads) {
      double share = alwaysBusy ? 1 : load.busyS() * rate;
      powers[load.chiplet()] += joules / allBusyS * share;
    }
  }

  /// Energy of a token for some actions.
  private double energy(Set<Action> actions) {
    return estimate.energy().stream()
        .filter(share -> actions.contains(share.action()))
        .mapToDouble(Estimate.EnergyShare::joulesPerToken)
        .sum();
  }

  private Temperatures temperatures(double[] working, double[] leakage) {
    double[] watts = new double[working.length];
    Arrays.setAll(watts, c -> working[c] + leakage[c]);
    return heat.heated(watts);
  }

  /// The package with its dies, in their order, then the bonds below upper ones.
  private PackageHeat layout() {
    Floorplan floorplan = machine.floorplan();
    int columns = 1;
    int rows = 1;
    double largest = 0;
    for (int c = 0; c < machine.chiplets(); c++) {
      columns = Math.max(columns, machine.topology().column(c) + 1);
      rows = Math.max(rows, machine.topology().row(c) + 1);
      largest = Math.max(largest, floorplan.side(c) / MM);
    }
    double margin = Math.max(machine.spacingMm() / MM, largest / CELLS_A_DIE);
    List<HeatSource> dies = new ArrayList<>();
    List<HeatSource> filled = new ArrayList<>();
    for (int c = 0; c < machine.chiplets(); c++) {
      double x = margin + floorplan.left(c) / MM;
      double y = margin + floorplan.top(c) / MM;
      double side = floorplan.side(c) / MM;
      int layer = 2 * machine.topology().level(c);
      dies.add(new HeatSource(layer, x, y, side, side, 0));
      if (machine.topology().level(c) > 0) {
        filled.add(new HeatSource(layer - 1, x, y, side, side, 0)); // the bond below
      }
    }
    dies.addAll(filled);
    HeatStack stack =
        new HeatStack(
            2 * margin + floorplan.width() / MM,
            2 * margin + floorplan.height() / MM,
            cells(columns),
            cells(rows),
            layers(),
            1 / cooling.sinkKW().value(),
            0,
            cooling.ambientC().value());
    return new PackageHeat(stack, dies);
  }

  private static Heat.State state(
      double[] working, double[] leakage, Temperatures map, boolean runsAway) {
    List<Double> watts = new ArrayList<>();
    List<Double> celsius = new ArrayList<>();
    double all = 0;
    for (int c = 0; c < working.length; c++) {
      all += working[c] + leakage[c];
      watts.add(working[c] + leakage[c]);
      celsius.add(map.hottest(c));
    }
    double leaking = Arrays.stream(leakage).sum();
    return new Heat.State(all, leaking, map.hottest(), runsAway, watts, celsius);
  }

  private static int cells(int dies) {
    return Math.clamp((long) dies * CELLS_A_DIE, LEAST_CELLS, MOST_CELLS);
  }

  /// Dies of a stack with the bonds between them, the uppermost as thick as an unbonded one.
  private List<HeatLayer> layers() {
    List<HeatLayer> layers = new ArrayList<>();
    for (int level = 1; bonds != null && level < machine.topology().height(); level++) {
      layers.add(dies(bonds.dieUm().value()));
      layers.add(
          new HeatLayer(
              "bond", bonds.bondUm().value() / 1e6, bonds.bondWMk().value(), FILL_W_PER_M_K));
    }
    double paste = cooling.timUm().value() / 1e6;
    double pasteK = cooling.timWMk().value();
    layers.add(dies(cooling.dieUm().value()));
    layers.add(HeatLayer.of("paste on the dies", paste, pasteK));
    layers.add(HeatLayer.of("lid", cooling.lidMm().value() / 1e3, cooling.lidWMk().value()));
    layers.add(HeatLayer.of("paste on the lid", paste, pasteK));
    layers.add(HeatLayer.of("sink", cooling.sinkMm().value() / 1e3, cooling.sinkWMk().value()));
    return layers;
  }

  private static HeatLayer dies(double thickUm) {
    return new HeatLayer("dies", thickUm / 1e6, SILICON_W_PER_M_K, FILL_W_PER_M_K);
  }
}
