package org.cimlet.training;

import java.nio.file.Path;
import java.util.List;
import org.cimlet.training.Pruning.Method;

/// Reads an experiment's file. Nothing has a default: the file says all there is to know.
final class ExperimentReader {
  private ExperimentReader() {}

  static Experiment read(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", "");
    return read(name, FlatYaml.read(file));
  }

  static Experiment parse(String name, String text) {
    return read(name, FlatYaml.parse(name + ".yaml", List.of(text.split("\n"))));
  }

  private static Experiment read(String name, FlatYaml yaml) {
    int layers = yaml.count("layers", 1);
    int hidden = yaml.count("hidden_size", 2);
    int heads = yaml.count("heads", 1);
    int feedForward = yaml.count("feed_forward_size", 1);
    int context = yaml.count("context_bytes", 1);
    int seed = yaml.count("seed", 0);
    int steps = yaml.count("steps", 1);
    int batch = yaml.count("batch_sequences", 1);
    Experiment.Precision precision =
        yaml.oneOf("precision", Experiment.Precision.class, Experiment.Precision.FLOAT32);
    double rate = yaml.number("learning_rate", 0, 1);
    int warmup = yaml.count("warmup_steps", 0);
    double decay = yaml.number("decay_share", 0, 1);
    double weightDecay = yaml.number("weight_decay", 0, 10);
    double dropout = yaml.number("dropout", 0, 0.9);
    boolean int8 = yaml.flag("int8_weights");
    Pruning pruning = pruning(yaml);
    double distilled = yaml.number("distilled_share", 0, 1);
    if (hidden % (2 * heads) != 0) {
      yaml.fault(
          "heads", "must divide hidden_size %s into even widths, got %s".formatted(hidden, heads));
    }
    checkGroup(yaml, pruning, hidden, feedForward);
    yaml.finish();
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

  private static Pruning pruning(FlatYaml yaml) {
    return new Pruning(
        yaml.oneOf("pruning", Method.class, Method.NONE),
        yaml.count("kept", 1),
        yaml.count("group", 1),
        yaml.number("ramp_share", 0, 1),
        yaml.number("settled_share", 0, 1),
        yaml.count("choose_every_steps", 1),
        yaml.number("pull", 0, 1));
  }

  private static void checkGroup(FlatYaml yaml, Pruning pruning, int hidden, int feedForward) {
    if (pruning.kept() > pruning.group()) {
      yaml.fault(
          "kept", "must be at most group %s, got %s".formatted(pruning.group(), pruning.kept()));
    }
    if (hidden % pruning.group() != 0 || feedForward % pruning.group() != 0) {
      yaml.fault(
          "group",
          "must divide hidden_size %s and feed_forward_size %s, got %s"
              .formatted(hidden, feedForward, pruning.group()));
    }
  }
}
