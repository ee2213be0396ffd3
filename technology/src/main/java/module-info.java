/// What silicon can do: operating points of a chip and the laws drawn through them, scaling from
/// process to process, the parts of a memory macro, converters, yield and cost, heat, and the rules
/// that count performance.
@org.jspecify.annotations.NullMarked
module org.cimlet.technology {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.quantity;

  exports org.cimlet.technology;
  exports org.cimlet.technology.adc;
  exports org.cimlet.technology.charge;
  exports org.cimlet.technology.comb;
  exports org.cimlet.technology.heat;
  exports org.cimlet.technology.liberty;
  exports org.cimlet.technology.logic;
  exports org.cimlet.technology.manufacture;
  exports org.cimlet.technology.rules;
  exports org.cimlet.technology.scaling;
  exports org.cimlet.technology.silicon;
  exports org.cimlet.technology.wire;
}
