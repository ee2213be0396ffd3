/// Weights that another program has quantized, read back as numbers: [QuantizedTensors] first.
@org.jspecify.annotations.NullMarked
package org.cimlet.tensor.quantized;
