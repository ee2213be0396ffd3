package org.cimlet.tensor.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;
import org.cimlet.diagnostic.InvalidInputException;

/// A whole file as read-only memory, however large.
public final class MappedFile {
  private MappedFile() {}

  /// Opens what keeps its arena until it is closed; where opening fails, the arena is closed here.
  ///
  /// @param opening gives something that closes the arena itself
  @SuppressWarnings("MustBeClosedChecker") // handed on to what is opened
  public static <T extends AutoCloseable> T open(Function<Arena, T> opening) {
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try {
      T result = opening.apply(arena);
      opened = true;
      return result;
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  /// Maps a file; the operating system reads its pages when they are touched.
  ///
  /// @param arena how long the memory stays
  /// @throws InvalidInputException if there is no such readable file
  public static MemorySegment map(Path file, Arena arena) {
    if (Files.isDirectory(file)) {
      throw InvalidInputException.of(
          file.toString(), "must be a file, got a folder; name a file in it");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw InvalidInputException.of(
          file.toString(),
          "must be a regular file, got a pipe or a device; write what it gives into a file first");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      throw FileFault.reading(file, e);
    }
  }

  /// A whole small file.
  ///
  /// @param maxBytes far above any file that is meant
  /// @throws InvalidInputException if there is no such readable file, or it is larger
  public static byte[] read(Path file, int maxBytes) {
    if (Files.isDirectory(file)) {
      throw InvalidInputException.of(
          file.toString(), "must be a file, got a folder; name a file in it");
    }
    try (var in = Files.newInputStream(file)) {
      // not Files.size: a pipe or a device has none
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw InvalidInputException.of(
            file.toString(),
            "must be at most %s MiB, got more; check that this is the right file"
                .formatted(maxBytes >> 20));
      }
      return bytes;
    } catch (IOException e) {
      throw FileFault.reading(file, e);
    }
  }
}
