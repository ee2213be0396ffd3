package org.cimlet.studio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Sha256;
import org.cimlet.explore.Explored;
import org.cimlet.report.SavedResult;

/// The folder a studio works in. Names are relative to it, and whatever they lead to lies in it,
/// links followed.
final class Workspace {
  private static final int DEEPEST = 4;
  private static final int MOST_FILES = 20_000;
  private static final long LARGEST = 4L << 20;
  private static final Pattern SAVED = Pattern.compile("[^.\\s/\\\\][^/\\\\]*\\.(ya?ml|json|html)");

  private final Path root;

  /// @throws InvalidInputException where there is no such folder
  Workspace(Path folder) {
    try {
      this.root = folder.toRealPath();
    } catch (IOException e) {
      throw InvalidInputException.of(
          "DIR", "must be a folder, got '%s', which is not there".formatted(folder));
    }
    if (!Files.isDirectory(root)) {
      throw InvalidInputException.of(
          "DIR", "must be a folder, got the file '%s'".formatted(folder));
    }
  }

  Path root() {
    return root;
  }

  /// What there is, each by its path in the folder.
  ///
  /// @param machines YAML files of machines
  /// @param networks folders with a `config.json`, GGUF files
  /// @param explorations folders that `cimlet explore` wrote
  /// @param results files that `cimlet run --json` wrote
  record Contents(
      List<String> machines,
      List<String> networks,
      List<String> explorations,
      List<String> results) {}

  /// Looks through the folder; hidden ones and links are passed over.
  Contents contents() {
    Contents found =
        new Contents(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try {
      Files.walkFileTree(
          root, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEEPEST, new Walk(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Stream.of(found.machines(), found.networks(), found.explorations(), found.results())
        .forEach(list -> list.sort(null));
    return found;
  }

  /// Sorts files by what they are.
  private final class Walk extends SimpleFileVisitor<Path> {
    private final Contents found;
    private int files;

    Walk(Contents found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (!folder.equals(root) && folder.getFileName().toString().startsWith(".")) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (Explored.isIn(folder)) {
        found.explorations().add(name(folder));
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (Files.isRegularFile(folder.resolve("config.json"))) {
        found.networks().add(name(folder));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (++files > MOST_FILES) {
        return FileVisitResult.TERMINATE;
      }
      if (!attributes.isRegularFile()) {
        return FileVisitResult.CONTINUE;
      }
      if (file.toString().toLowerCase(Locale.ROOT).endsWith(".gguf")) {
        found.networks().add(name(file));
      } else if (attributes.size() <= LARGEST && SavedResult.isOne(file)) {
        found.results().add(name(file));
      } else if (file.toString().matches(".*\\.ya?ml") && isMachine(file, attributes.size())) {
        found.machines().add(name(file));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isMachine(Path file, long size) {
    try {
      return size <= LARGEST && Files.readString(file).contains("cimlet.machine/");
    } catch (IOException e) {
      return false;
    }
  }

  private String name(Path path) {
    Path relative = root.relativize(path);
    return relative.toString().isEmpty() ? "." : relative.toString();
  }

  /// Where a name leads.
  ///
  /// @throws InvalidInputException where that is not in the folder, or not there
  Path found(String name) {
    Path path = placed(name);
    try {
      Path real = path.toRealPath();
      if (real.startsWith(root)) {
        return real;
      }
    } catch (IOException e) {
      throw InvalidInputException.of(name, "must be there, got no such file");
    }
    throw outside(name);
  }

  private Path placed(String name) {
    try {
      Path path = root.resolve(name).normalize();
      if (!name.isBlank() && !Path.of(name).isAbsolute() && path.startsWith(root)) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw outside(name);
    }
    throw outside(name);
  }

  private InvalidInputException outside(String name) {
    return InvalidInputException.of(
        name, "must lie in the studio's folder; start cimlet studio in a folder that has it");
  }

  /// Whether a file that is there lies outside, links followed.
  boolean isOutside(Path file) {
    try {
      return !file.toRealPath().startsWith(root);
    } catch (IOException e) {
      return false;
    }
  }

  /// The text of a file.
  ///
  /// @throws InvalidInputException where it is not in the folder, or not to be read
  String read(String name) {
    Path file = found(name);
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
        return Files.readString(file);
      }
    } catch (IOException e) {
      throw InvalidInputException.of(
          name, "must be a text that can be read, got '%s'".formatted(e));
    }
    throw InvalidInputException.of(name, "must be a text of at most 4 MiB");
  }

  /// What came of saving.
  ///
  /// @param isSaved whether it was
  /// @param sha256 of the file that is there now
  record Saved(boolean isSaved, String sha256) {}

  /// Writes a file, whole or not at all; one that is there stays unless it is known.
  ///
  /// @param known hash of what may be replaced; empty for nothing
  /// @throws InvalidInputException where it may not lie there
  Saved save(String name, String text, String known) {
    Path file = placed(name);
    if (!SAVED.matcher(file.getFileName().toString()).matches()) {
      throw InvalidInputException.of(name, "must be named .yaml, .json or .html");
    }
    try {
      if (isOutside(Objects.requireNonNull(file.getParent())) || isOutside(file)) {
        throw outside(name);
      }
      Path part = file.resolveSibling("." + file.getFileName() + ".part");
      if (Files.exists(file)) {
        String there = Sha256.hex(Files.readAllBytes(file));
        if (!there.equals(known)) {
          return new Saved(false, there);
        }
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.writeString(part, text);
        Files.move(part, file);
      }
      return new Saved(true, Sha256.hex(text));
    } catch (IOException e) {
      throw InvalidInputException.of(
          name, "must be a file that can be written, got '%s'".formatted(e));
    }
  }
}
