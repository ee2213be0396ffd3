package org.cimlet.network.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.Document.Format;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.Weights;
import org.cimlet.network.family.Families;
import org.junit.jupiter.api.Test;

/// Whatever is done to a config, it is read as a network of believable size or refused by
/// diagnostics; nothing else comes out of the reader.
class MutationTest {
  private static final Path FOLDER = Path.of("src/main/resources/org/cimlet/network/presets");
  private static final Pattern VALUE = Pattern.compile("(?<=: )[^,\\n]+");
  private static final List<String> VALUES =
      List.of(
          "-1",
          "0",
          "1",
          "3",
          "16777216",
          "16777217",
          "2147483648",
          "1e3",
          "3.7",
          "1e999",
          "null",
          "true",
          "\"x\"",
          "[]",
          "[1, 2]",
          "{}",
          "{\"a\": 1}",
          "\"qwen2\"",
          "\"opt\"",
          "\"gpt2\"");
  private static final long SEED = 20_240_430L;

  @Test
  void everyValueReplacedByEveryOddOneIsReadOrRefused() throws IOException {
    int tried = 0;
    for (String preset : NetworkReader.presets()) {
      String text = text(preset);
      Matcher value = VALUE.matcher(text);
      while (value.find()) {
        for (String odd : VALUES) {
          check(text.substring(0, value.start()) + odd + text.substring(value.end()));
          tried++;
        }
      }
    }
    // 30 presets of six keys at least
    assertThat(tried).isGreaterThan(30 * 6 * VALUES.size());
  }

  @Test
  void twoOddValuesAtOnceAreReadOrRefused() throws IOException {
    Random random = new Random(SEED);
    for (int round = 0; round < 5_000; round++) {
      String preset = NetworkReader.presets().get(random.nextInt(30));
      String text =
          VALUE
              .matcher(text(preset))
              .replaceAll(found ->
                  random.nextInt(4) == 0
                      ? Matcher.quoteReplacement(VALUES.get(random.nextInt(VALUES.size())))
                      : found.group());
      check(text);
    }
  }

  @Test
  void textsWithLettersLostSwappedOrAddedAreReadOrRefused() throws IOException {
    Random random = new Random(SEED);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder(text(NetworkReader.presets().get(random.nextInt(30))));
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, (char) random.nextInt(128));
          default -> text.insert(at, "{}[]\",:0-_\\".charAt(random.nextInt(11)));
        }
      }
      check(text.toString());
    }
  }

  private static void check(String text) {
    assertThatCode(
            () -> {
              try {
                NetworkSpec network =
                    Families.read("mutant", Document.parse("mutant.json", text, Format.JSON));
                assertThat(Weights.total(network)).isBetween(1L, (1L << 50) + (1L << 40));
                assertThat(Weights.cached(network)).isPositive();
              } catch (InvalidInputException refused) {
                assertThat(refused.diagnostics())
                    .allSatisfy(d ->
                        assertThat(d.message())
                            .startsWith("must ")
                            .doesNotContainIgnoringCase("jackson", "exception"));
              }
            })
        .as(text)
        .doesNotThrowAnyException();
  }

  private static String text(String preset) throws IOException {
    Path folder = FOLDER.resolve(preset);
    return Files.readString(
        Files.isDirectory(folder)
            ? folder.resolve("config.json")
            : FOLDER.resolve(preset + ".json"));
  }
}
