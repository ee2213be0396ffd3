package org.cimlet.report.html;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.cimlet.report.CsvReport;
import org.cimlet.report.JsonReport;
import org.cimlet.report.Origin;
import org.cimlet.report.html.page.Markup;
import org.cimlet.run.Result;
import org.jspecify.annotations.Nullable;

/// The result itself within its page, compressed, to be saved from there.
final class DataLinks {
  private DataLinks() {}

  static void write(Markup out, Result result, @Nullable Origin origin) {
    String json = JsonReport.of(result, origin);
    out.open("p", "class", "data").text("Save the result: ");
    link(out, "JSON", "result.json.gz", json);
    out.text(" ");
    link(out, "CSV", "result.csv.gz", CsvReport.of(json));
    out.close();
  }

  private static void link(Markup out, String word, String file, String content) {
    out.element(
        "a", word, "download", file, "href", "data:application/gzip;base64," + packed(content));
  }

  private static String packed(String content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
