package org.cimlet.tensor.file;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.tensor.disk.MappedFile;

/// A GGUF file of version 2 or 3, little-endian: metadata by key, and tensors under the file's own
/// names (`blk.0.attn_q.weight`), shapes in our order, the last dimension running fastest.
///
/// Converters to GGUF reorder the queries' and keys' rows of llama networks so that neighbouring
/// rows `2i, 2i+1` of a head are rotated together.
///
/// @param metadata values by key, in the order of the file
/// @param tensors the weights
public record GgufFile(SequencedMap<String, GgufValue> metadata, TensorFile tensors)
    implements AutoCloseable {

  /// Copies the map.
  public GgufFile {
    metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
  }

  /// Opens a file.
  ///
  /// @throws InvalidInputException if there is none, or it is at fault
  public static GgufFile open(Path file) {
    return MappedFile.open(
        arena -> GgufReader.read(file.toString(), MappedFile.map(file, arena), arena));
  }

  /// The string of that key; empty without one.
  ///
  /// @throws InvalidInputException if the value is something else
  public Optional<String> text(String key) {
    return Optional.ofNullable(metadata.get(key))
        .map(value -> {
          if (value instanceof GgufValue.Text(String text)) {
            return text;
          }
          throw mismatch(key, "a string", value);
        });
  }

  /// The array of that key; empty without one.
  ///
  /// @throws InvalidInputException if the value is something else
  public Optional<GgufArray> array(String key) {
    return Optional.ofNullable(metadata.get(key))
        .map(value -> {
          if (value instanceof GgufArray array) {
            return array;
          }
          throw mismatch(key, "an array", value);
        });
  }

  /// The whole number of that key; empty without one.
  ///
  /// @throws InvalidInputException if the value is something else
  public Optional<Long> whole(String key) {
    return Optional.ofNullable(metadata.get(key))
        .map(value -> {
          if (value instanceof GgufValue.Whole(long whole)) {
            return whole;
          }
          throw mismatch(key, "a whole number", value);
        });
  }

  /// The truth value of that key; empty without one.
  ///
  /// @throws InvalidInputException if the value is something else
  public Optional<Boolean> flag(String key) {
    return Optional.ofNullable(metadata.get(key))
        .map(value -> {
          if (value instanceof GgufValue.Flag(boolean flag)) {
            return flag;
          }
          throw mismatch(key, "a truth value", value);
        });
  }

  private InvalidInputException mismatch(String key, String expected, GgufValue value) {
    return new Faults(tensors.name())
        .only(key, "must be %s, got %s; convert the file again".formatted(expected, value.kind()));
  }

  @Override
  public void close() {
    tensors.close();
  }
}
