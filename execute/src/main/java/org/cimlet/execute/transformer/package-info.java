/// Decoder-only transformers that really run: linears as an
/// [org.cimlet.execute.products.Arithmetic] computes them, everything else on the host in float.
///
/// Start with [org.cimlet.execute.transformer.Transformer]: an immutable
/// [org.cimlet.execute.network.Network] made executable, and one mutable
/// [org.cimlet.execute.transformer.KvCache] for each sequence that is read.
///
/// Every sum has a fixed order and every transcendental function is ours or `StrictMath`'s: equal
/// inputs give equal bits, whatever the machine, the number of threads, or how many tokens are read
/// at a time.
package org.cimlet.execute.transformer;
