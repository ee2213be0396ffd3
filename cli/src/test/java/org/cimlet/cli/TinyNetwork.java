package org.cimlet.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A llama2.c checkpoint with seeded random weights, and a vocabulary of three specials, the 256
/// bytes and a few words.
final class TinyNetwork {
  static final int DIM = 64;
  static final int INNER = 96;
  static final int LAYERS = 2;
  static final int HEADS = 4;
  static final int KEY_VALUE_HEADS = 2;
  static final int CONTEXT = 48;
  static final String[] WORDS = {" ", "a", "b", "c", " a", "ab", " ab", "\n"};
  static final int VOCABULARY = 3 + 256 + WORDS.length;

  private TinyNetwork() {}

  /// Writes `net.bin` and `tokenizer.bin`.
  ///
  /// @return the checkpoint
  static Path write(Path folder) {
    return write(folder, 1);
  }

  /// The same with what the weights of the head are multiplied by: 0 makes all tokens equally
  /// likely.
  static Path write(Path folder, float head) {
    Path checkpoint = folder.resolve("net.bin");
    try {
      Files.write(checkpoint, checkpoint(head));
      Files.write(folder.resolve("tokenizer.bin"), vocabulary());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return checkpoint;
  }

  private static byte[] checkpoint(float head) {
    int keyValues = DIM / HEADS * KEY_VALUE_HEADS;
    Random random = new Random(7);
    ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    for (int size : new int[] {DIM, INNER, LAYERS, HEADS, KEY_VALUE_HEADS, -VOCABULARY, CONTEXT}) {
      out.putInt(size);
    }
    matrix(out, random, VOCABULARY, DIM, 1);
    ones(out, LAYERS * DIM);
    matrix(out, random, LAYERS * DIM, DIM, 0.125f);
    matrix(out, random, LAYERS * keyValues, DIM, 0.125f);
    matrix(out, random, LAYERS * keyValues, DIM, 0.125f);
    matrix(out, random, LAYERS * DIM, DIM, 0.125f);
    ones(out, LAYERS * DIM);
    matrix(out, random, LAYERS * INNER, DIM, 0.125f);
    matrix(out, random, LAYERS * DIM, INNER, 0.1f);
    matrix(out, random, LAYERS * INNER, DIM, 0.125f);
    ones(out, DIM);
    matrix(out, random, CONTEXT, DIM / HEADS, 0);
    matrix(out, random, VOCABULARY, DIM, 0.25f * head);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static void matrix(ByteBuffer out, Random random, int rows, int columns, float size) {
    for (int i = 0; i < rows * columns; i++) {
      out.putFloat(size * (float) random.nextGaussian());
    }
  }

  private static void ones(ByteBuffer out, int count) {
    for (int i = 0; i < count; i++) {
      out.putFloat(1);
    }
  }

  private static byte[] vocabulary() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(number(16));
    word(out, "<unk>", 0);
    word(out, "\n<s>\n", 0);
    word(out, "\n</s>\n", 0);
    for (int b = 0; b < 256; b++) {
      word(out, "<0x%02X>".formatted(b), 0);
    }
    for (int i = 0; i < WORDS.length; i++) {
      word(out, WORDS[i], i);
    }
    return out.toByteArray();
  }

  private static void word(ByteArrayOutputStream out, String text, int score) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeBytes(number(Float.floatToIntBits(score)));
    out.writeBytes(number(utf8.length));
    out.writeBytes(utf8);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
