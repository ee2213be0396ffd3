package org.cimlet.report.html.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.cimlet.document.Sha256;

/// The frame of every page: one file that needs nothing else. The page forbids itself every request
/// and every script but its own.
public final class PageFrame {
  private static final String STYLE = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  private PageFrame() {}

  /// How pages look.
  public static String style() {
    return STYLE;
  }

  /// Begins a page, up to what it shows.
  public static void open(Markup out, String title) {
    open(out, title, STYLE, SCRIPT);
  }

  /// Begins a page with a style and a script of its own.
  public static void open(Markup out, String title, String style, String script) {
    out.open("html", "lang", "en");
    out.open("head").line();
    out.empty("meta", "charset", "utf-8");
    out.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy(script));
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.empty("meta", "name", "color-scheme", "content", "light dark");
    out.empty("link", "rel", "icon", "href", "data:,");
    out.element("title", title + " · Cimlet");
    out.resource("style", style).close().line();
    out.open("body").open("main");
  }

  /// Ends it.
  ///
  /// @return the whole file
  public static String close(Markup out) {
    out.close();
    out.open("div", "id", "tip", "hidden", "hidden").close().line();
    out.resource("script", SCRIPT).close().close();
    return "<!DOCTYPE html>\n" + out + "\n";
  }

  /// Nothing from anywhere, our style, and the one script whose hash this is.
  private static String policy(String script) {
    byte[] hash = Sha256.of(script.getBytes(StandardCharsets.UTF_8));
    return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-"
        + Base64.getEncoder().encodeToString(hash)
        + "'";
  }

  /// A text in the folder of pages: `report.css`.
  public static String resource(String name) {
    try (InputStream in = PageFrame.class.getResourceAsStream("/org/cimlet/report/html/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the report's resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
