/// From what users write of machines and GPUs to base units, and from wires to routes:
/// [org.cimlet.compile.resolve.MachineResolver], [org.cimlet.compile.resolve.TopologyRouter].
package org.cimlet.compile.resolve;
