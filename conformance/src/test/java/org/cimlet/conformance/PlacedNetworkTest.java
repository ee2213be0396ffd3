package org.cimlet.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.execute.macro.MacroActions;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.products.PlacedArithmetic;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.network.read.ShippedNetwork;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.program.Packing;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.compress.Compression;
import org.cimlet.tensor.compress.Compressor;
import org.cimlet.tensor.compress.Method;
import org.cimlet.tensor.compress.PatternRules;
import org.cimlet.tensor.compress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real networks in the macros of shipped machines: the scores are those of the fast kernels bit
/// for bit, and what the macros do is what the estimate charges for, to the last one.
class PlacedNetworkTest {
  private static final int READ = 5;
  private static final int SCORED = 3;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "stories260K/stories260K.bin, none,  comb-200mb-16",
    "stories260K/stories260K.bin, 8:32,  comb-200mb-16",
    "stories260K/stories260K.bin, 8:32,  fudan-28nm",
    "stories260K/stories260K.bin, 16:32, comb-200mb-16",
    "babyllama-105/model5000.bin, none,  comb-200mb-36",
    "babyllama-105/model5000.bin, 8:32,  comb-200mb-16",
  })
  void the_macros_do_what_the_estimate_charges_for(
      String checkpoint, String pattern, String machine) {
    Path file = Checkout.root().resolve("../shared/data/models").resolve(checkpoint).normalize();
    assumeTrue(Files.exists(file), "no " + file);
    Path packed = folder.resolve("packed");
    Compressor.compress(
        file,
        packed,
        new Compression(
            PatternRules.parse(pattern, List.of()),
            new Method.Magnitude(),
            Optional.empty(),
            Optional.empty()),
        Progress.NONE);
    try (NetworkFile open = NetworkFile.open(packed)) {
      Network network = open.network().withHead(head -> head.dense());
      Plan plan =
          new Compiler(
                  NetworkReader.read(packed.toString()),
                  new WeightStorage(packing(pattern), Packing.dense(8)))
              .compile(MachineReader.read(machine), new Scenario(1, 1, 1, 1));
      PlacedArithmetic macros = new PlacedArithmetic(plan);
      int[] tokens = IntStream.range(1, 1 + READ + SCORED).toArray();
      assertThat(scores(network, macros, tokens))
          .containsExactly(scores(network, Arithmetic.stored(), tokens));
      check(plan, macros, checkpoint + " " + pattern);
    }
  }

  private static Packing packing(String text) {
    Pattern pattern = Pattern.parse(text).orElseThrow();
    return pattern.isDense() ? Packing.dense(8) : new Packing(8, pattern.kept(), pattern.group());
  }

  /// Some tokens read at once, of which the last is scored, then others one by one.
  private static float[] scores(Network network, Arithmetic arithmetic, int[] tokens) {
    Transformer transformer = new Transformer(network, arithmetic);
    KvCache cache = new KvCache(network.architecture(), tokens.length);
    float[] all = new float[SCORED * network.architecture().vocabulary()];
    for (int i = 0; i < SCORED; i++) {
      int from = i == 0 ? 0 : READ + i;
      float[] scores =
          transformer.read(
              cache, IntStream.range(from, READ + i + 1).map(t -> tokens[t]).toArray());
      System.arraycopy(scores, 0, all, i * scores.length, scores.length);
    }
    return all;
  }

  /// The network that ships, on the chip it does not fit: one weight set after another, which what
  /// is read together shares.
  @Test
  void what_is_reloaded_is_what_the_estimate_says() throws IOException {
    ShippedNetwork.unpack("demo", folder);
    try (NetworkFile open = NetworkFile.open(folder)) {
      Network network = open.network().withHead(head -> head.dense());
      Plan plan =
          new Compiler(
                  NetworkReader.read("demo"),
                  new WeightStorage(new Packing(8, 8, 32), Packing.dense(8)))
              .compile(MachineReader.read("fudan-28nm"), new Scenario(1, 1, 1, 1));
      assertThat(plan.placement().weightSets()).isEqualTo(7);
      PlacedArithmetic macros = new PlacedArithmetic(plan);
      int[] tokens = IntStream.range(1, 1 + READ + SCORED).toArray();
      assertThat(scores(network, macros, tokens))
          .containsExactly(scores(network, Arithmetic.stored(), tokens));
      check(plan, macros, "demo");
      // Some tokens at once and the others one by one: each lot has 880,640 bytes loaded for it.
      assertThat(macros.passes()).isEqualTo(SCORED);
      assertThat(macros.loadedBits()).isEqualTo(SCORED * 880_640L * 8);
      assertThat(requireNonNull(Estimator.estimate(plan).reload()).bits()).isEqualTo(880_640.0 * 8);
    }
  }

  private static void check(Plan plan, PlacedArithmetic macros, String what) {
    Estimate estimate = Estimator.estimate(plan);
    ActionCounts layers = estimate.layerActions();
    ActionCounts whole = estimate.actions();
    assertThat(macros.tokens()).isEqualTo(READ + SCORED);
    assertThat(macros.scoredTokens()).isEqualTo(SCORED);
    MacroActions done = macros.actions();
    System.out.printf(
        "%s on %s, %s tokens: %,d row reads, %,d bits read, %,d multiplies, %,d skipped weights, %,d"
            + " mask decodes%n",
        what,
        plan.machine().name(),
        macros.tokens(),
        done.rowReads(),
        done.bitsRead(),
        done.multiplies(),
        done.skippedWeights(),
        done.maskDecodes());
    assertThat((double) done.rowReads())
        .isEqualTo(READ * layers.of(Action.ROW_READ, 0) + SCORED * whole.of(Action.ROW_READ, 0));
    assertThat((double) done.bitsRead())
        .isEqualTo(
            READ * layers.of(Action.MACRO_READ, 0) + SCORED * whole.of(Action.MACRO_READ, 0));
    assertThat((double) done.multiplies())
        .isEqualTo(READ * layers.of(Action.MULTIPLY, 0) + SCORED * whole.of(Action.MULTIPLY, 0));
    assertThat((double) done.skippedWeights())
        .isEqualTo(
            READ * layers.of(Action.SKIPPED_WEIGHT, 0)
                + SCORED * whole.of(Action.SKIPPED_WEIGHT, 0));
    assertThat((double) done.maskDecodes())
        .isEqualTo(
            READ * layers.of(Action.ZERO_SKIPPER, 0) + SCORED * whole.of(Action.ZERO_SKIPPER, 0));
  }
}
