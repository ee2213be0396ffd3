/// From what users write to what engines run.
///
/// [org.cimlet.compile.Compiler] is the entry: it resolves the machine (`MachineResolver`,
/// `TopologyRouter`), lowers the network to steps (`Lowering`), and places the steps' stacks on the
/// chiplets (`Placer`). All names and units end here; engines see numbers.
package org.cimlet.compile;
