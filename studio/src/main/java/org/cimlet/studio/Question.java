package org.cimlet.studio;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineFile;
import org.cimlet.network.NetworkSpec;
import org.cimlet.plan.program.Packing;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.WeightWords;
import tools.jackson.databind.JsonNode;

/// What the page asks: a machine as it stands in the editor, a network and a scenario, by the words
/// of `cimlet run`'s options.
///
/// @param machine text of the machine file
/// @param name that it was opened by: a shipped one, or a path in the folder
/// @param network a shipped name, or a path in the folder
/// @param context tokens; 0 for the usual
/// @param prompt likewise
/// @param generate tokens of an answer, for whole requests; 0 for none
/// @param engine `estimate` or `simulate`
record Question(
    String machine,
    String name,
    String network,
    String weights,
    String compress,
    String mapping,
    int context,
    int prompt,
    int generate,
    String engine,
    int batch,
    int prefillChunk,
    String baselines) {
  /// Fewer than `cimlet run` measures: an answer is to come while one looks.
  private static final int SIMULATED_TOKENS = 64;

  /// Reads a request.
  ///
  /// @throws InvalidInputException with everything that is no number where one belongs
  static Question of(JsonNode json) {
    List<Diagnostic> faults = new ArrayList<>();
    Question question =
        new Question(
            json.path("machine").asString(""),
            json.path("name").asString("machine.yaml"),
            json.path("network").asString("llama-2-7b"),
            word(json, "weights", "int8"),
            word(json, "compress", "none"),
            word(json, "mapping", "auto"),
            count(json, "context", 0, faults),
            count(json, "prompt", 0, faults),
            count(json, "generate", 0, faults),
            word(json, "engine", "estimate"),
            count(json, "batch", 1, faults),
            count(json, "prefill_chunk", 128, faults),
            word(json, "baselines", "h100"));
    if (!List.of("estimate", "simulate").contains(question.engine())) {
      faults.add(
          Diagnostic.of("--engine", "must be estimate or simulate, got " + question.engine()));
    }
    question.request(faults);
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    return question;
  }

  private static String word(JsonNode json, String key, String usual) {
    String text = json.path(key).asString("").strip();
    return text.isEmpty() ? usual : text;
  }

  private static int count(JsonNode json, String key, int usual, List<Diagnostic> faults) {
    String text = json.path(key).asString("").strip();
    if (text.isEmpty()) {
      return usual;
    }
    if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0) {
      return Integer.parseInt(text);
    }
    faults.add(
        Diagnostic.of("--" + key.replace('_', '-'), "must be a whole number above 0, got " + text));
    return usual;
  }

  /// Prompt and answer together are the context.
  private void request(List<Diagnostic> faults) {
    if (generate > 0 && context > 0 && context <= generate) {
      faults.add(
          Diagnostic.of(
              "--generate",
              "must be fewer tokens than the context of %s, got %s".formatted(context, generate)));
    } else if (generate > 0 && context > 0 && prompt > 0 && prompt + generate != context) {
      faults.add(
          Diagnostic.of(
              "--context",
              "must be prompt and answer together, %s tokens, got %s; leave it out"
                  .formatted(prompt + generate, context)));
    }
  }

  /// The job that `cimlet run` makes of the same words.
  ///
  /// @param baselines by the names that they are found by
  /// @throws InvalidInputException where a word is none
  Job job(NetworkSpec spec, MachineFile file, String... baselines) {
    Job.Builder job =
        Job.of(spec, file)
            .weights(storage())
            .mapping(Parallelism.parse(mapping, 0))
            .batch(batch)
            .prefillChunk(prefillChunk)
            .engine(engine.equals("simulate") ? Engine.simulate(SIMULATED_TOKENS) : Engine.ESTIMATE)
            .baselines(baselines);
    if (context > 0) {
      job.context(context);
    }
    if (prompt > 0) {
      job.prompt(prompt);
    }
    if (generate > 0) {
      if (generate >= spec.maxContext()) {
        throw InvalidInputException.of(
            "--generate",
            "must leave a prompt of 1 token in the network's %s, got %s"
                .formatted(spec.maxContext(), generate));
      }
      job.generate(generate);
    }
    return job.build();
  }

  /// How weights are stored.
  ///
  /// @throws InvalidInputException where a word is none
  WeightStorage storage() {
    Packing dense = WeightWords.dense("--weights", weights);
    return new WeightStorage(
        compress.equals("none") ? dense : WeightWords.packed("--compress", compress, dense), dense);
  }

  /// What answers the same on the command line.
  ///
  /// @param file the machine as it is named there
  String command(String file) {
    List<String> words = new ArrayList<>(List.of("cimlet", "run", network, "--machine", file));
    words.addAll(List.of("--weights", weights, "--compress", compress, "--mapping", mapping));
    if (context > 0) {
      words.addAll(List.of("--context", Integer.toString(context)));
    }
    if (prompt > 0) {
      words.addAll(List.of("--prompt", Integer.toString(prompt)));
    }
    if (generate > 0) {
      words.addAll(List.of("--generate", Integer.toString(generate)));
    }
    words.addAll(List.of("--batch", Integer.toString(batch)));
    words.addAll(List.of("--prefill-chunk", Integer.toString(prefillChunk)));
    words.addAll(List.of("--baseline", baselines));
    if (!engine.equals("estimate")) {
      words.addAll(
          List.of("--engine", engine, "--simulated-tokens", Integer.toString(SIMULATED_TOKENS)));
    }
    return line(words);
  }

  /// Words as a shell takes them.
  static String line(List<String> words) {
    return String.join(" ", words.stream().map(Question::quoted).toList());
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
