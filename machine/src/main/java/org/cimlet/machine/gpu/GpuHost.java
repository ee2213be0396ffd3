package org.cimlet.machine.gpu;

import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// A module's share of the server that it is used in, its own board left out: processors, memory,
/// network, fans, what supplies lose.
///
/// @param powerW while it serves
/// @param priceUsd of the server without its modules; absent where the file does not say
public record GpuHost(Sourced powerW, @Nullable Sourced priceUsd) {}
