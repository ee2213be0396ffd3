package org.cimlet.estimate.walk;

import org.cimlet.estimate.timing.BusyResource;

/// How long a prompt takes.
///
/// @param tokens of the prompt
/// @param seconds until it has passed what the package holds
/// @param busiest resource, and its busy time for the whole prompt
public record PrefillTime(int tokens, double seconds, BusyResource busiest) {}
