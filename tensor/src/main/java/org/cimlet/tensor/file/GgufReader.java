package org.cimlet.tensor.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;

/// Reads a GGUF header: magic, version, counts, metadata, tensors, padding, data.
final class GgufReader {
  private static final int MAGIC = 0x46554747;
  private static final int MAX_KEYS = 1 << 16;
  private static final int MAX_TENSORS = 1 << 18;
  private static final int MAX_ITEMS = 1 << 23;
  private static final int MAX_ARRAY_BYTES = 256 << 20;
  private static final int MAX_DIMENSIONS = 4;
  private static final int DEFAULT_ALIGNMENT = 32;

  private final String fileName;
  private final MemorySegment file;
  private final GgufCursor cursor;
  private final Faults faults;

  private GgufReader(String fileName, MemorySegment file) {
    this.fileName = fileName;
    this.file = file;
    this.cursor = new GgufCursor(fileName, file);
    this.faults = new Faults(fileName);
  }

  static GgufFile read(String fileName, MemorySegment file, Arena arena) {
    return new GgufReader(fileName, file).read(arena);
  }

  /// A tensor as the header describes it.
  private record Entry(String name, int typeNumber, List<Long> shape, long offset) {}

  private GgufFile read(Arena arena) {
    if (cursor.u32("magic") != MAGIC) {
      throw cursor.fault("magic", "must be GGUF, got something else; check the file");
    }
    int version = cursor.u32("version");
    if (version != 2 && version != 3) {
      throw cursor.fault(
          "version",
          Integer.reverseBytes(version) == 3
              ? "must be little-endian, got a big-endian file; convert it again"
              : "must be 2 or 3, got %s; convert it again"
                  .formatted(Integer.toUnsignedString(version)));
    }
    // least: name, dimension count, type, offset
    int tensorCount = cursor.count("tensor_count", 8 + 4 + 4 + 8, MAX_TENSORS);
    int keyCount = cursor.count("metadata_kv_count", 8 + 4 + 1, MAX_KEYS);
    SequencedMap<String, GgufValue> metadata = metadata(keyCount);
    List<Entry> entries = entries(tensorCount);
    List<Tensor> tensors = tensors(entries, alignment(metadata));
    return new GgufFile(metadata, new TensorFile(fileName, arena, tensors));
  }

