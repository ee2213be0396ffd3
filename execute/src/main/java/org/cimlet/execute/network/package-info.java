/// Decoder-only transformers that really run: linears as the hardware computes them, everything
/// else on the host in float.
///
/// Start with [org.cimlet.execute.network.Transformer]: an immutable [Network]
/// [org.cimlet.execute.network.Network] made executable, and one mutable
/// [org.cimlet.execute.network.StreamState] for each text that is read. How linears are computed is
/// behind one seam, [org.cimlet.execute.network.LinearProducts].
///
/// Every sum has a fixed order and every transcendental function is ours or `StrictMath`'s: equal
/// inputs give equal bits, whatever the machine, the number of threads, or how many tokens are read
/// at a time.
package org.cimlet.execute.network;
