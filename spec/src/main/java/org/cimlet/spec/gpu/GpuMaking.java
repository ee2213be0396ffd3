package org.cimlet.spec.gpu;

import org.cimlet.quantity.Sourced;
import org.cimlet.spec.process.ProcessSpec;
import org.cimlet.spec.substrate.SubstrateSpec;

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
