/// Gates of a datapath: [org.cimlet.technology.logic.Datapath] builds multipliers, adder tree and
/// accumulator as a netlist, adds up its area, finds its longest way, and switches it with
/// [org.cimlet.technology.logic.Operands] to count what changes. Results are
/// [org.cimlet.technology.logic.Gates], in NAND gates of any process.
package org.cimlet.technology.logic;
