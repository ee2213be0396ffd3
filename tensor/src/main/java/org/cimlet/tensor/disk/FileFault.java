package org.cimlet.tensor.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.cimlet.diagnostic.InvalidInputException;

/// What the file system refused, as a diagnostic.
public final class FileFault {
  private FileFault() {}

  /// A file or folder that could not be written.
  public static InvalidInputException writing(Path file, IOException fault) {
    return InvalidInputException.of(
        file.toString(),
        switch (fault) {
          case NoSuchFileException _, NotDirectoryException _ ->
              "must lie in a folder, got no such folder; make it first";
          case AccessDeniedException _ ->
              "must be writable, got permission denied; choose another place";
          case FileAlreadyExistsException _ ->
              "must not exist yet, got something there; remove it or choose another name";
          default ->
              "must be writable, got an error of the file system: %s; nothing was left behind"
                  .formatted(fault.getMessage());
        });
  }
}
