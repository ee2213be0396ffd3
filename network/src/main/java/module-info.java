/// Networks as users name and write them: every family's `config.json`, and the presets we ship.
@org.jspecify.annotations.NullMarked
module org.cimlet.network {
  requires static transitive org.jspecify;
  requires transitive org.cimlet.diagnostic;
  requires transitive org.cimlet.document;

  exports org.cimlet.network;
  exports org.cimlet.network.read;
}
