package org.cimlet.run;

/// Which Cimlet this is. Saved results and explorations name it: another may answer otherwise.
public final class Version {
  /// As releases are numbered.
  public static final String NUMBER = "0.1.0";

  private Version() {}
}
