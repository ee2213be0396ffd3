/// From what users write to what engines run: lower the network, tile it, place it, route it.
@org.jspecify.annotations.NullMarked
module org.cimlet.compile {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.diagnostic;
  requires transitive org.cimlet.network;
  requires transitive org.cimlet.machine;
  requires transitive org.cimlet.plan;

  exports org.cimlet.compile;
}
