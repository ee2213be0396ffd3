/// Machines as computer architects write them: a YAML file, strictly read, or the name of a preset.
///
/// Start with [org.cimlet.machine.MachineReader]; the records of [org.cimlet.machine.MachineSpec]
/// have the shape of the file, `machine.schema.json` beside them says what every key means and may
/// hold, and a [org.cimlet.machine.MachineFile] has keys that can be set and is written out. The
/// schema judges a file first; what holds between keys (a chiplet that no link reaches) is checked
/// after it, and both kinds of fault come together.
package org.cimlet.machine;
