/// Machines as computer architects write them: a YAML file, strictly read, or the name of a preset.
///
/// Start with [org.cimlet.spec.machine.MachineReader]; the records of
/// [org.cimlet.spec.machine.MachineSpec] have the shape of the file.
package org.cimlet.spec.machine;
