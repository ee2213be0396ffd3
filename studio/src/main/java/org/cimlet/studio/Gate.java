package org.cimlet.studio;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may ask: whoever has the link, from this computer, through no page but the studio's.
///
/// A page of another origin can send requests to this computer too, and a name of its own can lead
/// here (DNS rebinding): the token keeps out the first, the names of the host the second.
///
/// @param token a secret of 256 bits, the first part of every path
/// @param port that is served
record Gate(String token, int port) {
  private static final int BYTES = 32;

  /// With a token that is new.
  static Gate drawn(int port) {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return new Gate(Base64.getUrlEncoder().withoutPadding().encodeToString(secret), port);
  }

  /// Where the studio is.
  String address() {
    return "http://127.0.0.1:%s/%s/".formatted(port, token);
  }

  /// Why a request is refused; null where it is not.
  @Nullable Reply refusal(String method, String path, Headers headers) {
    List<String> hosts = List.of("127.0.0.1:" + port, "localhost:" + port);
    String host = headers.getFirst("Host");
    if (host == null || !hosts.contains(host)) {
      return Reply.text(421, "must ask for 127.0.0.1, got another host\n");
    }
    String origin = headers.getFirst("Origin");
    if (origin != null && hosts.stream().noneMatch(own -> origin.equals("http://" + own))) {
      return Reply.text(403, "must come from the studio's own page, got another origin\n");
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return Reply.text(403, "must come from the studio's own page, got another site\n");
    }
    if (!hasToken(path)) {
      return Reply.text(404, "must use the link that cimlet studio printed\n");
    }
    if (!List.of("GET", "POST").contains(method)) {
      return Reply.text(405, "must be GET or POST\n");
    }
    return null;
  }

  /// Takes as long whatever the path begins with.
  private boolean hasToken(String path) {
    String[] parts = path.split("/", 3);
    return parts.length == 3
        && MessageDigest.isEqual(
            parts[1].getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  /// A path without the token.
  String within(String path) {
    return path.substring(token.length() + 2);
  }
}
