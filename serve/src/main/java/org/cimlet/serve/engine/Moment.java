package org.cimlet.serve.engine;

/// What there is at a time.
///
/// @param seconds from the beginning
/// @param waiting requests at servers, not yet started
/// @param running requests
/// @param kvShare of the memory for keys and values of all servers that is in use
public record Moment(double seconds, long waiting, long running, double kvShare) {}
