/// What users write: networks, machines, processes, substrates and GPUs, read strictly, and the
/// presets we ship.
@org.jspecify.annotations.NullMarked
module org.cimlet.spec {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.diagnostic;
  requires transitive org.cimlet.quantity;
  requires org.cimlet.technology;
  requires tools.jackson.core;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires com.networknt.schema;

  exports org.cimlet.spec.machine;
  exports org.cimlet.spec.gpu;
  exports org.cimlet.spec.network;
  exports org.cimlet.spec.process;
  exports org.cimlet.spec.substrate;
}
