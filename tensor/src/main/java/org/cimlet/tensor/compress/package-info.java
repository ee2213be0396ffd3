/// Compression of networks: linears pruned N of M, quantized to INT8, and written as a HuggingFace
/// folder that says how (docs/format.md).
///
/// Start with [org.cimlet.tensor.compress.Compressor], which writes such a folder, and
/// [org.cimlet.tensor.compress.PackedFolder], which reads it. `RowPacking` is what happens to one
/// row of weights.
package org.cimlet.tensor.compress;
