package org.cimlet.explore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.InputFile;
import org.cimlet.explore.space.Space;
import org.cimlet.run.Version;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The folder of an exploration: the space, a part for each range of designs that is done, the
/// front. A file is there whole or not at all: it is written beside its place, forced to the disk,
/// and moved there, so that whoever is killed loses only the ranges in work.
final class Folder implements AutoCloseable {
  /// What wrote it; another version may answer otherwise.
  static final String WRITTEN_BY = "cimlet " + Version.NUMBER;

  /// Longest of its texts that is read: a generation of a large population is far below.
  private static final int LARGEST_BYTES = 256 << 20;

  private static final String UNFINISHED = ".unfinished";

  /// What is there before the space is written down.
  private static final List<String> BEGINNING = List.of("", "lock", "parts", "space.yaml");

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;

  private Folder(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// A new folder, or an empty one.
  ///
  /// @throws InvalidInputException where there is something in it, or it cannot be written
  static Folder create(Path path, Space space, String yaml) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw InvalidInputException.of("--out", "must name a folder, got the file " + path);
    }
    try {
      if (Files.exists(path) && !isEmpty(path)) {
        throw InvalidInputException.of(
            "--out",
            "must name a folder that is empty or not there yet, got %s; go on in it with --resume %s"
                .formatted(path, path));
      }
      Files.createDirectories(path.resolve("parts"));
      Folder folder = locked(path);
      folder.removeUnfinished();
      folder.write("space.yaml", yaml.getBytes(StandardCharsets.UTF_8));
      folder.write("space.sha256", identity(space).getBytes(StandardCharsets.UTF_8));
      return folder;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /// Whether there is nothing but what is left of an exploration that was killed before its space
  /// was written down.
  private static boolean isEmpty(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .map(file -> path.relativize(file).toString())
          .allMatch(name -> name.endsWith(UNFINISHED) || BEGINNING.contains(name));
    }
  }

  /// The folder of an exploration that was stopped.
  ///
  /// @throws InvalidInputException where it is that of another space or version, or in use
  static Folder resume(Path path, Space space, String yaml) {
    check(path, space, yaml);
    try {
      Folder folder = locked(path);
      folder.removeUnfinished();
      folder.write("space.yaml", yaml.getBytes(StandardCharsets.UTF_8)); // it may ask more now
      return folder;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /// Checks that a folder is one of this space and version.
  static void check(Path path, Space space, String yaml) {
    String written;
    try {
      written = Files.readString(path.resolve("space.sha256"));
    } catch (IOException e) {
      throw InvalidInputException.of(
          path.toString(),
          "must be a folder that cimlet explore wrote, got one without space.sha256");
    }
    if (written.equals(identity(space))) {
      return;
    }
    if (!written.startsWith(WRITTEN_BY + " ")) {
      throw InvalidInputException.of(
          path.toString(),
          "must be written by %s, got %s; begin anew with --out"
              .formatted(WRITTEN_BY, written.replaceFirst(" [0-9a-f]+\\s*$", "").strip()));
    }
    throw InvalidInputException.of(
        path.toString(),
        "must be of the same space, got one that differs in %s; begin anew with --out"
            .formatted(differs(path, yaml)));
  }

  /// The first key by which the spaces differ.
  private static String differs(Path path, String yaml) {
    var then = Document.read(path.resolve("space.yaml")).root();
    var now = Document.parse("space.yaml", yaml, Document.Format.YAML).root();
    for (String key : now.propertyNames()) {
      if (!now.path(key).equals(then.path(key))) {
        return key;
      }
    }
    for (String key : then.propertyNames()) {
      if (!now.has(key)) {
        return key;
      }
    }
    return "a machine or a network that it refers to";
  }

  private static String identity(Space space) {
    return WRITTEN_BY + " " + space.identity() + "\n";
  }

  private static Folder locked(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      file.close();
      throw InvalidInputException.of(
          path.toString(),
          "must be explored by one process at a time, got one at work in it; wait for it, or use"
              + " another folder with --shard");
    }
    return new Folder(path, file, lock);
  }

  private void removeUnfinished() throws IOException {
    for (Path folder : List.of(path, path.resolve("parts"))) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(UNFINISHED)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// Writes a part: rows first, then what says that they are there.
  void write(Part part, byte[] parquet) {
    try {
      write("parts/" + name(part.number()) + ".parquet", parquet);
      write("parts/" + name(part.number()) + ".json", part.json().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /// Writes a file beside the parts.
  void write(String name, String text) {
    writeBytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes a file beside the parts.
  void writeBytes(String name, byte[] content) {
    try {
      write(name, content);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /// What a file beside the parts holds; nothing where it is not there.
  String text(String name) {
    Path file = path.resolve(name);
    return Files.exists(file) ? InputFile.text(file, LARGEST_BYTES) : "";
  }

  private void write(String name, byte[] content) throws IOException {
    replace(path.resolve(name), content);
  }

  /// Writes a file: there whole or not at all.
  static void replace(Path file, byte[] content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String name(long part) {
    String digits = Long.toString(part);
    return "0".repeat(Math.max(0, 8 - digits.length())) + digits;
  }

  private static InvalidInputException unwritable(Path path, IOException e) {
    return InvalidInputException.of(
        path.toString(),
        "must be a folder with room that can be written, got '%s'; what is done so far is kept: go on"
                .formatted(e)
            + " with --resume");
  }

  /// Parts that are done, by their numbers.
  static Map<Long, Part> parts(Path path, Space space) {
    Map<Long, Part> parts = new TreeMap<>();
    try (Stream<Path> files = Files.list(path.resolve("parts"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        Part part = part(file, space);
        parts.put(part.number(), part);
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          path.toString(), "must be a folder whose parts can be read, got '%s'".formatted(e));
    }
    return parts;
  }

  private static Part part(Path file, Space space) {
    try {
      return Part.read(InputFile.text(file, LARGEST_BYTES), space);
    } catch (JacksonException | IllegalArgumentException e) {
      throw InvalidInputException.of(
          file.toString(),
          "must be a part as cimlet explore wrote it, got one that cannot be read; delete it, and"
              + " it is answered anew with --resume");
    }
  }

  /// The rows of a part.
  static byte[] rows(Path path, long part) {
    try {
      return Files.readAllBytes(path.resolve("parts/" + name(part) + ".parquet"));
    } catch (IOException e) {
      throw InvalidInputException.of(
          path.toString(), "must have the rows of every part, got '%s'".formatted(e));
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      // the process ends, and the lock with it
    }
  }
}
