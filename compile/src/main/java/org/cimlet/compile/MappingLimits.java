package org.cimlet.compile;

import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Program;

/// What a package must be like for a mapping.
///
/// @param each chiplets of the package that one replica takes at least
record MappingLimits(Machine machine, Program program, Parallelism mapping, int each) {

  /// A network whose weights are reloaded fills the package again and again, once at a time.
  ///
  /// @throws InvalidInputException where the mapping asks for something else
  static void checkReloaded(Plan reloaded, Parallelism mapping) {
    Diagnostics found = new Diagnostics();
    String why =
        "%s does not fit %s and is reloaded in %s weight sets"
            .formatted(
                reloaded.program().name(),
                reloaded.machine().name(),
                reloaded.placement().weightSets());
    if (mapping.replicas() > 1) {
      found.add(Diagnostic.of("--dp", "must be 1: %s, got %s".formatted(why, mapping.replicas())));
    }
    if (mapping.kind() != Parallelism.Kind.AUTO && mapping.kind() != Parallelism.Kind.FILLED) {
      found.add(
          Diagnostic.of(
              "--mapping", "must be auto or filled: %s, got %s".formatted(why, mapping.written())));
    }
    int microBatch = reloaded.scenario().microBatch();
    if (microBatch > 1) {
      found.add(Diagnostic.of("--micro-batch", "must be 1: %s, got %s".formatted(why, microBatch)));
    }
    found.throwIfAny();
  }

  /// @throws InvalidInputException with every limit exceeded
  void check() {
    Diagnostics found = new Diagnostics();
    int chiplets = machine.dies().linears().count();
    int most = chiplets / each;
    if (mapping.replicas() > most) {
      found.add(
          Diagnostic.of(
              "--dp",
              "must be at most %s: %s of the %s chiplets of %s hold %s once, got %s"
                  .formatted(
                      most, each, chiplets, machine.name(), program.name(), mapping.replicas())));
    }
    if (mapping.stages() > 0) {
      checkCounts(found);
    } else if (mapping.kind() == Parallelism.Kind.MIXED) {
      checkGroup(chiplets / Math.max(1, Math.min(most, mapping.replicas())), found);
    }
    found.throwIfAny();
  }

  /// Fewer chiplets than there are may be asked for, but not more.
  private void checkCounts(Diagnostics found) {
    int chiplets = machine.dies().linears().count();
    int replicas = Math.max(1, mapping.replicas());
    if (mapping.chiplets() * replicas > chiplets) {
      found.add(
          Diagnostic.of(
              "--tp x --pp x --dp",
              "must be at most the %s chiplets of %s, got %s x %s x %s"
                  .formatted(
                      chiplets,
                      machine.name(),
                      Math.max(1, mapping.group()),
                      mapping.stages(),
                      replicas)));
    }
  }

  /// Where the stages are left open, groups share all chiplets of a replica.
  private void checkGroup(int shared, Diagnostics found) {
    int group = mapping.group();
    if (group > shared || shared % group != 0) {
      found.add(
          Diagnostic.of(
              "--mapping",
              "must have a TP that divides the %s chiplets of %s, got mixed:%s; use %s"
                  .formatted(
                      shared,
                      mapping.replicas() > 1 ? "a replica" : "the package",
                      group,
                      nearest(shared, group))));
    }
  }

  private static String nearest(int chiplets, int group) {
    int below = Math.min(group, chiplets);
    while (chiplets % below != 0) {
      below--;
    }
    int above = group + 1;
    while (above < chiplets && chiplets % above != 0) {
      above++;
    }
    return above > chiplets
        ? "mixed:%s or spread".formatted(below)
        : "mixed:%s or mixed:%s".formatted(below, above);
  }

  /// Groups round up: where every chiplet of a stage has a slice of every layer, some have a row
  /// more than others.
  InvalidInputException tooFewStages(int needed) {
    int chiplets = machine.dies().linears().count();
    int replicas = Math.max(1, mapping.replicas());
    Parallelism asked = mapping.with(chiplets / replicas, replicas);
    long taken = (long) needed * asked.group();
    return InvalidInputException.of(
        mapping.stages() > 0 ? "--pp" : "--mapping",
        ("must cut %s into stages that %s holds: with TP %s it takes PP %s, %s chiplets with"
                + " padding, got PP %s; %s")
            .formatted(
                program.name(),
                machine.name(),
                asked.group(),
                needed,
                taken,
                asked.stages(),
                mapping.group() > 0 && mapping.stages() > 0 && taken * replicas <= chiplets
                    ? "use --pp " + needed
                    : "use --mapping pipelined, or a smaller TP"));
  }
}
