package org.cimlet.conformance.rtl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.cimlet.technology.liberty.StandardCells;
import org.junit.jupiter.api.Assumptions;

/// Libraries that parts were synthesized to.
enum Library {
  /// Of Debian's package qflow-tech-osu018.
  OSU180("OSU 180 nm", "/usr/share/qflow/tech/osu018/osu018_stdcells.lib"),
  SG13G2("SG13G2", "../../shared/data/liberty/sg13g2_typ.lib.gz"),
  /// Without its AO and OA cells.
  ASAP7("ASAP7", "../../shared/data/liberty/asap7_rvt_tt_small.lib.gz"),
  GT2N("GT2N", "../../shared/data/liberty/gt2n.lib.gz");

  private static final Map<Library, StandardCells> READ = new ConcurrentHashMap<>();

  private final String title;
  private final String file;

  Library(String title, String path) {
    this.title = title;
    this.file = path;
  }

  String title() {
    return title;
  }

  Path path() {
    return Path.of(file).toAbsolutePath().normalize();
  }

  /// Skips the test where it is not there.
  StandardCells cells() {
    Assumptions.assumeTrue(Files.exists(path()), () -> "needs " + path());
    return READ.computeIfAbsent(this, Library::read);
  }

  private static StandardCells read(Library library) {
    try (InputStream in = Files.newInputStream(library.path());
        InputStream plain = library.file.endsWith(".gz") ? new GZIPInputStream(in) : in) {
      return StandardCells.read(new String(plain.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
