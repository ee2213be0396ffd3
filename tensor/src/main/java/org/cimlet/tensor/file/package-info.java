/// Tensor files: safetensors (one file or shards with an index), GGUF and llama2.c checkpoints, all
/// as one view; and a writer of safetensors.
///
/// Files are mapped, not read: opening one costs its header, and a tensor's row is read when asked
/// for. Everything a header says is checked before it is believed. Start with
/// [org.cimlet.tensor.file.TensorFile].
package org.cimlet.tensor.file;
