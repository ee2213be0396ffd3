/// The `cimlet` command: arguments in, reports out, exit codes.
@org.jspecify.annotations.NullMarked
module org.cimlet.cli {
  requires static transitive org.jspecify;
  requires org.cimlet.compile;
  requires org.cimlet.paper;
  requires org.cimlet.report;
  requires info.picocli;

  opens org.cimlet.cli to
      info.picocli;
}
