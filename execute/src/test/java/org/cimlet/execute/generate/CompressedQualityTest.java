package org.cimlet.execute.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;
import org.cimlet.quantity.Si;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.compress.ActivationNorms;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.Method;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.compress.Progress;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables of docs/studies/compressed-quality.md: what compression costs real networks.
///
/// A normal run checks three rows of babyllama-105 against the page; `-Dcimlet.study=true` makes
/// all rows, times them, and writes the table to `execute/target/compressed-quality/table.md`.
class CompressedQualityTest {
  private static final List<String> PATTERNS = List.of("none", "16:32", "8:16", "8:32");

  /// What follows the evaluated stories in the sample; nothing of it is evaluated.
  private static final int CALIBRATION_TOKENS = 16_384;

  private static final int WRITTEN_TOKENS = 200;

  @TempDir private Path folder;

  /// A network with its texts.
  private record Subject(
      String name, Path checkpoint, List<int[]> texts, List<int[]> calibration, int window) {}

  /// One row of the table.
  private record Row(
      String network, String linears, String keptBy, double nats, double bits, long bytes) {
    /// All but the speed, which depends on the machine.
    String cells() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %s | %.3f | %.3f | %s |",
          network,
          linears,
          keptBy,
          nats,
          bits,
          Si.grouped(bytes));
    }
  }

  private static List<Subject> subjects() {
    Tokenizer tokenizer = Tokenizer.open(RealInputs.path("models/stories260K/tok512.bin"));
    return List.of(
        new Subject(
            "stories260K",
            RealInputs.path("models/stories260K/stories260K.bin"),
            tokens(tokenizer, RealInputs.stories(1000, 1012)),
            tokens(tokenizer, RealInputs.stories(1012, 1100)),
            512),
        baby("babyllama-105", 0),
        baby("babyllama-361", 256));
  }

  private static Subject baby(String name, int shift) {
    return new Subject(
        name,
        RealInputs.path("models/" + name + "/model5000.bin"),
        RealInputs.storyTokens(RealInputs.stories(1000, 1012), shift),
        RealInputs.storyTokens(RealInputs.stories(1012, 1100), shift),
        256);
  }

  private static List<int[]> tokens(Tokenizer tokenizer, List<String> texts) {
    List<int[]> tokens = new ArrayList<>();
    for (String text : texts) {
      int[] words = tokenizer.encode(text);
      int[] all = new int[words.length + 1];
      all[0] = tokenizer.prefixTokens()[0];
      System.arraycopy(words, 0, all, 1, words.length);
      tokens.add(all);
    }
    return tokens;
  }

  private static Row row(
      Subject subject, String linears, String keptBy, Network network, Arithmetic how) {
    Evaluation.Predictions predictions =
        new Evaluation(new Transformer(network, how), subject.window(), subject.window())
            .predict(subject.texts(), _ -> {});
    long characters =
        RealInputs.stories(1000, 1012).stream()
            .mapToLong(text -> text.codePointCount(0, text.length()))
            .sum();
    Quality quality = new Quality(predictions.nats(), predictions.tokens(), characters, characters);
    return new Row(
        subject.name(),
        linears,
        keptBy,
        quality.natsPerToken(),
        quality.bitsPerCharacter(),
        network.linearBytes());
  }

  private NetworkFile compressed(Subject subject, String pattern, Method method) {
    Path out = folder.resolve(subject.name() + pattern.replace(':', '-') + method.key());
    Compressor.compress(
        subject.checkpoint(),
        out,
        new Compression(
            PatternRules.parse(pattern, List.of()), method, Optional.empty(), Optional.empty()),
        Progress.NONE);
    return NetworkFile.open(out);
  }

  private static Method wanda(Subject subject, Network network) {
    List<int[]> texts = new ArrayList<>();
    int left = CALIBRATION_TOKENS;
    for (int[] text : subject.calibration()) {
      if (text.length <= left) {
        texts.add(text);
        left -= text.length;
      }
    }
    Map<String, float[]> norms = InputNorms.of(network, texts, subject.window(), _ -> {});
    return new Method.Wanda(new ActivationNorms(norms));
  }

  /// Tokens a second, written one by one from the beginning: the best of eight.
  private static String speed(Network network, Arithmetic how) {
    double best = 0;
    for (int i = 0; i < 8; i++) {
      Transformer transformer = new Transformer(network, how);
      KvCache cache = new KvCache(network.architecture(), WRITTEN_TOKENS + 1);
      long start = System.nanoTime();
      Generation written =
          Generation.run(
              transformer,
              cache,
              new int[] {1},
              WRITTEN_TOKENS,
              new Sampler(new Sampling(1, 1, 1)),
              Set.of(),
              _ -> {});
      best = Math.max(best, written.tokens().size() / ((System.nanoTime() - start) / 1e9));
    }
    return Si.grouped(Math.round(best / 10) * 10);
  }

  @Test
  void the_page_says_what_compression_costs() throws IOException {
    boolean study = Boolean.getBoolean("cimlet.study");
    String page = Files.readString(page());
    List<String> table = new ArrayList<>();
    for (Subject subject : subjects()) {
      if (study || subject.name().equals("babyllama-105")) {
        rows(subject, study, page, table);
      }
    }
    if (study) {
      Path out = Files.createDirectories(Path.of("target/compressed-quality")).resolve("table.md");
      Files.writeString(out, String.join("\n", table) + "\n");
    }
    assertThat(table).hasSize(study ? 24 : 3);
  }

  private void rows(Subject subject, boolean study, String page, List<String> table) {
    try (NetworkFile floats = NetworkFile.open(subject.checkpoint())) {
      tell(
          row(subject, "float", "", floats.network(), Arithmetic.floats()),
          study ? speed(floats.network(), Arithmetic.floats()) : "",
          page,
          table);
      for (String pattern : study ? PATTERNS : List.of("none", "8:32")) {
        pattern(subject, pattern, new Method.Magnitude(), study, page, table);
        if (study && !pattern.equals("none")) {
          pattern(subject, pattern, wanda(subject, floats.network()), true, page, table);
        }
      }
    }
  }

  private void pattern(
      Subject subject,
      String pattern,
      Method method,
      boolean study,
      String page,
      List<String> table) {
    boolean dense = Pattern.parse(pattern).orElseThrow().isDense();
    try (NetworkFile file = compressed(subject, pattern, method)) {
      tell(
          row(
              subject,
              dense ? "INT8" : pattern,
              dense ? "" : method.key(),
              file.network(),
              Arithmetic.stored()),
          study ? speed(file.network(), Arithmetic.stored()) : "",
          page,
          table);
    }
  }

  private static void tell(Row row, String speed, String page, List<String> table) {
    table.add(row.cells() + " " + speed + " |");
    if (speed.isEmpty()) {
      assertThat(page).contains(row.cells());
    }
  }

  private static Path page() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("check"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no checkout above");
    }
    return folder.resolve("docs/studies/compressed-quality.md");
  }
}
