/// Integers through the datapath, bit for bit as the hardware adds them.
///
/// [org.cimlet.execute.ZeroSkipper] is the decoder and butterfly that bring each kept weight its
/// input: `PrefixPopcount` and `Lrotc` make the control words of `MaskDecoder`, which steer
/// `InverseButterfly` (gather) and `Butterfly` (deposit).
package org.cimlet.execute;
