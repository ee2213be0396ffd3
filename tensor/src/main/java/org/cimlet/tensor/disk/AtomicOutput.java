package org.cimlet.tensor.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;

/// Output that is written next to its place, in `NAME.part`, and moved there once it is whole.
///
/// Closing it before [#finish] removes what was written; so does the end of the Java machine, also
/// by an interrupt from the keyboard.
public final class AtomicOutput implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(AtomicOutput::removeAll, "unfinished-output"));
  }

  private final Path target;
  private final Path part;

  private AtomicOutput(Path target, Path part) {
    this.target = target;
    this.part = part;
  }

  /// Where a file is going to be; a file that is there is replaced at the end.
  ///
  /// @throws InvalidInputException if a leftover of an earlier run is in the way
  public static AtomicOutput file(Path target) {
    return reserve(target);
  }

  /// A new, empty folder that is going to be `target`.
  ///
  /// @throws InvalidInputException if the target exists, a leftover of an earlier run is in the
  ///   way, or the folder cannot be made
  public static AtomicOutput folder(Path target) {
    if (Files.exists(target)) {
      throw InvalidInputException.of(
          target.toString(),
          "must not exist yet, got something there; remove it or choose another name");
    }
    AtomicOutput unfinished = reserve(target);
    try {
      Files.createDirectory(unfinished.part);
    } catch (IOException e) {
      OPEN.remove(unfinished.part);
      throw FileFault.writing(target, e);
    }
    return unfinished;
  }

  private static AtomicOutput reserve(Path target) {
    Path name = target.getFileName();
    if (name == null) {
      throw InvalidInputException.of(
          target.toString(), "must name a file or folder to make, got none; give it a name");
    }
    Path part = target.toAbsolutePath().resolveSibling(name + ".part");
    if (Files.exists(part) || !OPEN.add(part)) {
      throw InvalidInputException.of(
          target + ".part",
          "must not exist, got what a run that is going on or was killed has left; wait for it or"
              + " remove it");
    }
    return new AtomicOutput(target, part);
  }

  /// Where to write until it is finished.
  public Path path() {
    return part;
  }

  /// What it will be called.
  public Path target() {
    return target;
  }

  /// Moves the whole output to its place.
  ///
  /// @throws InvalidInputException if that fails
  public void finish() {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw FileFault.writing(target, e);
    }
    OPEN.remove(part);
  }

  /// Removes what was written, unless finished.
  @Override
  public void close() {
    if (OPEN.contains(part)) {
      remove(part);
      OPEN.remove(part);
    }
  }

  private static void removeAll() {
    // other threads may go on writing for a moment
    for (int attempt = 0; attempt < 20 && OPEN.stream().anyMatch(Files::exists); attempt++) {
      OPEN.forEach(AtomicOutput::remove);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static void remove(Path part) {
    try {
      if (Files.exists(part)) {
        Files.walkFileTree(part, new Remover());
      }
    } catch (IOException _) {
      // what cannot be removed keeps its telling name, and the next run names it
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
