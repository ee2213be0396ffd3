/// The figures of the paper Cimlet is built on, as printed and as Cimlet computes them.
@org.jspecify.annotations.NullMarked
module org.cimlet.paper {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.run;

  exports org.cimlet.paper;
  exports org.cimlet.paper.row;
}
