/// Numbers with units: where a number comes from, and how people read it.
@org.jspecify.annotations.NullMarked
module org.cimlet.quantity {
  requires static transitive org.jspecify;

  exports org.cimlet.quantity;
}
