package org.cimlet.cli;

import java.io.PrintWriter;
import org.cimlet.cli.progress.ProgressLine;
import org.cimlet.execute.kernel.KernelWidth;

/// Whether the part that runs networks was started along.
///
/// The Java machine loads it, and the vector instructions it needs, only where asked: they would
/// cost every short command a tenth of a second and a warning.
final class Execution {
  static final String MODULE = "org.cimlet.execute";

  private Execution() {}

  /// @throws IllegalStateException if not
  static void check() {
    if (!isThere()) {
      throw new IllegalStateException(
          "started without --add-modules %s; start with ./cimlet".formatted(MODULE));
    }
  }

  /// Whether it was.
  static boolean isThere() {
    Module cli = Execution.class.getModule();
    return !cli.isNamed() || ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /// For people: "256-bit vectors (AVX2)".
  static String kernel() {
    return KernelWidth.chosen().description();
  }

  /// Says on a terminal what networks are run with, and everywhere where that is slow.
  static void sayKernel(PrintWriter err) {
    if (KernelWidth.chosen().isSlow()) {
      err.println("cimlet: warning: integer products run in " + kernel());
    } else if (ProgressLine.onTerminal()) {
      err.println("cimlet: integer products run in " + kernel());
    }
  }
}
