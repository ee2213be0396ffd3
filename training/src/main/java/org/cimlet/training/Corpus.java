package org.cimlet.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.cimlet.diagnostic.InvalidInputException;

/// A text as bytes, its first 90 % for training, then 5 % for validation, the last 5 % for the
/// test: the shares enwik8 is usually cut by.
final class Corpus {
  /// Texts known by size and checksum.
  ///
  /// @param bytes its size
  /// @param algorithm of the checksum
  /// @param checksum in hexadecimal
  private record Known(String name, long bytes, String algorithm, String checksum) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(
              "enwik8",
              100_000_000,
              "SHA-256",
              "2b49720ec4d78c3c9fabaee6e4179a5e997302b3a70029f30f2d582218c024a8"),
          new Known("text8", 100_000_000, "MD5", "3bea1919949baf155f99411df5fada7e"));

  private final String key;
  private final String name;
  private final byte[] text;

  private Corpus(String key, String name, byte[] text) {
    this.key = key;
    this.name = name;
    this.text = text;
  }

  static Corpus read(Path file) {
    try {
      byte[] text = Files.readAllBytes(file);
      return named(String.valueOf(file.getFileName()), text);
    } catch (IOException e) {
      throw InvalidInputException.of(
          file.toString(), "must be a text that can be read; name one with --text");
    }
  }

  static Corpus of(String key, byte[] text) {
    return new Corpus(key, key, text.clone());
  }

  private static Corpus named(String file, byte[] text) {
    for (Known known : KNOWN) {
      if (text.length == known.bytes()
          && checksum(known.algorithm(), text).equals(known.checksum())) {
        return new Corpus(known.name(), known.name() + ", recognised by its checksum", text);
      }
    }
    String stem = file.replaceFirst("\\.[^.]*$", "").replace(',', '_');
    return new Corpus(stem, file + ", own split: not a published benchmark", text);
  }

  private static String checksum(String algorithm, byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm, e);
    }
  }

  /// A word for results: the name of a text that is known, or else of the file without its ending.
  String key() {
    return key;
  }

  /// What it is, for people.
  String name() {
    return name;
  }

  int trainingBytes() {
    return (int) (text.length * 9L / 10);
  }

  private int validationEnd() {
    return (int) (text.length * 95L / 100);
  }

  byte[] validation() {
    return Arrays.copyOfRange(text, trainingBytes(), validationEnd());
  }

  byte[] test() {
    return Arrays.copyOfRange(text, validationEnd(), text.length);
  }

  /// The first bytes of the training part.
  int[] trainingTokens(int length) {
    int[] tokens = new int[length];
    for (int i = 0; i < length; i++) {
      tokens[i] = Byte.toUnsignedInt(text[i]);
    }
    return tokens;
  }

  /// Sequences of `context + 1` bytes from anywhere in the training part; equal steps of equal
  /// seeds get equal sequences, whatever came before.
  long[] batch(long seed, int step, int batch, int context) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + step);
    long[] tokens = new long[batch * (context + 1)];
    for (int i = 0; i < batch; i++) {
      int start = random.nextInt(trainingBytes() - context);
      fill(text, start, tokens, i * (context + 1), context + 1);
    }
    return tokens;
  }

  /// Copies bytes as tokens.
  static void fill(byte[] from, int start, long[] into, int at, int length) {
    for (int i = 0; i < length; i++) {
      into[at + i] = Byte.toUnsignedLong(from[start + i]);
    }
  }
}
