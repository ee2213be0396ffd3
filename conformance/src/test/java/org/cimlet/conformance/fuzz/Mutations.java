package org.cimlet.conformance.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Changes a file a little, as a hand, a program or a bad line would.
final class Mutations {
  /// Numbers, quoted texts and bare words.
  private static final Pattern TOKEN =
      Pattern.compile("-?[0-9][0-9.eE+-]*|\"[^\"\\n]{0,80}\"|[A-Za-z_][A-Za-z_0-9.]*");

  private static final List<String> ODD =
      List.of(
          "-1",
          "0",
          "1",
          "2",
          "3",
          "7",
          "16777216",
          "16777217",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "1e3",
          "1e999",
          "-0.0",
          "3.7",
          "1e-320",
          "NaN",
          "Infinity",
          "-Infinity",
          ".inf",
          "null",
          "~",
          "true",
          "false",
          "yes",
          "\"\"",
          "\"x\"",
          "[]",
          "{}",
          "[1, 2]",
          "[[]]",
          "{\"a\": 1}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\u001b[31m\"",
          "\"<script>\"",
          "\"../../etc/passwd\"",
          "0x10",
          "1_000",
          "12:30:45",
          "2001-12-14",
          "!!binary x",
          "&a",
          "*a",
          "<<: *a",
          "123456789012345678901234567890",
          "{value: 1, range: [2, 1]}",
          "\u0661",
          "\ufeff");

  private final Random random;
  private final List<byte[]> seeds;
  private final boolean isText;

  Mutations(Random random, List<byte[]> seeds, boolean isText) {
    this.random = random;
    this.seeds = seeds;
    this.isText = isText;
  }

  /// Another file.
  byte[] next() {
    byte[] file = seeds.get(random.nextInt(seeds.size()));
    for (int changes = random.nextBoolean() ? 1 : 1 + random.nextInt(4); changes > 0; changes--) {
      file = isText && random.nextInt(4) > 0 ? inWords(file) : inBytes(file);
    }
    return file;
  }

  private byte[] inWords(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    if (random.nextInt(3) == 0) {
      return inLines(text);
    }
    List<MatchResult> tokens = TOKEN.matcher(text).results().toList();
    if (tokens.isEmpty()) {
      return inBytes(file);
    }
    MatchResult token = tokens.get(random.nextInt(tokens.size()));
    String other =
        random.nextInt(3) == 0
            ? tokens.get(random.nextInt(tokens.size())).group()
            : ODD.get(random.nextInt(ODD.size()));
    return utf8(text.substring(0, token.start()) + other + text.substring(token.end()));
  }

  private byte[] inLines(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(at));
      case 2 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
      case 3 -> lines.set(at, "  " + lines.get(at));
      default -> {
        byte[] from = seeds.get(random.nextInt(seeds.size()));
        String[] others = new String(from, StandardCharsets.UTF_8).split("\n", -1);
        lines.add(at, others[random.nextInt(others.length)]);
      }
    }
    return utf8(String.join("\n", lines));
  }

  private byte[] inBytes(byte[] file) {
    if (file.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(isText ? file.length : Math.min(file.length, 1 << 12));
    int end = Math.min(file.length, at + 1 + random.nextInt(16));
    return switch (random.nextInt(6)) {
      case 0 -> joined(file, at, new byte[0], end);
      case 1 -> joined(file, end, Arrays.copyOfRange(file, at, end), end);
      case 2 -> Arrays.copyOf(file, at);
      case 3 -> {
        byte[] other = file.clone();
        other[at] ^= (byte) (1 << random.nextInt(8));
        yield other;
      }
      case 4 -> {
        byte[] word = new byte[8];
        Arrays.fill(word, (byte) (random.nextBoolean() ? 0xFF : 0x7F));
        yield joined(file, at, word, Math.min(file.length, at + 8));
      }
      default -> {
        byte[] other = file.clone();
        other[at] = (byte) random.nextInt(256);
        yield other;
      }
    };
  }

  /// The front of a file, something, and the file from somewhere on.
  private static byte[] joined(byte[] file, int front, byte[] between, int from) {
    byte[] all = Arrays.copyOf(file, front + between.length + file.length - from);
    System.arraycopy(between, 0, all, front, between.length);
    System.arraycopy(file, from, all, front + between.length, file.length - from);
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
