package org.cimlet.tensor.disk;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Strict UTF-8: a byte that is not UTF-8 is a fault, not a replacement character.
public final class Utf8 {
  private Utf8() {}

  /// The text, or empty where the bytes are not UTF-8.
  public static Optional<String> decode(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
