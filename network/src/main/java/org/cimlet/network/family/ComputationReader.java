package org.cimlet.network.family;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cimlet.document.Keys;
import org.cimlet.network.Computation;
import org.cimlet.network.Computation.Choice;
import org.cimlet.network.Computation.Factors;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.Computation.TensorNames;
import org.cimlet.network.Multipliers;
import org.cimlet.network.Norm;
import org.cimlet.network.Positions;
import org.cimlet.network.Positions.RopeLayout;
import org.cimlet.network.Positions.RopeScaling;
import org.jspecify.annotations.Nullable;

/// Reads from a `config.json` what running the network takes. A family starts with the defaults of
/// its HuggingFace class and says what differs.
final class ComputationReader {
  private static final double MOST_EXPONENT = 100;
  private static final String TRAINED = "original_max_position_embeddings";

  private final Keys config;
  private final CommonConfig common;
  private final Set<Feature> features = EnumSet.noneOf(Feature.class);

  private TensorNames tensors = TensorNames.OWN;
  private double theta = 10_000;
  private RopeLayout layout = RopeLayout.HALVES;
  private @Nullable Positions others;
  private double share = 1;
  private Factors factors = Factors.NONE;
  private Choice choice = Choice.SOFTMAX;
  private double sharpened = 1;
  private int headOfScores;
  private @Nullable String activation;
  private boolean windowsUnscaled;
  private Set<Integer> unrotated = Set.of();
  private Multipliers multipliers = Multipliers.NONE;

  private ComputationReader(Keys config, CommonConfig common) {
    this.config = config;
    this.common = common;
  }

  static ComputationReader of(Keys config, CommonConfig common) {
    return new ComputationReader(config, common);
  }

  /// Its weights are called as LLaMA's are.
  ComputationReader llamaNames() {
    tensors = TensorNames.LLAMA;
    return this;
  }

  /// Its weights are called as LLaMA's are, but for what its class has in their place.
  ComputationReader kinNames() {
    tensors = TensorNames.LLAMAS_KIN;
    return this;
  }

  /// How its weights are called; by names of their own unless said so.
  ComputationReader names(TensorNames names) {
    tensors = names;
    return this;
  }

  /// The class's own base of rotary frequencies.
  ComputationReader theta(double byDefault) {
    theta = byDefault;
    return this;
  }

  /// Neighbouring elements are rotated together.
  ComputationReader neighbours() {
    layout = RopeLayout.NEIGHBOURS;
    return this;
  }

  /// Only the front of each head is rotated, as `partial_rotary_factor` says.
  ///
  /// @param byDefault the class's own share
  ComputationReader partlyRotated(double byDefault) {
    Keys holder =
        config
            .find("rope_parameters")
            .filter(keys -> keys.has("partial_rotary_factor"))
            .orElse(config);
    return rotatedShare(
        holder, "partial_rotary_factor", holder.positiveOr("partial_rotary_factor", byDefault));
  }

  /// Only a share of each head, from the front, is rotated.
  ///
  /// @param key what says so
  ComputationReader rotatedShare(Keys holder, String key, double of) {
    if (of > 1) {
      holder.report(key, "must be at most the whole head, got %s of it; correct it".formatted(of));
    }
    share = Math.min(of, 1);
    return this;
  }

  /// Scores are those of heads of a width, and YaRN's `mscale_all_dim` makes them larger
  /// (DeepSeek).
  ComputationReader latentScores(int headDim) {
    headOfScores = headDim;
    return this;
  }

  /// How routers choose experts.
  ComputationReader choice(Choice other) {
    choice = other;
    return this;
  }

  /// Numbers that enter between the matrix products.
  ComputationReader factors(Factors others) {
    factors = others;
    return this;
  }

  /// Layers with a window rotate as if nothing scaled their frequencies.
  ComputationReader windowsUnscaled() {
    windowsUnscaled = true;
    return this;
  }

