package org.cimlet.compile;

import java.util.stream.Collectors;
import org.cimlet.compile.lower.Lowered;
import org.cimlet.compile.place.MemoryLimits;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.SequenceMemory;
import org.cimlet.plan.machine.Attention;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.plan.program.Linear;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Si;

/// What a machine must be able to do for a network and a scenario, beside holding the weights.
record MachineLimits(Machine machine, Lowered lowered, WeightStorage storage, Scenario scenario) {

  /// @throws org.cimlet.diagnostic.InvalidInputException with every limit exceeded
  void check() {
    Diagnostics found = new Diagnostics();
    checkWords(machine.chiplet().macro(), storage.layers(), "--weights", found);
    if (!storage.head().words().equals(storage.layers().words())) {
      checkWords(machine.dies().headChiplet().macro(), storage.head(), "--head-weights", found);
    }
    checkPacking(machine.chiplet().macro(), storage.layers(), found);
    if (machine.dies().hasHeadOfItsOwn() || !storage.head().equals(storage.layers())) {
      checkPacking(machine.dies().headChiplet().macro(), storage.head(), found);
    }
    Macro macro = machine.chiplet().macro();
    checkAccumulator(macro, lowered.longest(), found);
    Macro ofHead = machine.dies().headChiplet().macro();
    if (!ofHead.equals(macro)) {
      checkAccumulator(
          ofHead, lowered.program().head().fusedLinears().getFirst().linears().getFirst(), found);
    }
    checkContext(found);
    checkHosts(found);
    checkPicks(found);
    found.throwIfAny();
  }

  private void checkWords(Macro macro, Packing asked, String option, Diagnostics found) {
    if (macro.at(asked.words()).isEmpty()) {
      String held =
          macro.precisions().stream()
              .map(words -> words.word(asked.words()))
              .distinct()
              .collect(Collectors.joining(" or "));
      found.add(
          Diagnostic.of(
              machine.name(),
              "must hold %s weights, got macros for %s; pass %s %s"
                  .formatted(asked.word(), held, option, held)));
    }
  }

  private void checkPacking(Macro macro, Packing packing, Diagnostics found) {
    if (packing.isDense()) {
      return;
    }
    Macro.ZeroSkipper skipper = macro.zeroSkipper().orElse(null);
    if (skipper == null) {
      found.add(
          Diagnostic.of(
              machine.name(),
              ("must have a zero skipper for %s weights, got macros without one; use --compress"
                      + " none or a machine with chiplet.macro.zero_skipper")
                  .formatted(packing.pattern())));
    } else if (skipper.group() != packing.group()) {
      found.add(
          Diagnostic.of(
              machine.name(),
              ("must skip zeros in groups of %s for %s weights, got a zero skipper for groups of"
                      + " %s; use --compress N:%s")
                  .formatted(
                      packing.group(), packing.pattern(), skipper.group(), skipper.group())));
    } else if (macro.inputsPerRow() % packing.kept() != 0
        && packing.kept() % macro.inputsPerRow() != 0) {
      found.add(
          Diagnostic.of(
              machine.name(),
              ("must fill rows of %s weights with whole groups, got %s kept weights per group; keep"
                      + " a divisor or a multiple of %s")
                  .formatted(macro.inputsPerRow(), packing.kept(), macro.inputsPerRow())));
    }
  }

  /// The worst case of the longest sum must fit: every product at its largest magnitude. Floating
  /// sums round instead.
  private void checkAccumulator(Macro macro, Linear longest, Diagnostics found) {
    if (macro.format() != WordFormat.INTEGER) {
      return;
    }
    int sumBits = 32 - Integer.numberOfLeadingZeros(longest.inputs() - 1);
    int needed = macro.weightBits() + macro.inputBits() - 1 + sumBits;
    if (needed > macro.accumulatorBits()) {
      found.add(
          Diagnostic.of(
              machine.name(),
              "chiplet.macro.accumulator_bits must be at least %s for the %s inputs of %s, got %s"
                  .formatted(needed, longest.inputs(), longest.name(), macro.accumulatorBits())));
    }
  }

  private void checkContext(Diagnostics found) {
    int context = scenario.contextTokens();
    int prompt = scenario.promptTokens();
    checkContext("--context", context, found);
    if (prompt != context) {
      checkContext("--prompt", prompt, found);
    }
  }

  private void checkContext(String option, int tokens, Diagnostics found) {
    if (tokens > lowered.program().maxContext()) {
      found.add(
          Diagnostic.of(
              option,
              "must be at most %s, the longest context of %s, got %s"
                  .formatted(
                      Si.grouped(lowered.program().maxContext()),
                      lowered.program().name(),
                      Si.grouped(tokens))));
    }
  }

  /// Banks multiply positions that follow each other, values transposed: those that an indexer
  /// picks cannot be read by themselves.
  private void checkPicks(Diagnostics found) {
    DieKind attending = machine.dies().attending();
    if (attending != null
        && attending.chiplet().attends() instanceof Attention.InBanks
        && lowered.program().layers().stream().anyMatch(block -> block.attention().picks())) {
      found.add(
          Diagnostic.of(
              machine.name(),
              ("must attend at its hosts or with attention modules for %s, whose tokens pick the"
                      + " positions they look back on, got dies that attend in their banks; use a"
                      + " machine without them")
                  .formatted(lowered.program().name())));
    }
  }

  private void checkHosts(Diagnostics found) {
    Program program = lowered.program();
    SequenceMemory.atHosts(machine, program, scenario.contextTokens())
        .filter(store -> store.sequences() < scenario.batch())
        .ifPresent(store ->
            found.add(
                Diagnostic.of(
                    "--batch", MemoryLimits.hostsDoNotHold(machine, program, scenario, store))));
  }
}
