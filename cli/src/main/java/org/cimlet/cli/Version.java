package org.cimlet.cli;

import picocli.CommandLine.IVersionProvider;

/// The version, and what networks are run with where that part was started along.
final class Version implements IVersionProvider {
  private static final String CIMLET = "cimlet 0.1.0";

  Version() {}

  @Override
  public String[] getVersion() {
    return Execution.isThere()
        ? new String[] {CIMLET, "integer products in " + Execution.kernel()}
        : new String[] {CIMLET};
  }
}
