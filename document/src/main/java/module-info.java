/// JSON and YAML texts read strictly, with the place of every value.
@org.jspecify.annotations.NullMarked
module org.cimlet.document {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.diagnostic;
  requires tools.jackson.core;
  requires transitive tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires com.networknt.schema;

  exports org.cimlet.document;
  exports org.cimlet.document.rows;
}
