package org.cimlet.cli;

/// Whether the part that runs networks was started along.
///
/// The Java machine loads it, and the vector instructions it needs, only where asked: they would
/// cost every short command a tenth of a second and a warning.
final class Execution {
  static final String MODULE = "org.cimlet.execute";

  private Execution() {}

  /// @throws IllegalStateException if not
  static void check() {
    Module cli = Execution.class.getModule();
    if (cli.isNamed() && ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      throw new IllegalStateException(
          "started without --add-modules %s; start with ./cimlet".formatted(MODULE));
    }
  }
}
