/// Integers through the datapath, bit for bit as the hardware adds them.
///
/// As the hardware does it: [org.cimlet.execute.PlacedLinears] multiplies in macros as a plan
/// placed them, row by row. `CombMacro` and `BitSerialMacro` are the arrays, `MacroEdge` brings a
/// row its inputs. [org.cimlet.execute.ZeroSkipper] is the decoder and butterfly that bring each
/// kept weight its input: `PrefixPopcount` and `Lrotc` make the control words of `MaskDecoder`,
/// which steer `InverseButterfly` (gather) and `Butterfly` (deposit).
///
/// As a processor does it, with the same sums: [org.cimlet.execute.MatrixProduct] multiplies a
/// [org.cimlet.execute.ResidentMatrix] by vectors (`VectorKernel`) or plain loops (`ScalarKernel`).
package org.cimlet.execute;
