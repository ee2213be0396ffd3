package org.cimlet.paper;

import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;

/// What the paper talks about, read from the shipped presets as any user's input is.
///
/// @param plan LLaMA-2-7B, dense INT8, on 36 of the paper's chiplets
/// @param packedPlan the same network packed 8:32, its head dense, on 16 of them
/// @param hostVectors LLaMA-2-7B lowered for chiplets without a vector unit
/// @param larger LLaMA-2-70B
/// @param routed Mixtral-8x7B
/// @param sparseChip the 28 nm chip of Figure 8
/// @param fourChiplets COMB-MCM, Figure 5
/// @param dram SK hynix' AiM
/// @param resistive RRAM, 64 cells behind a transistor
/// @param process of the paper's chiplet, as its preset says
record Subjects(
    Plan plan,
    Plan packedPlan,
    Program hostVectors,
    Program larger,
    Program routed,
    Machine sparseChip,
    Machine fourChiplets,
    Machine dram,
    Machine resistive,
    ProcessSpec process) {
  /// The paper's target.
  static final double TOKENS_PER_S = 10_000;

  static final int WEIGHT_BITS = 8;
  static final Packing PACKED = new Packing(WEIGHT_BITS, 8, 32);

  private static final Scenario SCENARIO = new Scenario(2048, 2048, 1, 128);

  static Subjects read() {
    WeightStorage dense = WeightStorage.dense(WEIGHT_BITS);
    WeightStorage packed = new WeightStorage(PACKED, Packing.dense(WEIGHT_BITS));
    Compiler compiler = compiler("llama-2-7b", dense);
    return new Subjects(
        compiler.compile(machine("comb-200mb-36"), SCENARIO),
        compiler("llama-2-7b", packed).compile(machine("comb-200mb-16"), SCENARIO),
        compiler.program(false),
        compiler("llama-2-70b", dense).program(true),
        compiler("mixtral-8x7b", dense).program(true),
        Compiler.machine(MachineReader.read("fudan-28nm")),
        Compiler.machine(MachineReader.read("comb-mcm-65nm")),
        Compiler.machine(machine("aim-gddr6")),
        Compiler.machine(machine("rram-1tnr")),
        ProcessReader.read("14nm"));
  }

  private static Compiler compiler(String network, WeightStorage storage) {
    return new Compiler(NetworkReader.read(network), storage);
  }

  /// A shipped machine as the paper counts: its dies lose nothing.
  static MachineSpec machine(String name) {
    return MachineReader.open(name).lossless().machine();
  }

  /// A shipped GPU.
  static Gpu gpu(String name) {
    return Compiler.gpu(GpuReader.read(name));
  }

  /// LLaMA-2-7B, dense.
  Program network() {
    return plan.program();
  }

  /// LLaMA-2-7B, 8:32.
  Program packed() {
    return packedPlan.program();
  }

  /// The package of 36 chiplets.
  Machine chiplets() {
    return plan.machine();
  }
}
