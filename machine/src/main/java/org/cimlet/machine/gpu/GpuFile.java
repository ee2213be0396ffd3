package org.cimlet.machine.gpu;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.cimlet.document.Document;
import org.cimlet.machine.gpu.kernels.KernelLawsReader;
import org.cimlet.machine.gpu.kernels.KernelLawsSpec;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.sourced.RecordBinder;
import org.cimlet.machine.sourced.ReferencedFile;
import org.cimlet.machine.sourced.SourcedNumbers;
import org.cimlet.machine.substrate.SubstrateReader;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import tools.jackson.databind.JsonNode;

/// A GPU as data: a file that was found right, with the files it names. Immutable.
public final class GpuFile {
  private final Document document;
  private final Map<String, JsonNode> named = new ConcurrentHashMap<>();
  private final GpuSpec written;

  /// @param document judged before
  GpuFile(Document document) {
    this.document = document;
    this.written = varied(Provenance::number);
  }

  /// The GPU as written.
  public GpuSpec gpu() {
    return written;
  }

  /// The GPU with other numbers.
  ///
  /// @param reading what stands in for each number, given with its key
  public GpuSpec varied(Function<Provenance, Sourced> reading) {
    String carriedOver = document.root().path("kernels").path("carried_over").asString("");
    RecordBinder binder =
        new RecordBinder(
            new SourcedNumbers(
                line -> reading.apply(new Provenance(line.key(), carriedOver(line, carriedOver)))));
    return binder
        .defaults(Map.of("devices", 1))
        .from(
            KernelLawsSpec.class,
            (name, path) ->
                binder.bind(KernelLawsSpec.class, tree(KernelLawsReader.kept(), name, path), path))
        .from(
            ProcessSpec.class,
            (name, path) ->
                binder.bind(ProcessSpec.class, tree(ProcessReader.kept(), name, path), path))
        .from(
            SubstrateSpec.class,
            (name, path) ->
                binder.bind(SubstrateSpec.class, tree(SubstrateReader.kept(), name, path), path))
        .bind(GpuSpec.class, document.root(), "");
  }

  /// A file that this one names, read once.
  private JsonNode tree(ReferencedFile kind, JsonNode name, String path) {
    return named.computeIfAbsent(path, _ -> kind.openFrom(document, name, path).root());
  }

  /// What was calibrated on other GPUs is extrapolated to this one.
  private static Sourced carriedOver(Provenance number, String why) {
    Sourced written = number.number();
    return why.isEmpty()
            || !number.key().startsWith("kernels.")
            || written.evidence() != Evidence.CALIBRATED
        ? written
        : new Sourced(
            written.value(),
            Evidence.EXTRAPOLATED,
            "carried over, " + why + "; there: " + written.source(),
            written.range());
  }
}
