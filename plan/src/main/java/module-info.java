/// The narrow waist: machine, program, placement and scenario, resolved and immutable.
@org.jspecify.annotations.NullMarked
module org.cimlet.plan {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.quantity;

  exports org.cimlet.plan;
  exports org.cimlet.plan.gpu;
  exports org.cimlet.plan.machine;
  exports org.cimlet.plan.machine.array;
  exports org.cimlet.plan.program;
}