  /// Queries grow beyond the trained context, where the file says by what.
  ComputationReader growingQueries() {
    config
        .find("rope_parameters")
        .filter(keys -> keys.isSet("llama_4_scaling_beta"))
        .ifPresent(keys ->
            multipliers =
                Multipliers.NONE.withQueries(
                    new Multipliers.Growth(
                        keys.number("llama_4_scaling_beta", 0, 1),
                        keys.optionalSize(TRAINED).orElse(Math.max(1, common.context())),
                        0,
                        false)));
    return this;
  }

  /// Numbers inside layers.
  ComputationReader multipliers(Multipliers others) {
    multipliers = others;
    return this;
  }

  /// Layers that do not rotate.
  ComputationReader unrotated(IntPredicate layers) {
    unrotated =
        IntStream.range(0, common.layers())
            .filter(layers)
            .boxed()
            .collect(Collectors.toUnmodifiableSet());
    return this;
  }

  /// The activation, whatever the usual keys say.
  ComputationReader activation(Optional<String> word, String byDefault) {
    activation = word.orElse(byDefault);
    return this;
  }

  ComputationReader with(Feature feature) {
    features.add(feature);
    return this;
  }

  ComputationReader withIf(boolean so, Feature feature) {
    return so ? with(feature) : this;
  }

  /// Embedding, scores of attention, residuals and scores of the vocabulary are scaled (Granite,
  /// MiniCPM).
  ComputationReader scaledThroughout() {
    return with(Feature.SCALED_EMBEDDING)
        .with(Feature.OWN_SCORE_SCALE)
        .with(Feature.SCALED_RESIDUALS)
        .with(Feature.SCALED_LOGITS);
  }

  /// Norms by the root mean square, rotary positions, `hidden_act`.
  ///
  /// @param epsilon the class's default of `rms_norm_eps`
  Computation rootMeanSquare(double epsilon, String activation) {
    return computation(
        new Norm.RootMeanSquare(config.positiveOr(epsilonName("rms_norm_eps"), epsilon)),
        positions(),
        activation(activation));
  }

  /// Norms with mean and variance, `hidden_act`.
  ///
  /// @param epsilon the class's default of `layer_norm_eps`
  Computation layerNorm(double epsilon, String activation) {
    return computation(
        new Norm.MeanAndVariance(config.positiveOr(epsilonName("layer_norm_eps"), epsilon)),
        positions(),
        activation(activation));
  }

  private String epsilonName(String usual) {
    return config.nameOf(
        usual,
        "layer_norm_eps",
        "layer_norm_epsilon",
        "layernorm_epsilon",
        "norm_epsilon",
        "norm_eps",
        "layer_norm_rms_epsilon",
        "rms_norm_eps");
  }

  private String activation(String byDefault) {
    return activation != null
        ? activation
        : config
            .word(
                config.nameOf(
                    "hidden_act",
                    "hidden_activation",
                    "mlp_hidden_act",
                    "activation_function",
                    "activation"))
            .orElse(byDefault);
  }

  /// Positions do not enter by rotation.
  ComputationReader positions(Positions others) {
    this.others = others;
    return this;
  }

  private Positions positions() {
    return others == null ? rotary() : others;
  }

  /// Norms with mean and variance, rotary positions.
  Computation rotaryLayerNorm(String epsilonKey, String activationKey) {
    return computation(
        new Norm.MeanAndVariance(config.positiveOr(epsilonKey, 1e-5)),
        positions(),
        config.word(activationKey).orElse("gelu_new"));
  }

  /// GPT-2: norms with mean and variance, learned positions.
  Computation gpt2() {
    tensors = TensorNames.GPT2;
    return learned(config.positiveOr("layer_norm_epsilon", 1e-5), "gelu_new");
  }

  /// Norms with mean and variance, learned positions, `activation_function`.
  Computation learned(double epsilon, String activation) {
    return computation(
        new Norm.MeanAndVariance(epsilon),
        new Positions.Learned(),
        config.word("activation_function").orElse(activation));
  }

