/// The hardware, resolved: dies and their macros, the topology of links between them, hosts.
///
/// Read [org.cimlet.plan.machine.Machine] first, then [org.cimlet.plan.machine.Chiplet],
/// [org.cimlet.plan.machine.Macro], [org.cimlet.plan.machine.Topology].
package org.cimlet.plan.machine;
