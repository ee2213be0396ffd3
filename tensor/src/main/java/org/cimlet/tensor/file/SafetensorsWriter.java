package org.cimlet.tensor.file;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.disk.AtomicOutput;
import org.cimlet.tensor.disk.FileFault;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a safetensors file whose tensors are known by name, type and shape beforehand and whose
/// bytes come in any order, as large as the disk.
///
/// The file is written as `NAME.part` and gets its name in [#finish]; closed before, nothing stays.
/// Tensors stand in the file by falling width of their elements, so that each is aligned, and among
/// equals in the order given. Equal calls make equal bytes.
public final class SafetensorsWriter implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int PIECE_BYTES = 8 << 20;

  private final Path file;
  private final AtomicOutput unfinished;
  private final FileChannel channel;
  private final SequencedMap<String, Place> places;
  private boolean finished;

  /// A tensor that is going to be written.
  ///
  /// @param type no block type
  public record Outline(String name, ElementType type, List<Long> shape) {
    /// Copies the shape.
    public Outline {
      shape = List.copyOf(shape);
      if (type.blockElements() != 1 || Tensor.elements(shape).isEmpty()) {
        throw new IllegalArgumentException("no safetensors tensor: " + name + type + shape);
      }
    }

    /// Bytes it takes.
    public long byteSize() {
      return type.bytes(Tensor.elements(shape).orElseThrow());
    }
  }

  /// Where a tensor's bytes go, and how many have come.
  private static final class Place {
    private final Outline outline;
    private final long begin;
    private long written;

    Place(Outline outline, long begin) {
      this.outline = outline;
      this.begin = begin;
    }
  }

  private SafetensorsWriter(
      Path file, AtomicOutput unfinished, FileChannel channel, SequencedMap<String, Place> places) {
    this.file = file;
    this.unfinished = unfinished;
    this.channel = channel;
    this.places = places;
  }

  /// Starts a file.
  ///
  /// @param metadata strings for the header, possibly none
  /// @throws InvalidInputException if the place cannot be written to
  /// @throws IllegalArgumentException if two tensors share a name
  public static SafetensorsWriter create(
      Path file, SequencedMap<String, String> metadata, List<Outline> tensors) {
    byte[] header = header(metadata, inFileOrder(tensors));
    SequencedMap<String, Place> places = new LinkedHashMap<>();
    long at = Long.BYTES + (long) header.length;
    for (Outline tensor : inFileOrder(tensors)) {
      if (places.put(tensor.name(), new Place(tensor, at)) != null) {
        throw new IllegalArgumentException("two tensors named " + tensor.name());
      }
      at = Math.addExact(at, tensor.byteSize());
    }
    AtomicOutput unfinished = AtomicOutput.file(file);
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              unfinished.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      ByteBuffer start =
          ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
      writeAll(channel, start.putLong(header.length).put(header).flip(), 0);
      return new SafetensorsWriter(file, unfinished, channel, places);
    } catch (IOException e) {
      closeQuietly(channel);
      unfinished.close();
      throw FileFault.writing(file, e);
    }
  }

  private static List<Outline> inFileOrder(List<Outline> tensors) {
    List<Outline> ordered = new ArrayList<>(tensors);
    ordered.sort(
        Comparator.comparingInt((Outline tensor) -> tensor.type().blockBytes()).reversed());
    return ordered;
  }

  private static byte[] header(SequencedMap<String, String> metadata, List<Outline> tensors) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectPropertyStart("__metadata__");
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringProperty(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long at = 0;
      for (Outline tensor : tensors) {
        write(json, tensor, at);
        at = Math.addExact(at, tensor.byteSize());
      }
      json.writeEndObject();
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(bytes.length + Long.BYTES, ALIGNMENT) * ALIGNMENT - Long.BYTES;
    return (text + " ".repeat(padded - bytes.length)).getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, Outline tensor, long at) {
    json.writeObjectPropertyStart(tensor.name());
    json.writeStringProperty("dtype", tensor.type().name());
    json.writeArrayPropertyStart("shape");
    for (long dimension : tensor.shape()) {
      json.writeNumber(dimension);
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("data_offsets");
    json.writeNumber(at);
    json.writeNumber(at + tensor.byteSize());
    json.writeEndArray();
    json.writeEndObject();
  }

  /// Appends bytes to a tensor.
  ///
  /// @throws InvalidInputException if the disk does not take them
  /// @throws IllegalArgumentException if there is no such tensor or they are more than it has
  public void write(String tensor, MemorySegment bytes) {
    Place place = places.get(tensor);
    if (place == null || place.written + bytes.byteSize() > place.outline.byteSize()) {
      throw new IllegalArgumentException(
          "no room for %s bytes of %s".formatted(bytes.byteSize(), tensor));
    }
    try {
      for (long from = 0; from < bytes.byteSize(); from += PIECE_BYTES) {
        MemorySegment piece = bytes.asSlice(from, Math.min(PIECE_BYTES, bytes.byteSize() - from));
        writeAll(channel, piece.asByteBuffer(), place.begin + place.written);
        place.written += piece.byteSize();
      }
    } catch (IOException e) {
      throw FileFault.writing(file, e);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    long next = at;
    while (bytes.hasRemaining()) {
      next += channel.write(bytes, next);
    }
  }

  /// Gives the whole file its name.
  ///
  /// @throws InvalidInputException if the disk fails
  /// @throws IllegalStateException if a tensor's bytes are not all there
  public void finish() {
    for (Place place : places.values()) {
      if (place.written != place.outline.byteSize()) {
        throw new IllegalStateException(
            "%s has %s of %s bytes"
                .formatted(place.outline.name(), place.written, place.outline.byteSize()));
      }
    }
    try {
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw FileFault.writing(file, e);
    }
    unfinished.finish();
    finished = true;
  }

  /// Removes what was written, unless finished.
  @Override
  public void close() {
    if (!finished) {
      closeQuietly(channel);
      unfinished.close();
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException _) {
      // the file is removed next
    }
  }
}
