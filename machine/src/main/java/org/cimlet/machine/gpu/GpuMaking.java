package org.cimlet.machine.gpu;

import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.quantity.Sourced;

/// What it takes to make a GPU with its memory.
///
/// @param process of the compute dies
/// @param substrate what carries dies and memory
/// @param dies compute dies, which share the die area evenly
/// @param memoryStacks stacks of memory on the substrate
/// @param memoryUsdPerGib price of the memory
public record GpuMaking(
    ProcessSpec process,
    SubstrateSpec substrate,
    int dies,
    int memoryStacks,
    Sourced memoryUsdPerGib) {}
