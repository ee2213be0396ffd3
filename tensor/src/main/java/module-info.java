/// Weights and words on disk: tensor files, tokenizers, and compression to packed weights.
@org.jspecify.annotations.NullMarked
module org.cimlet.tensor {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.diagnostic;
  requires transitive org.cimlet.quantity;
  requires org.cimlet.document;
  requires transitive org.cimlet.network;
  requires tools.jackson.core;

  exports org.cimlet.tensor;
  exports org.cimlet.tensor.compress;
  exports org.cimlet.tensor.exchange;
  exports org.cimlet.tensor.file;
  exports org.cimlet.tensor.quantized;
  exports org.cimlet.tensor.tokenizer;
}
