/// Compressed networks in formats of other programs. Start with
/// [org.cimlet.tensor.exchange.CompressedTensors].
package org.cimlet.tensor.exchange;
