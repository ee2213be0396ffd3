/// A page to design machines with, served on this computer alone.
@org.jspecify.annotations.NullMarked
module org.cimlet.studio {
  requires static transitive org.jspecify;
  requires org.cimlet.document;
  requires org.cimlet.explore;
  requires org.cimlet.report;
  requires org.cimlet.run;
  requires org.cimlet.serve;
  requires org.cimlet.tensor;
  requires jdk.httpserver;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports org.cimlet.studio;
}
