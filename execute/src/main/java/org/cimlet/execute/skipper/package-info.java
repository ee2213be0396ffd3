/// The zero skipper, gate by gate: [org.cimlet.execute.skipper.ZeroSkipper] is the decoder and
/// butterfly that bring each kept weight its input. `PrefixPopcount` and `Lrotc` make the control
/// words of `MaskDecoder`, which steer `InverseButterfly` (gather) and `Butterfly` (deposit).
package org.cimlet.execute.skipper;
