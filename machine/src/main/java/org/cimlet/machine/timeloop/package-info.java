/// Machines from what Timeloop and Accelergy say of one: an architecture and an energy reference
/// table, as far as they say what a machine file says. Start with
/// [org.cimlet.machine.timeloop.TimeloopImport].
package org.cimlet.machine.timeloop;
