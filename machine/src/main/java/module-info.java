/// Machines as users write them, and the processes, substrates and GPUs they refer to, read
/// strictly; the presets we ship.
@org.jspecify.annotations.NullMarked
module org.cimlet.machine {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.diagnostic;
  requires transitive org.cimlet.quantity;
  requires org.cimlet.technology;
  requires transitive org.cimlet.document;

  exports org.cimlet.machine;
  exports org.cimlet.machine.gpu;
  exports org.cimlet.machine.gpu.kernels;
  exports org.cimlet.machine.named;
  exports org.cimlet.machine.operands;
  exports org.cimlet.machine.process;
  exports org.cimlet.machine.substrate;
  exports org.cimlet.machine.timeloop;
}
