package org.cimlet.machine.gpu.kernels;

import java.util.List;
import org.cimlet.document.PresetCatalog;
import org.cimlet.document.SchemaCheck;
import org.cimlet.machine.sourced.ReferencedFile;

/// Reads kernel laws strictly: structure, types and ranges by `kernels.schema.json`.
@SuppressWarnings("exports") // the reader of GPUs, in this module, asks for it
public final class KernelLawsReader {
  private static final PresetCatalog SHELF =
      PresetCatalog.of(
          KernelLawsReader.class::getResourceAsStream, "kernels.laws", "set of kernel laws");

  private KernelLawsReader() {}

  /// Names of the shipped generations, the newest first.
  public static List<String> presets() {
    return SHELF.names();
  }

  /// Where laws lie, and how they are judged.
  @SuppressWarnings("exports") // for this module's other readers
  public static ReferencedFile kept() {
    return new ReferencedFile(SHELF, () -> Compiled.SCHEMA);
  }

  /// Compiled on the first file that a user brings.
  private static final class Compiled {
    static final SchemaCheck SCHEMA =
        SchemaCheck.of(KernelLawsReader.class::getResourceAsStream, "kernels.schema.json");
  }
}