  private SequencedMap<String, GgufValue> metadata(int count) {
    SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String key = cursor.string("metadata key " + i);
      if (metadata.put(key, value(key, type(key))) != null) {
        faults.add(key, () -> "must be given once, got it twice; convert the file again");
      }
    }
    return metadata;
  }

  private GgufType type(String key) {
    int number = cursor.u32(key);
    return GgufType.of(number)
        .orElseThrow(() ->
            cursor.fault(
                key,
                "must have one of the 13 types of values, got %s; fetch the file again"
                    .formatted(Integer.toUnsignedString(number))));
  }

  private GgufValue value(String key, GgufType type) {
    return switch (type) {
      case U8 -> new GgufValue.Whole(cursor.u8(key) & 0xFF);
      case I8 -> new GgufValue.Whole(cursor.u8(key));
      case U16 -> new GgufValue.Whole(cursor.u16(key) & 0xFFFF);
      case I16 -> new GgufValue.Whole(cursor.u16(key));
      case U32 -> new GgufValue.Whole(cursor.u32(key) & 0xFFFF_FFFFL);
      case I32 -> new GgufValue.Whole(cursor.u32(key));
      case U64, I64 -> new GgufValue.Whole(cursor.u64(key));
      case F32 -> new GgufValue.Real(Float.intBitsToFloat(cursor.u32(key)));
      case F64 -> new GgufValue.Real(Double.longBitsToDouble(cursor.u64(key)));
      case BOOL -> flag(key, cursor.u8(key));
      case STRING -> new GgufValue.Text(cursor.string(key));
      case ARRAY -> array(key);
    };
  }

  private GgufValue flag(String key, byte value) {
    if (value != 0 && value != 1) {
      throw cursor.fault(key, "must be 0 or 1, got %s; convert the file again".formatted(value));
    }
    return new GgufValue.Flag(value == 1);
  }

  private GgufArray array(String key) {
    GgufType type = type(key);
    if (type == GgufType.ARRAY) {
      throw cursor.fault(key, "must not be an array of arrays, got one; convert the file again");
    }
    int size = cursor.count(key, type.leastBytes(), MAX_ITEMS);
    long start = cursor.position();
    if (type == GgufType.STRING) {
      for (int i = 0; i < size; i++) {
        cursor.skipString(key);
      }
    } else {
      cursor.skip((long) size * type.leastBytes(), key);
    }
    if (cursor.position() - start > MAX_ARRAY_BYTES) {
      throw cursor.fault(
          key, "must be an array of at most %s bytes, got more".formatted(MAX_ARRAY_BYTES));
    }
    return new GgufArray(fileName, key, type, size, cursor.slice(start, cursor.position()));
  }

  private int alignment(SequencedMap<String, GgufValue> metadata) {
    GgufValue value = metadata.get("general.alignment");
    if (value == null) {
      return DEFAULT_ALIGNMENT;
    }
    if (value instanceof GgufValue.Whole(long whole)
        && whole > 0
        && whole <= 1 << 20
        && Long.bitCount(whole) == 1) {
      return (int) whole;
    }
    throw cursor.fault(
        "general.alignment",
        "must be a power of two up to 2^20, got %s; convert the file again".formatted(value));
  }

  private List<Entry> entries(int count) {
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      String name = cursor.string("tensor " + i);
      if (!names.add(name)) {
        faults.add(name, () -> "must be named once, got two tensors of that name; convert again");
      }
      int dimensions = cursor.u32(name);
      if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
        throw cursor.fault(
            name,
            "must have at most %s dimensions, got %s; fetch the file again"
                .formatted(MAX_DIMENSIONS, Integer.toUnsignedString(dimensions)));
      }
      List<Long> shape = new ArrayList<>();
      for (int d = 0; d < dimensions; d++) {
        shape.add(cursor.u64(name));
      }
      Collections.reverse(shape);
      int type = cursor.u32(name);
      entries.add(new Entry(name, type, shape, cursor.u64(name)));
    }
    return entries;
  }

  private List<Tensor> tensors(List<Entry> entries, int alignment) {
    long start = Math.ceilDiv(cursor.position(), (long) alignment) * alignment;
    MemorySegment data = file.asSlice(Math.min(start, file.byteSize()));
    List<Tensor> tensors = new ArrayList<>();
    List<Entry> inOrder = new ArrayList<>(entries);
    inOrder.sort(Comparator.comparingLong(Entry::offset));
    long end = 0;
    for (Entry entry : inOrder) {
      Optional<ElementType> type = GgufTensorType.elementType(entry.typeNumber());
      if (type.isEmpty()) {
        refuse(entry);
        continue;
      }
      long bytes = byteSize(entry, type.get());
      if (bytes >= 0 && placed(entry, bytes, end, alignment, data.byteSize())) {
        end = entry.offset() + bytes;
        tensors.add(
            new Tensor(
                entry.name(), type.get(), entry.shape(), data.asSlice(entry.offset(), bytes)));
      }
    }
    faults.throwIfAny();
    return tensors;
  }

  private void refuse(Entry entry) {
    faults.add(
        entry.name(),
        () ->
            "must be one of %s, got %s; convert the network to one of these"
                .formatted(GgufTensorType.names(), GgufTensorType.name(entry.typeNumber())));
  }

  /// -1 after a fault.
  private long byteSize(Entry entry, ElementType type) {
    OptionalLong elements = Tensor.elements(entry.shape());
    long row = entry.shape().isEmpty() ? 1 : entry.shape().getLast();
    if (elements.isEmpty() || elements.getAsLong() > Long.MAX_VALUE / type.blockBytes()) {
      faults.add(
          entry.name(),
          () -> "must have dimensions of a real tensor, got %s".formatted(entry.shape()));
      return -1;
    }
    if (row % type.blockElements() != 0) {
      faults.add(
          entry.name(),
          () ->
              "must have rows of whole blocks of %s for %s, got %s elements"
                  .formatted(type.blockElements(), type, row));
      return -1;
    }
    return type.bytes(elements.getAsLong());
  }

  private boolean placed(Entry entry, long bytes, long end, int alignment, long dataBytes) {
    long offset = entry.offset();
    if (offset < 0 || offset > dataBytes || bytes > dataBytes - offset) {
      faults.add(
          entry.name(),
          () ->
              "must lie in the %s bytes of data, got %s bytes at %s; fetch the file again"
                  .formatted(dataBytes, bytes, Long.toUnsignedString(offset)));
      return false;
    }
    if (offset % alignment != 0) {
      faults.add(
          entry.name(),
          () ->
              "must begin at a multiple of %s bytes, got %s; convert the file again"
                  .formatted(alignment, offset));
      return false;
    }
    if (offset < end && bytes > 0) {
      faults.add(
          entry.name(),
          () ->
              "must begin behind the tensor before it, at byte %s, got %s; convert it again"
                  .formatted(end, offset));
      return false;
    }
    return true;
  }
}
