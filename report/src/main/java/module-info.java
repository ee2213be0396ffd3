/// Results as people and scripts read them: terminal, JSON, HTML.
@org.jspecify.annotations.NullMarked
module org.cimlet.report {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.run;
  requires transitive org.cimlet.paper;
  requires transitive org.cimlet.explore;
  requires transitive org.cimlet.serve;
  requires tools.jackson.core;
  requires transitive tools.jackson.databind;

  exports org.cimlet.report;
  exports org.cimlet.report.html;
  exports org.cimlet.report.html.compare;
  exports org.cimlet.report.html.explore;
  exports org.cimlet.report.html.page;
  exports org.cimlet.report.terminal;
}
