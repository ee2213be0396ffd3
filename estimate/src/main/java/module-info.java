/// Closed-form time, energy, area and traffic of a plan, and of the GPU it is compared with.
@org.jspecify.annotations.NullMarked
module org.cimlet.estimate {
  requires static transitive org.jspecify;
  requires org.cimlet.diagnostic;
  requires transitive org.cimlet.plan;

  exports org.cimlet.estimate;
  exports org.cimlet.estimate.gpu;
}
