package org.cimlet.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.cimlet.diagnostic.InvalidInputException;

/// A file that a user names: it is there, it is no folder, pipe or device, and can be read.
public final class InputFile {
  private InputFile() {}

  /// The bytes of a small file.
  ///
  /// @param maxBytes far above any file that is meant
  /// @throws InvalidInputException if there is no such readable file, or it is larger
  public static byte[] read(Path file, int maxBytes) {
    requireRegular(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw InvalidInputException.of(
            file.toString(),
            "must be at most %s MiB, got more; check that this is the right file"
                .formatted(maxBytes >> 20));
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// The UTF-8 text of a small file.
  ///
  /// @param maxBytes far above any file that is meant
  /// @throws InvalidInputException if there is no such readable file, it is larger, or it is not
  ///   UTF-8
  public static String text(Path file, int maxBytes) {
    return SourceFile.decode(file.toString(), read(file, maxBytes));
  }

  /// Refuses what has no length or no end. That there is a file is for the caller to find.
  ///
  /// @throws InvalidInputException for a folder, a pipe or a device
  public static void requireRegular(Path file) {
    if (Files.isDirectory(file)) {
      throw InvalidInputException.of(
          file.toString(), "must be a file, got a folder; name a file in it");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw InvalidInputException.of(
          file.toString(),
          "must be a regular file, got a pipe or a device; write what it gives into a file first");
    }
  }

  /// What the file system refused.
  public static InvalidInputException unreadable(Path file, IOException fault) {
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      return InvalidInputException.of(
          file.toString(),
          "must be a file, got a symbolic link that leads to none; correct the link");
    }
    return InvalidInputException.of(
        file.toString(),
        switch (fault) {
          case NoSuchFileException _, NotDirectoryException _ ->
              "must be a file, got no such file; check the path";
          case AccessDeniedException _ ->
              "must be readable, got permission denied; change the file's permissions";
          default -> "must be readable, got an error of the file system: " + fault.getMessage();
        });
  }
}
