/// The `cimlet` command: arguments in, reports out, exit codes.
@org.jspecify.annotations.NullMarked
module org.cimlet.cli {
  requires static transitive org.jspecify;
  // only the commands that run networks start with it: see Execution
  requires static org.cimlet.execute;
  requires static org.cimlet.rtl;
  requires org.cimlet.explore;
  requires org.cimlet.paper;
  requires org.cimlet.report;
  requires org.cimlet.run;
  requires org.cimlet.serve;
  requires org.cimlet.studio;
  requires org.cimlet.technology;
  requires org.cimlet.tensor;
  requires info.picocli;

  opens org.cimlet.cli to
      info.picocli;
  opens org.cimlet.cli.compare to
      info.picocli;
  opens org.cimlet.cli.input to
      info.picocli;
  opens org.cimlet.cli.output to
      info.picocli;
  opens org.cimlet.cli.exchange to
      info.picocli;
  opens org.cimlet.cli.explore to
      info.picocli;
  opens org.cimlet.cli.rtl to
      info.picocli;
  opens org.cimlet.cli.studio to
      info.picocli;
  opens org.cimlet.cli.serve to
      info.picocli;
}
