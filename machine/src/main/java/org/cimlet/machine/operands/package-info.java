/// What a network multiplies, bit by bit, as its own run counts it: a small file that `evaluate`
/// and `generate` write and `run` takes, for macros whose energies follow from their parts. Start
/// with [org.cimlet.machine.operands.CountedOperands].
package org.cimlet.machine.operands;
