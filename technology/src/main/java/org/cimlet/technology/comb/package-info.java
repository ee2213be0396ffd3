/// Computing on the memory boundary, from its parts: [org.cimlet.technology.comb.CombMacro] adds up
/// cells, bit lines, multipliers, adder tree, accumulators, zero skipper and clock of a
/// [org.cimlet.technology.comb.CombShape] in a process. [org.cimlet.technology.comb.MacroLogic]
/// says what a gate takes there, [org.cimlet.technology.comb.SramArray] what reading a row does,
/// and [org.cimlet.technology.silicon.PublishedMacro] holds silicon to compare with.
package org.cimlet.technology.comb;
