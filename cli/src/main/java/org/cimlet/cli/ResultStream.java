package org.cimlet.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard output, which remembers why something could not be written: a print stream would not
/// say.
final class ResultStream extends OutputStream {
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private String why = "";

  ResultStream() {}

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
  }

  /// Whether something is missing, and not because its reader wanted no more.
  boolean isCutShort() {
    return !why.isEmpty() && !why.contains("Broken pipe");
  }

  /// What the system said.
  String why() {
    return why;
  }
}
