/// The network as a machine runs it, resolved: blocks, their operations, how weights are stored.
///
/// Read [org.cimlet.plan.program.Program] first, then [org.cimlet.plan.program.Block] and
/// [org.cimlet.plan.program.Step].
package org.cimlet.plan.program;
