/// What silicon can do: operating points of a chip, and the laws drawn through them.
@org.jspecify.annotations.NullMarked
module org.cimlet.technology {
  requires static transitive org.jspecify;

  exports org.cimlet.technology;
}
