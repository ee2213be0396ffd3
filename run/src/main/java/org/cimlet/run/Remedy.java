package org.cimlet.run;

import org.cimlet.plan.Resource;
import org.jspecify.annotations.Nullable;

/// A change to a job that misses its target rate, and how far it goes, in closed form.
///
/// @param change in words: `16 hosts in place of 1`
/// @param reaches whether it meets the target
/// @param tokensPerS peak throughput with it
/// @param batch at which that is reached
/// @param limit what is then busiest
/// @param packageUsd what a package then costs to make, hosts left out; null where it cannot be
///   told
/// @param hostsUsd price of all hosts then; null where the machine does not state a host's
/// @param moreUsd how much more package and hosts are than without the change; null where it cannot
///   be told
public record Remedy(
    String change,
    boolean reaches,
    double tokensPerS,
    long batch,
    Resource limit,
    @Nullable Double packageUsd,
    @Nullable Double hostsUsd,
    @Nullable Double moreUsd) {}
