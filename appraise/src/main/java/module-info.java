/// What a machine costs, emits and heats up to, which published thresholds it meets, and how far
/// all of that, and its speed, may be off.
@org.jspecify.annotations.NullMarked
module org.cimlet.appraise {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.network;
  requires transitive org.cimlet.machine;
  requires transitive org.cimlet.plan;
  requires transitive org.cimlet.compile;
  requires transitive org.cimlet.estimate;
  requires transitive org.cimlet.technology;

  exports org.cimlet.appraise;
}
