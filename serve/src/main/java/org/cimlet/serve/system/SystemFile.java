package org.cimlet.serve.system;

import java.util.List;
import org.cimlet.serve.measure.Slo;
import org.jspecify.annotations.Nullable;

/// What a file says of a system.
///
/// @param network its name; null where the file leaves it open
/// @param system its pools and rules
/// @param slos what clients are promised; none where the file leaves it open
/// @param prices what money is counted for
public record SystemFile(
    @Nullable String network, SystemSpec system, List<Slo> slos, Prices prices) {
  /// Copies the list.
  public SystemFile {
    slos = List.copyOf(slos);
  }
}
