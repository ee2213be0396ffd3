/// Discrete-event simulation of a plan: every packet, row pass and attention in its time.
@org.jspecify.annotations.NullMarked
module org.cimlet.simulate {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.plan;

  exports org.cimlet.simulate;
  exports org.cimlet.simulate.engine;
  exports org.cimlet.simulate.trace;
}
