/// SRAM whose cells put charge on bit lines, from its parts:
/// [org.cimlet.technology.charge.ChargeMacro] adds up capacitors, word lines, converters and
/// adders.
package org.cimlet.technology.charge;
