package org.cimlet.tensor.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.InputFile;

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
    InputFile.requireRegular(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }
}
