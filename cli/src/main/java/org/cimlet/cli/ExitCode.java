package org.cimlet.cli;

/// What `cimlet` tells the shell.
final class ExitCode {
  static final int DONE = 0;
  static final int CHECK_FAILED = 1;
  static final int INVALID_INPUT = 2;
  static final int OUR_FAULT = 3;

  private ExitCode() {}
}
