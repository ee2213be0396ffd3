package org.cimlet.studio;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cimlet.diagnostic.Diagnostic;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is answered to a request.
///
/// @param status of HTTP
/// @param type of the content
/// @param policy what the content may do in a browser, as Content-Security-Policy
@SuppressWarnings("ArrayRecordComponent") // written out once
record Reply(int status, String type, String policy, byte[] content) {
  private static final String HTML = "text/html; charset=utf-8";

  /// Pages of ours load what is ours, and nothing else.
  static final String OURS =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self';"
          + " frame-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /// Pages of a folder run, but as those of a stranger: they reach nothing of the studio's.
  static final String STRANGERS =
      "sandbox allow-scripts allow-downloads; frame-ancestors 'self'; base-uri 'none';"
          + " form-action 'none'";

  private static final String NOTHING = "default-src 'none'";

  static Reply text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", NOTHING, text);
  }

  static Reply json(int status, JsonNode json) {
    return of(status, "application/json", NOTHING, json.toString());
  }

  /// A page that was written by us or that lies in the folder.
  static Reply page(String html) {
    return of(200, HTML, STRANGERS, html);
  }

  static Reply own(String type, String content) {
    return of(200, type, OURS, content);
  }

  /// A file to be kept by the browser.
  static Reply file(String type, String content) {
    return of(200, type, NOTHING, content);
  }

  private static Reply of(int status, String type, String policy, String content) {
    return new Reply(status, type, policy, content.getBytes(StandardCharsets.UTF_8));
  }

  /// What is wrong, with its places.
  ///
  /// @param folder that file names are shown without
  static Reply faults(int status, List<Diagnostic> diagnostics, String folder) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode array = root.putArray("diagnostics");
    for (Diagnostic fault : diagnostics) {
      array
          .addObject()
          .put("file", fault.file().replace(folder + "/", ""))
          .put("line", fault.line())
          .put("column", fault.column())
          .put("key", fault.key())
          .put("message", Diagnostic.shown(fault.message()).replace(folder + "/", ""));
    }
    return json(status, root);
  }
}
