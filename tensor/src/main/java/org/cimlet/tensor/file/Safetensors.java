package org.cimlet.tensor.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private static int headerBytes(String fileName, MemorySegment file) {
    if (file.byteSize() < Long.BYTES) {
      throw InvalidInputException.of(
          fileName,
          "must start with the 8 bytes of the header's length, got %s bytes in all; fetch the file"
                  .formatted(file.byteSize())
              + " again");
    }
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
