/// What is wrong with a user's input, where it is wrong, and what would mend it.
@org.jspecify.annotations.NullMarked
module org.cimlet.diagnostic {
  requires static transitive org.jspecify;

  exports org.cimlet.diagnostic;
}
