package org.cimlet.serve.measure;

/// What the clients of a class see.
///
/// @param group the class; empty for all of them
/// @param slo what they are promised
/// @param served requests
/// @param met requests within the promise
/// @param attainment share within the promise of all that came, those refused and left included
/// @param ttft time to first token
/// @param tpot time per output token after the first, of answers of 2 tokens and more
/// @param endToEnd from the request to the last token
/// @param queue time in the queue
public record ClassSummary(
    String group,
    Slo slo,
    long served,
    long met,
    double attainment,
    Spread ttft,
    Spread tpot,
    Spread endToEnd,
    Spread queue) {}
