package org.cimlet.cli.rtl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.cimlet.compile.Compiler;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.InputFile;
import org.cimlet.document.Sha256;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.plan.machine.Macro;
import org.cimlet.rtl.Origin;
import org.cimlet.rtl.RtlFolder;
import org.cimlet.rtl.RtlJob;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.run.Version;
import org.cimlet.technology.liberty.StandardCells;
import org.jspecify.annotations.Nullable;

/// From the command line to a folder. Apart from the command, whose class is loaded when any
/// command starts.
final class Emission {
  private static final int MOST_VECTORS = 10_000_000;
  private static final int MOST_LIBERTY_BYTES = 512 << 20;

  private Emission() {}

  /// What the command line says.
  record Request(
      String part,
      String out,
      @Nullable String machine,
      @Nullable String pattern,
      int pipeline,
      boolean fastDecoder,
      int vectors,
      @Nullable String liberty) {}

  /// Writes the folder.
  ///
  /// @return what was written, in words
  static String run(Request request) {
    Part part =
        Part.of(request.part())
            .orElseThrow(() ->
                InvalidInputException.of(
                    "PART",
                    "must be one of %s, got %s"
                        .formatted(
                            Arrays.stream(Part.values())
                                .map(Part::label)
                                .collect(Collectors.joining(", ")),
                            request.part())));
    if (request.vectors() < 1 || request.vectors() > MOST_VECTORS) {
      throw InvalidInputException.of(
          "--vectors", "must be 1 to %s, got %s".formatted(MOST_VECTORS, request.vectors()));
    }
    String name = Objects.requireNonNullElse(request.machine(), MachineReader.presets().getFirst());
    MachineFile file = MachineReader.open(name);
    Macro macro = Compiler.machine(file.machine()).chiplet().macro();
    DesignOf of = new DesignOf(name, part, request.pattern(), request.pipeline());
    Design design = request.fastDecoder() ? of.fastDesign(macro) : of.design(macro);
    EmissionFolder out = EmissionFolder.at(request.out());
    Macro.DigitalSram sram = (Macro.DigitalSram) macro;
    RtlJob job =
        new RtlJob(
            part,
            design,
            of.isBitSerial(sram),
            request.vectors(),
            new Origin(
                file.machine().name(), Sha256.hex(file.yaml()), Version.NUMBER, sram.clockHz()),
            Predictions.of(
                part, design, of.isBitSerial(sram), file.machine(), cells(request.liberty())));
    Map<String, String> files = RtlFolder.files(job);
    out.write(files);
    return "%s for %s: %s files in %s; read README.md there\n"
        .formatted(part.label(), job.origin().machine(), files.size(), request.out());
  }

  /// @return null where none is named
  private static @Nullable StandardCells cells(@Nullable String liberty) {
    if (liberty == null) {
      return null;
    }
    Path path = Path.of(liberty);
    byte[] bytes = InputFile.read(path, MOST_LIBERTY_BYTES);
    try (InputStream in = new ByteArrayInputStream(bytes);
        InputStream plain = liberty.endsWith(".gz") ? new GZIPInputStream(in) : in) {
      byte[] text = plain.readNBytes(MOST_LIBERTY_BYTES);
      return StandardCells.read(new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw InvalidInputException.of(
          liberty, "must be gzipped where it ends in .gz, got other bytes; rename it");
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of(liberty, "must be a Liberty file: " + e.getMessage());
    }
  }
}
