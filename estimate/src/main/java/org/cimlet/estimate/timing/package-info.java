/// How long each part of the hardware takes, a file for each: the macros of every kind of memory, a
/// kind of die, links, attention on dies and at the host. Start at
/// [org.cimlet.estimate.timing.DieTiming].
package org.cimlet.estimate.timing;
