package org.cimlet.compile;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.WeightMemory;
import org.jspecify.annotations.Nullable;

/// What of a machine decides how a program is cut and where its parts may lie: what holds weights,
/// and how wide words are. How fast parts are and what they take is no part of it.
///
/// @param program number of the program
/// @param wiring number of the wires and places
/// @param residualBits of an element of the residual stream
/// @param vector whether the dies have a vector unit
/// @param attending what attends; null where the hosts do
/// @param weightMemoryAtChiplets whether weight sets come from a memory at every chiplet
/// @param others places of dies of other kinds
record Structure(
    int program,
    int wiring,
    int macros,
    int partialSumFanIn,
    int inputsPerRow,
    int rowsPerOpening,
    long capacityBits,
    int weightBits,
    int inputBits,
    int accumulatorBits,
    int residualBits,
    boolean vector,
    DieKind.@Nullable Use attending,
    boolean weightMemoryAtChiplets,
    List<Others> others) {

  /// Dies of another kind.
  private record Others(DieKind.Use use, List<Integer> at) {}

  static Structure of(Machine machine, int program, int wiring) {
    Chiplet chiplet = machine.chiplet();
    Macro macro = chiplet.macro();
    DieKind attending = machine.dies().attending();
    List<DieKind> kinds = machine.dies().kinds();
    WeightMemory memory = machine.weightMemory();
    List<Others> others = new ArrayList<>();
    for (DieKind kind : kinds.subList(1, kinds.size())) {
      others.add(new Others(kind.use(), kind.at()));
    }
    return new Structure(
        program,
        wiring,
        chiplet.macros(),
        chiplet.partialSumFanIn(),
        macro.inputsPerRow(),
        macro.rowsPerOpening(),
        macro.capacityBits(),
        macro.weightBits(),
        macro.inputBits(),
        macro.accumulatorBits(),
        chiplet.residualBits(),
        chiplet.vector() != null,
        attending == null ? null : attending.use(),
        memory != null && memory.atChiplets(),
        others);
  }
}
