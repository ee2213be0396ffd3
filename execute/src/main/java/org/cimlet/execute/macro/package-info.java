/// Integers through macros, bit for bit as the hardware adds them:
/// [org.cimlet.execute.macro.PlacedLinears] multiplies in macros as a plan placed them, row by row.
/// `DigitalMacro` and `BitSerialMacro` are the arrays, `MacroEdge` brings a row its inputs.
package org.cimlet.execute.macro;
