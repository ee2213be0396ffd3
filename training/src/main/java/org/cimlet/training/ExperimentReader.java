package org.cimlet.training;

import java.nio.file.Path;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.document.Document;
import org.cimlet.document.Keys;
import org.cimlet.training.Pruning.Method;

/// Reads an experiment's file. Nothing has a default: the file says all there is to know.
final class ExperimentReader {
  private ExperimentReader() {}

  static Experiment read(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
    return read(name, Document.read(file));
  }

  static Experiment parse(String name, String text) {
    return read(name, Document.parse(name + ".yaml", text, Document.Format.YAML));
  }

  private static Experiment read(String name, Document document) {
    Diagnostics diagnostics = new Diagnostics();
    Keys yaml = Keys.of(document, diagnostics);
    int layers = count(yaml, "layers", 1);
    int hidden = count(yaml, "hidden_size", 2);
    int heads = count(yaml, "heads", 1);
    int feedForward = count(yaml, "feed_forward_size", 1);
    int context = count(yaml, "context_bytes", 1);
    int seed = count(yaml, "seed", 0);
    int steps = count(yaml, "steps", 1);
    int batch = count(yaml, "batch_sequences", 1);
    Experiment.Precision precision = yaml.oneOf("precision", Experiment.Precision.FLOAT32);
    double rate = yaml.number("learning_rate", 0, 1);
    int warmup = count(yaml, "warmup_steps", 0);
    double decay = yaml.number("decay_share", 0, 1);
    double weightDecay = yaml.number("weight_decay", 0, 10);
    double dropout = yaml.number("dropout", 0, 0.9);
    boolean int8 = yaml.flag("int8_weights");
    Pruning pruning = pruning(yaml);
    double distilled = yaml.number("distilled_share", 0, 1);
    if (hidden % (2 * heads) != 0) {
      yaml.report(
          "heads", "must divide hidden_size %s into even widths, got %s".formatted(hidden, heads));
    }
    checkGroup(yaml, pruning, hidden, feedForward);
    yaml.reportUnknown("an experiment");
    diagnostics.throwIfAny();
    return new Experiment(
        name,
        new NetworkShape(layers, hidden, heads, feedForward, context),
        seed,
        steps,
        batch,
        precision,
        rate,
        warmup,
        decay,
        weightDecay,
        dropout,
        int8,
        pruning,
        distilled);
  }

  /// A whole number; at fault the least that can be reasoned about.
  private static int count(Keys yaml, String key, int least) {
    return Math.max(least, yaml.whole(key, least, Integer.MAX_VALUE));
  }

  private static Pruning pruning(Keys yaml) {
    return new Pruning(
        yaml.oneOf("pruning", Method.NONE),
        count(yaml, "kept", 1),
        count(yaml, "group", 1),
        yaml.number("ramp_share", 0, 1),
        yaml.number("settled_share", 0, 1),
        count(yaml, "choose_every_steps", 1),
        yaml.number("pull", 0, 1));
  }

  private static void checkGroup(Keys yaml, Pruning pruning, int hidden, int feedForward) {
    if (pruning.kept() > pruning.group()) {
      yaml.report(
          "kept", "must be at most group %s, got %s".formatted(pruning.group(), pruning.kept()));
    }
    if (hidden % pruning.group() != 0 || feedForward % pruning.group() != 0) {
      yaml.report(
          "group",
          "must divide hidden_size %s and feed_forward_size %s, got %s"
              .formatted(hidden, feedForward, pruning.group()));
    }
  }
}
