package org.cimlet.network.family;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.Keys;
import org.cimlet.network.Omissions;
import org.cimlet.network.QuantizedFiles;
import org.cimlet.network.StoredWeights;
import tools.jackson.databind.JsonNode;

/// How the files of a network hold its weights where another program has quantized them: the key
/// `quantization_config` of a `config.json`, or `quantization`, as MLX calls it.
///
/// @param key where the file says it
/// @param method the program or format, as its own documents spell it
/// @param word what a weight is
/// @param unit inputs of an output that share a scale; 0 where the file does not say
/// @param sparsity which weights are stored at all
record QuantizationConfig(String key, String method, Word word, int unit, Sparsity sparsity) {
  private static final int MOST_BITS = 16;

  /// What a weight is.
  ///
  /// @param bits of it; 0 where the file does not say
  /// @param integer whether it is a whole number, times a scale
  /// @param mean bits of a weight where matrices have words of different widths; 0 elsewhere
  record Word(int bits, boolean integer, double mean) {
    static final Word UNKNOWN = new Word(0, false);

    Word(int bits, boolean integer) {
      this(bits, integer, 0);
    }

    @Override
    public String toString() {
      if (mean > 0) {
        return "words of %s bits in the mean".formatted(mean);
      }
      String kind = integer ? "integers" : "numbers";
      return bits == 0 ? "words of a width it does not say" : "%s-bit %s".formatted(bits, kind);
    }
  }

  /// `kept` weights stored of each `group` inputs; one of one where all are.
  record Sparsity(int kept, int group) {
    static final Sparsity NONE = new Sparsity(1, 1);
  }

  /// What is known of each format by its name alone; those that are not here are called by their
  /// own name.
  private static final Map<String, Word> OF_METHOD =
      Map.of(
          "bitnet", new Word(2, true),
          "fbgemm_fp8", new Word(8, false),
          "fp8", new Word(8, false),
          "mxfp4", new Word(4, false),
          "eetq", new Word(8, true));

  /// Names that their own documents spell otherwise than the key does.
  private static final Map<String, String> SPELLED =
      Map.of(
          "awq", "AWQ",
          "fp8", "FP8",
          "fbgemm_fp8", "FBGEMM FP8",
          "gptq", "GPTQ",
          "mlx", "MLX",
          "mxfp4", "MXFP4");

