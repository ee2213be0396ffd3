package org.cimlet.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.compile.place.DieSpace;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.program.Program;
import org.jspecify.annotations.Nullable;

/// Layouts of the structures that a sweep met last. A structure whose head has dies of its own is
/// not remembered: its head's collectives are part of every placement.
final class RememberedLayouts {
  /// What a shard takes in placements and what they were made from.
  private static final int BYTES_OF_SHARD = 60;

  /// Shards of all structures together: all threads together an eighth of the heap, or 60 MB each.
  private static final long MOST_SHARDS =
      Math.max(
          1_000_000,
          Runtime.getRuntime().maxMemory()
              / (8L * BYTES_OF_SHARD * Runtime.getRuntime().availableProcessors()));

  /// Wires and places that are remembered: distances grow with the square of the dies.
  private static final int WIRINGS = 16;

  private final IdentityHashMap<Program, Integer> programs = new IdentityHashMap<>();
  private final List<Wiring> wirings = new ArrayList<>();
  private int wiringsSeen;
  private final Map<Structure, Remembered> layouts = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Remembered last;
  private long shards;

  /// Layouts with their shards when those were last counted.
  private static final class Remembered {
    private final Layouts layouts;
    private long shards;

    private Remembered(Layouts layouts) {
      this.layouts = layouts;
    }
  }

  /// Wires and the places of the layers' dies, with distances and walks once they are needed.
  static final class Wiring {
    private final int number;
    private final Topology topology;
    private final List<Integer> places;
    private @Nullable DieSpace space;

    private Wiring(int number, Topology topology, List<Integer> places) {
      this.number = number;
      this.topology = topology;
      this.places = places;
    }

    DieSpace dies() {
      DieSpace known = space;
      if (known == null) {
        known = DieSpace.of(topology, places);
        space = known;
      }
      return known;
    }
  }

  /// The wires of a machine.
  Wiring wiring(Machine machine) {
    List<Integer> places = machine.dies().linears().at();
    for (int i = 0; i < wirings.size(); i++) {
      Wiring wiring = wirings.get(i);
      if (wiring.topology.sharesRoutes(machine.topology()) && wiring.places.equals(places)) {
        if (i > 0) {
          wirings.remove(i);
          wirings.addFirst(wiring);
        }
        return wiring;
      }
    }
    if (wirings.size() == WIRINGS) {
      wirings.removeLast();
    }
    Wiring wiring = new Wiring(wiringsSeen++, machine.topology(), places);
    wirings.addFirst(wiring);
    return wiring;
  }

  /// What is known about placing a program on machines like this one.
  Layouts of(Machine machine, Program program, Wiring wiring) {
    if (machine.dies().hasHeadOfItsOwn()) {
      return new Layouts(machine, program);
    }
    int number = programs.computeIfAbsent(program, unknown -> programs.size());
    Structure structure = Structure.of(machine, number, wiring.number);
    forget();
    Remembered known = layouts.get(structure);
    if (known == null) {
      known = new Remembered(new Layouts(machine, program));
      layouts.put(structure, known);
    }
    last = known;
    return known.layouts;
  }

  /// Counts what the last machine added, and forgets the structures met longest ago where that is
  /// too much.
  private void forget() {
    Remembered counted = last;
    if (counted == null) {
      return;
    }
    long now = counted.layouts.shards();
    shards += now - counted.shards;
    counted.shards = now;
    Iterator<Remembered> eldest = layouts.values().iterator();
    while (shards > MOST_SHARDS && layouts.size() > 1) {
      shards -= eldest.next().shards;
      eldest.remove();
    }
  }
}
