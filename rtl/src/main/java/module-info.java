/// SystemVerilog of the datapath, with what it takes to simulate, prove and synthesize it.
@org.jspecify.annotations.NullMarked
module org.cimlet.rtl {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.plan;
  requires transitive org.cimlet.execute;
  requires tools.jackson.databind;

  exports org.cimlet.rtl;
  exports org.cimlet.rtl.folder;
  exports org.cimlet.rtl.part;
  exports org.cimlet.rtl.verilog;
}