  /// What a whole file says.
  ///
  /// @throws InvalidInputException with all that is wrong with it
  static Optional<QuantizationConfig> read(Document document) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<QuantizationConfig> found = in(Keys.of(document, diagnostics));
    diagnostics.throwIfAny();
    return found;
  }

  /// The same, faults reported to the keys.
  static Optional<QuantizationConfig> in(Keys config) {
    for (String key : List.of("quantization_config", "quantization", "compression_config")) {
      if (config.given().has(key) && config.given().countOf(key).orElse(1) > 0) {
        return config.find(key).map(ours -> of(key, ours));
      }
    }
    return Optional.empty();
  }

  private static QuantizationConfig of(String key, Keys ours) {
    String method =
        ours.word("quant_method")
            .map(name -> name.toLowerCase(Locale.ROOT))
            .orElse(ours.given().has("bits") ? "mlx" : "compressed-tensors");
    String spelled = SPELLED.getOrDefault(method, method);
    return switch (method) {
      case "compressed-tensors" -> compressedTensors(key, spelled, ours);
      case "bitsandbytes" ->
          new QuantizationConfig(key, spelled, bitsAndBytes(ours), 0, Sparsity.NONE);
      case "modelopt" -> new QuantizationConfig(key, spelled, modelOpt(ours), 0, Sparsity.NONE);
      default ->
          new QuantizationConfig(key, spelled, word(method, ours), unit(ours), Sparsity.NONE);
    };
  }

  private static Word word(String method, Keys ours) {
    Word known = OF_METHOD.get(method);
    if (known != null) {
      return known;
    }
    if (method.startsWith("exl")) {
      return new Word(0, false, ours.positiveOr("bits", 0));
    }
    String name = ours.nameOf("bits", "w_bit", "nbits");
    return ours.optionalWhole(name, 1, MOST_BITS).stream()
        .mapToObj(bits -> new Word(bits, true))
        .findFirst()
        .orElse(Word.UNKNOWN);
  }

  /// Groups of -1 are whole rows.
  private static int unit(Keys ours) {
    return ours.given().sizeIfGiven(ours.nameOf("group_size", "q_group_size")).orElse(0);
  }

  private static Word bitsAndBytes(Keys ours) {
    if (ours.flag(ours.nameOf("load_in_4bit", "_load_in_4bit"), false)) {
      return new Word(4, false);
    }
    return ours.flag(ours.nameOf("load_in_8bit", "_load_in_8bit"), false)
        ? new Word(8, true)
        : Word.UNKNOWN;
  }

  private static Word modelOpt(Keys ours) {
    return switch (ours.word("quant_algo").orElse("")) {
      case "FP8" -> new Word(8, false);
      case "NVFP4" -> new Word(4, false);
      case "W4A16_AWQ" -> new Word(4, true);
      default -> Word.UNKNOWN;
    };
  }

  /// Groups of matrices, each with words of its own, and perhaps a structure of zeros.
  private static QuantizationConfig compressedTensors(String key, String spelled, Keys ours) {
    Set<Word> words = new LinkedHashSet<>();
    int unit = 0;
    Optional<Keys> groups = ours.find("config_groups");
    for (String name : groups.map(Keys::names).orElse(Set.of())) {
      Optional<Keys> weights = groups.get().find(name).flatMap(group -> group.find("weights"));
      if (weights.isPresent()) {
        Keys its = weights.get();
        boolean integer = its.word("type").orElse("int").equals("int");
        words.add(new Word(its.whole("num_bits", 1, MOST_BITS), integer));
        unit = Math.max(unit, unit(its));
      }
    }
    Word word = words.size() == 1 ? words.iterator().next() : Word.UNKNOWN;
    Sparsity sparsity =
        ours.find("sparsity_config")
            .flatMap(zeros -> zeros.word("sparsity_structure"))
            .filter("2:4"::equals)
            .map(_ -> new Sparsity(2, 4))
            .orElse(Sparsity.NONE);
    return new QuantizationConfig(key, spelled, word, unit, sparsity);
  }

  /// What reading the files' values takes.
  ///
  /// @param document the file this was read from
  QuantizedFiles files(Document document) {
    JsonNode ours = document.root().path(key);
    String name = ours.path("quant_method").asString("").toLowerCase(Locale.ROOT);
    String layout =
        List.of("checkpoint_format", "version", "format").stream()
            .map(one -> ours.path(one).asString("").toLowerCase(Locale.ROOT))
            .filter(one -> !one.isEmpty())
            .findFirst()
            .orElse("");
    List<Integer> block =
        ours.path("weight_block_size").valueStream().map(size -> size.asInt(0)).toList();
    return new QuantizedFiles(
        toString(), name.isEmpty() ? method : name, layout, word.bits(), unit, block);
  }

  /// As a run takes it unless told otherwise.
  StoredWeights stored() {
    int bits = word.integer() ? word.bits() : 0;
    return new StoredWeights(bits, sparsity.kept(), sparsity.group(), false);
  }

  /// What is said of it beside every figure.
  Omissions omissions() {
    return Omissions.simplified(
        "%s: the files hold %s; here each takes a word of the machine's cells, and its scales no room"
            .formatted(key, this));
  }

  @Override
  public String toString() {
    String groups = unit == 0 ? "" : ", a scale for each %s".formatted(unit);
    String zeros = sparsity.equals(Sparsity.NONE) ? "" : ", 2:4 sparse";
    return "%s weights (%s%s%s)".formatted(method, word, groups, zeros);
  }
}
