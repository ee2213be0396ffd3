package org.cimlet.machine;

import org.cimlet.machine.MachineSpec.AttentionMemory;
import org.cimlet.machine.MachineSpec.AttentionModule;
import org.cimlet.machine.MachineSpec.BankAttention;
import org.cimlet.machine.MachineSpec.Chiplet;
import org.cimlet.machine.MachineSpec.VectorUnit;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// A checked die on its way into a record.
///
/// @param numbers where sourced numbers are noted as they are met
/// @param parts gives what a macro's parts let follow
record ChipletTree(SourcedNumbers numbers, PartNumbers parts) {

  Chiplet chiplet(Part chiplet) {
    return new Chiplet(
        chiplet.count("macros"),
        chiplet.count("partial_sum_fan_in"),
        new MacroTree(numbers, parts).macro(chiplet.part("macro")),
        sourced(chiplet, "distribution_gbit_s"),
        sourced(chiplet, "buffer_fj_per_bit"),
        vectorUnit(chiplet),
        attentionModule(chiplet),
        bankAttention(chiplet),
        parts.number(chiplet.node(), chiplet.path(), "compute_mm2"),
        parts.number(chiplet.node(), chiplet.path(), "memory_mm2"),
        sourced(chiplet, "other_mm2"),
        parts.number(chiplet.node(), chiplet.path(), "leakage_mw"));
  }

  private @Nullable VectorUnit vectorUnit(Part chiplet) {
    if (!chiplet.has("vector_unit")) {
      return null;
    }
    Part unit = chiplet.part("vector_unit");
    return new VectorUnit(
        unit.count("operations_per_cycle"),
        unit.count("residual_bits"),
        sourced(unit, "operation_fj"));
  }

  private @Nullable AttentionModule attentionModule(Part chiplet) {
    if (!chiplet.has("attention_module")) {
      return null;
    }
    Part module = chiplet.part("attention_module");
    Part memory = module.part("memory");
    return new AttentionModule(
        module.count("macs_per_cycle"),
        sourced(module, "operation_fj"),
        new AttentionMemory(
            sourced(memory, "capacity_mb"),
            sourced(memory, "bandwidth_gb_s"),
            sourced(memory, "energy_fj_per_bit"),
            memory.count("cache_bits")));
  }

  private @Nullable BankAttention bankAttention(Part chiplet) {
    if (!chiplet.has("attention_in_banks")) {
      return null;
    }
    Part unit = chiplet.part("attention_in_banks");
    return new BankAttention(unit.count("operations_per_cycle"), sourced(unit, "operation_fj"));
  }

  private Sourced sourced(Part part, String key) {
    return part.sourced(key, numbers);
  }
}
