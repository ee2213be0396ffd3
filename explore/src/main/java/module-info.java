/// Design spaces in, Pareto fronts out: any key of machine, network, mapping and scenario varied,
/// every design answered as `cimlet run` answers it.
@org.jspecify.annotations.NullMarked
module org.cimlet.explore {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.run;
  requires transitive org.cimlet.document;

  exports org.cimlet.explore;
  exports org.cimlet.explore.search;
  exports org.cimlet.explore.space;

  uses org.cimlet.explore.Cluster;
}
