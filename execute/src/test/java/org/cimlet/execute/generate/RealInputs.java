package org.cimlet.execute.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.junit.jupiter.api.Assumptions;

/// Real networks and texts, which are not part of this repository.
final class RealInputs {
  private RealInputs() {}

  /// A file under `cimlet.data`; the test is skipped where there is none.
  static Path path(String relative) {
    Path path = Path.of(System.getProperty("cimlet.data", "")).resolve(relative);
    Assumptions.assumeTrue(Files.exists(path), () -> "needs " + path);
    return path;
  }

  /// Stories 1000 to 1011 of the TinyStories sample, the text of the recorded losses.
  static List<String> stories() {
    return stories(1000, 1012);
  }

  /// Stories of the TinyStories sample, a newline as a space.
  ///
  /// @param to the story after the last
  static List<String> stories(int from, int to) {
    String sample;
    try {
      sample = Files.readString(path("corpora/tinystories/TinyStories-train-first-2097152.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> stories = new ArrayList<>();
    for (String story : List.of(sample.split("<\\|endoftext\\|>", -1)).subList(from, to)) {
      stories.add(story.strip().replace('\n', ' '));
    }
    return stories;
  }

  /// Tokens of the stories of the recorded losses, each with the beginning in front.
  static List<int[]> storyTokens(int shift) {
    return storyTokens(stories(), shift);
  }

  /// Tokens of stories, each with the beginning in front.
  ///
  /// @param shift what is added to tokens from 3 on: 0 for babyllama-105, 256 for babyllama-361,
  ///   whose vocabulary has the 256 bytes in front of the same characters
  static List<int[]> storyTokens(List<String> stories, int shift) {
    Tokenizer tokenizer = Tokenizer.open(path("models/babyllama-105/tok105.model"));
    List<int[]> texts = new ArrayList<>();
    for (String story : stories) {
      int[] words = tokenizer.encode(story);
      int[] text = new int[words.length + 1];
      text[0] = tokenizer.prefixTokens()[0];
      for (int i = 0; i < words.length; i++) {
        text[i + 1] = words[i] < 3 ? words[i] : words[i] + shift;
      }
      texts.add(text);
    }
    return texts;
  }
}
