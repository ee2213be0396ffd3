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
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.part.SourceFile;
import org.cimlet.rtl.verilog.Item;
import org.cimlet.rtl.verilog.VerilogModule;

/// Everything that a part's folder holds, as text: the same job gives the same bytes.
public final class RtlFolder {
  private RtlFolder() {}

  /// The files, by name.
  public static SequencedMap<String, String> files(RtlJob job) {
    return files(job, GoldenVectors.of(job.part(), job.design(), job.bitSerial(), job.vectors()));
  }

  /// The files with other golden vectors.
  public static SequencedMap<String, String> files(RtlJob job, Cycles cycles) {
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
    files.put(
        Manifest.NAME,
        Manifest.of(job, names, FlipFlops.of(job.part(), job.design(), job.bitSerial()).all()));
    return files;
  }

  /// Flip-flops of a part with all it is made of, the row memory aside.
  ///
  /// @param all how many
  /// @param held how many keep their bit unless they are enabled
  public record FlipFlops(int all, int held) {
    private FlipFlops plus(FlipFlops other) {
      return new FlipFlops(all + other.all, held + other.held);
    }

    /// Those of a part.
    public static FlipFlops of(Part part, Design design, boolean bitSerial) {
      List<VerilogModule> modules = part.modules(design, bitSerial);
      Map<String, VerilogModule> byName = new LinkedHashMap<>();
      modules.forEach(module -> byName.putIfAbsent(module.name(), module));
      return of(modules.getFirst(), byName);
    }

    private static FlipFlops of(VerilogModule module, Map<String, VerilogModule> byName) {
      return module.items(Item.Instance.class).stream()
          .map(instance -> byName.get(instance.module()))
          .filter(Objects::nonNull)
          .map(one -> of(one, byName))
          .reduce(new FlipFlops(module.flipFlops(), module.heldFlipFlops()), FlipFlops::plus);
    }
  }
}
