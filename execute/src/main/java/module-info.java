/// Integers through the datapath, bit for bit as the hardware adds them.
@org.jspecify.annotations.NullMarked
module org.cimlet.execute {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.network;
  requires transitive org.cimlet.plan;
  requires transitive org.cimlet.tensor;
  requires jdk.incubator.vector;
  requires jdk.management;

  exports org.cimlet.execute.kernel;
  exports org.cimlet.execute.macro;
  exports org.cimlet.execute.network;
  exports org.cimlet.execute.products;
  exports org.cimlet.execute.skipper;
  exports org.cimlet.execute.transformer;
  exports org.cimlet.execute.generate;
}
