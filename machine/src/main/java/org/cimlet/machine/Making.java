package org.cimlet.machine;

import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.jspecify.annotations.Nullable;

/// What the files say that a machine names. Whatever is absent leaves some figure unspecified:
/// nothing stands in for it.
///
/// @param process what the layers' chiplets are made in; without it no cost and no carbon
/// @param substrate what carries the dies; absent for a bare die
public record Making(@Nullable ProcessSpec process, @Nullable SubstrateSpec substrate) {
  /// A machine that names no files.
  public static final Making UNSPECIFIED = new Making(null, null);
}
