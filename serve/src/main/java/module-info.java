/// Request traces over packages of chiplets and over GPUs: who waits, who is served in time, and
/// what that takes.
@org.jspecify.annotations.NullMarked
module org.cimlet.serve {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.document;
  requires transitive org.cimlet.run;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports org.cimlet.serve;
  exports org.cimlet.serve.engine;
  exports org.cimlet.serve.measure;
  exports org.cimlet.serve.system;
  exports org.cimlet.serve.traffic;
}
