package org.cimlet.tensor.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.disk.MappedFile;

/// Reads a safetensors file: the length of its header as a little-endian u64, the header in JSON,
/// the data.
///
/// Strict like the format's own library: tensors fill the data without gap or overlap.
final class Safetensors {
  /// Longest header. A third of the format's own limit; a thousand tensors take 0.1 MiB.
  private static final int MAX_HEADER_BYTES = 32 << 20;

  private Safetensors() {}

  static TensorFile open(Path file) {
    return MappedFile.open(arena -> new TensorFile(file.toString(), arena, read(file, arena)));
  }

  /// The tensors of one file, in the order of their data.
  static List<Tensor> read(Path file, Arena arena) {
    return parse(file.toString(), MappedFile.map(file, arena));
  }

  static List<Tensor> parse(String fileName, MemorySegment file) {
    int headerBytes = headerBytes(fileName, file);
    byte[] header = file.asSlice(Long.BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
    MemorySegment data = file.asSlice(Long.BYTES + (long) headerBytes);
    List<Tensor> tensors = new ArrayList<>();
    for (SafetensorsHeader.Entry entry :
        SafetensorsHeader.parse(fileName, header, data.byteSize())) {
      MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
      tensors.add(new Tensor(entry.name(), entry.type(), entry.shape(), bytes));
    }
    return tensors;
  }

  /// What is often found under such a name after a failed download, called what it is.
  private static void refuseOther(String fileName, MemorySegment file) {
    byte[] front = file.asSlice(0, Long.BYTES).toArray(ValueLayout.JAVA_BYTE);
    String start = new String(front, StandardCharsets.ISO_8859_1);
    String lower = start.toLowerCase(Locale.ROOT);
    String what = "";
    if (start.startsWith("version ")) {
      what =
          "a Git LFS pointer, which stands for the file; fetch the file itself with git lfs pull";
    } else if (lower.startsWith("<!doc")
        || lower.startsWith("<html")
        || lower.startsWith("<?xml")) {
      what = "a web page; fetch the file itself again";
    } else if (start.startsWith("PK\003\004")) {
      what = "a zip archive, as PyTorch writes; convert it to safetensors";
    } else if (start.startsWith("GGUF")) {
      what = "a GGUF file; rename it to .gguf";
    }
    if (!what.isEmpty()) {
      throw InvalidInputException.of(fileName, "must be safetensors, got " + what);
    }
  }

  private static int headerBytes(String fileName, MemorySegment file) {
    if (file.byteSize() < Long.BYTES) {
      throw InvalidInputException.of(
          fileName,
          "must start with the 8 bytes of the header's length, got %s bytes in all; fetch the file"
                  .formatted(file.byteSize())
              + " again");
    }
    refuseOther(fileName, file);
    long headerBytes = file.get(RowReading.LONG, 0);
    if (headerBytes < 0 || headerBytes > file.byteSize() - Long.BYTES) {
      throw InvalidInputException.of(
          fileName,
          "must hold its header, got a header of %s bytes in a file of %s; fetch the file again, or"
                  .formatted(Long.toUnsignedString(headerBytes), file.byteSize())
              + " check that it is safetensors");
    }
    if (headerBytes > MAX_HEADER_BYTES) {
      throw InvalidInputException.of(
          fileName,
          "must have a header of at most %s bytes, got %s; split the file into shards"
              .formatted(MAX_HEADER_BYTES, headerBytes));
    }
    return (int) headerBytes;
  }
}
