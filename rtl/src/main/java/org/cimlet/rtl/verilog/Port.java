package org.cimlet.rtl.verilog;

import org.cimlet.rtl.verilog.Expression.Name;

/// A port of a module.
///
/// @param name with its width
/// @param isOutput whether the module drives it
/// @param meaning in words
public record Port(Name name, boolean isOutput, String meaning) {
  /// One that is driven from outside.
  public static Port in(String name, int width, String meaning) {
    return new Port(new Name(name, width), false, meaning);
  }

  /// One that the module drives.
  public static Port out(String name, int width, String meaning) {
    return new Port(new Name(name, width), true, meaning);
  }
}
