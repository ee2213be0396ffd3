package org.cimlet.estimate.walk;

import org.cimlet.estimate.timing.BusyResource;
import org.cimlet.estimate.timing.PackageLoads;

/// How long a prompt takes.
///
/// @param tokens of the prompt
/// @param seconds until it has passed what the package holds
/// @param busiest resource, and its busy time for the whole prompt
/// @param loads busy time of every part for the whole prompt, the head left out
public record PrefillTime(int tokens, double seconds, BusyResource busiest, PackageLoads loads) {}
