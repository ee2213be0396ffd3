package org.cimlet.rtl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cimlet.rtl.folder.Cycles;
import org.cimlet.rtl.folder.GoldenVectors;
import org.cimlet.rtl.folder.PartFolder;
import org.cimlet.rtl.part.SourceFile;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.VerilogModule;
import org.jspecify.annotations.Nullable;

/// Everything that a part's folder holds, as text: the same job gives the same bytes.
public final class RtlFolder {
  private RtlFolder() {}

  /// The files, by name.
  public static SequencedMap<String, String> files(RtlJob job) {
    return files(
        job, GoldenVectors.of(job.part(), job.design(), job.bitSerial(), job.vectors()), null);
  }

  /// The files with other golden vectors, and what synthesis came to.
  public static SequencedMap<String, String> files(
      RtlJob job, Cycles cycles, @Nullable Measurement measured) {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    for (SourceFile file :
        PartFolder.files(
            job.part(),
            job.design(),
            job.bitSerial(),
            cycles,
            job.origin().machine(),
            job.origin().clockHz())) {
      files.put(file.name(), file.text());
    }
    List<String> names =
        new ArrayList<>(
            Stream.concat(files.keySet().stream(), Stream.of(Manifest.NAME)).sorted().toList());
    files.put(Manifest.NAME, Manifest.of(job, names, flipFlops(job), measured));
    return files;
  }

  /// Flip-flops of the part with all it is made of, the row memory aside.
  private static int flipFlops(RtlJob job) {
    List<VerilogModule> modules = job.part().modules(job.design(), job.bitSerial());
    Map<String, VerilogModule> byName = new LinkedHashMap<>();
    modules.forEach(module -> byName.putIfAbsent(module.name(), module));
    return flipFlops(modules.getFirst(), byName);
  }

  private static int flipFlops(VerilogModule module, Map<String, VerilogModule> byName) {
    int within =
        module.items(Item.Instance.class).stream()
            .map(instance -> byName.get(instance.module()))
            .filter(Objects::nonNull)
            .mapToInt(one -> flipFlops(one, byName))
            .sum();
    return module.flipFlops() + within;
  }
}