  private Computation computation(Norm norm, Positions positions, String activation) {
    if (windowsUnscaled && positions instanceof Positions.Rotary rotary) {
      factors = factors.withWindowedTheta(rotary.theta());
    }
    if (headOfScores > 0 && sharpened != 1) {
      factors = factors.withScore(sharpened * sharpened / Math.sqrt(headOfScores));
    }
    return new Computation(
        norm,
        positions,
        activation,
        tensors,
        new TreeSet<>(config.numbers("eos_token_id", "tokens", common.vocabulary() - 1)),
        features,
        factors,
        choice,
        unrotated,
        multipliers);
  }

  /// `rope_parameters` is the newer key; it holds the base too.
  private Positions rotary() {
    Optional<Keys> parameters = config.find("rope_parameters");
    Optional<Keys> scaling = config.find("rope_scaling");
    double base =
        parameters
            .filter(keys -> keys.has("rope_theta"))
            .orElse(config)
            .positiveOr(config.nameOf("rope_theta", "rotary_emb_base"), theta);
    return new Positions.Rotary(
        base,
        layout,
        parameters.or(() -> scaling).map(this::scaling).orElse(new RopeScaling.None()),
        share);
  }

  private RopeScaling scaling(Keys keys) {
    String type = keys.word("rope_type").or(() -> keys.word("type")).orElse("default");
    return switch (type) {
      // sections for rows and columns of pictures: a text's are all the same
      case "default", "mrope" -> new RopeScaling.None();
      case "linear" -> new RopeScaling.Linear(keys.positive("factor"));
      case "llama3" -> llama3(keys);
      case "yarn" -> yarn(keys);
      case "longrope", "su" -> longRope(keys);
      default -> new RopeScaling.Other(type);
    };
  }

  /// The amplitude is given, follows from two exponents of it, or from the factor alone.
  private RopeScaling yarn(Keys keys) {
    double factor = keys.positive("factor");
    double above = exponent(keys, "mscale");
    double below = exponent(keys, "mscale_all_dim");
    sharpened = below > 0 ? amplitude(factor, below) : 1;
    double amplitude =
        above > 0 && below > 0
            ? amplitude(factor, above) / amplitude(factor, below)
            : amplitude(factor, 1);
    return new RopeScaling.Yarn(
        factor,
        keys.positiveOr("beta_fast", 32),
        keys.positiveOr("beta_slow", 1),
        keys.optionalSize(TRAINED).orElse(common.context()),
        keys.positiveOr("attention_factor", amplitude),
        keys.flag("truncate", true));
  }

  /// The amplitude follows from how much longer texts may be than the trained context.
  private RopeScaling longRope(Keys keys) {
    Keys holder = keys.has(TRAINED) ? keys : config;
    int trained = holder.optionalSize(TRAINED).orElse(common.context());
    double factor =
        config.has(TRAINED) || !keys.has("factor")
            ? (double) common.context() / Math.max(1, trained)
            : keys.positive("factor");
    double amplitude =
        factor <= 1 || trained <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(trained));
    List<Double> within = keys.positives("short_factor", 0);
    List<Double> beyond = keys.positives("long_factor", within.size());
    return within.isEmpty() || beyond.isEmpty()
        ? new RopeScaling.Other("longrope without factors")
        : new RopeScaling.LongRope(
            within, beyond, trained, keys.positiveOr("attention_factor", amplitude));
  }

  /// 0 where there is none.
  private static double exponent(Keys keys, String key) {
    return keys.has(key) ? keys.number(key, 0, MOST_EXPONENT) : 0;
  }

  private static double amplitude(double factor, double exponent) {
    return factor <= 1 ? 1 : 0.1 * exponent * Math.log(factor) + 1;
  }

  private RopeScaling llama3(Keys keys) {
    double low = keys.positive("low_freq_factor");
    double high = keys.positive("high_freq_factor");
    if (!(low <= high)) {
      keys.report(
          "low_freq_factor",
          "must be at most high_freq_factor %s, got %s; correct one of them".formatted(high, low));
    }
    int trained = keys.optionalSize(TRAINED).orElse(common.context());
    return new RopeScaling.Llama3(keys.positive("factor"), low, high, trained);
  }
}
