package org.cimlet.machine.gpu;

import org.cimlet.quantity.Sourced;

/// What a GPU draws, by what is busy, as written.
///
/// @param idleW with nothing to do
/// @param runningW more while kernels run
/// @param memoryW more at the peak bandwidth of its memory
/// @param computeW more at the peak rate of its products
/// @param boardW what the board allows at most
public record GpuPowerSpec(
    Sourced idleW, Sourced runningW, Sourced memoryW, Sourced computeW, Sourced boardW) {}
