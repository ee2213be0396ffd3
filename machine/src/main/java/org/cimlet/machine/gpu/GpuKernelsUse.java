package org.cimlet.machine.gpu;

import org.cimlet.machine.gpu.kernels.KernelLawsSpec;
import org.jspecify.annotations.Nullable;

/// The laws a GPU's kernels follow.
///
/// @param laws of its generation, or of one near to it
/// @param measured what was measured on this GPU; absent where nothing was
/// @param carriedOver why the laws of other GPUs stand in; absent where this one was measured
public record GpuKernelsUse(
    KernelLawsSpec laws, @Nullable String measured, @Nullable String carriedOver) {}
