/// What every engine reads and nobody writes: a [org.cimlet.plan.Plan] is a machine, a program, a
/// placement and a scenario, all names resolved to dense numbers.
///
/// Read [org.cimlet.plan.machine.Machine] first, then [org.cimlet.plan.program.Program],
/// [org.cimlet.plan.Placement], [org.cimlet.plan.Scenario].
package org.cimlet.plan;
