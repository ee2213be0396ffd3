/// Jobs in, results out: the one place where a network, a machine, a scenario and a mapping become
/// a plan, an estimate, a simulation and an assessment. The Java interface of Cimlet.
@org.jspecify.annotations.NullMarked
module org.cimlet.run {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.appraise;
  requires transitive org.cimlet.simulate;

  exports org.cimlet.run;
  exports org.cimlet.run.catalogue;
}
