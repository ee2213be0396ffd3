/// The figures of the paper Cimlet is built on, as printed and as Cimlet computes them.
@org.jspecify.annotations.NullMarked
module org.cimlet.paper {
  requires static transitive org.jspecify;
  requires org.cimlet.network;
  requires org.cimlet.machine;
  requires org.cimlet.compile;
  requires org.cimlet.estimate;
  requires org.cimlet.technology;

  exports org.cimlet.paper;
}
