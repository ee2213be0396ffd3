package org.cimlet.network.family;

import org.cimlet.document.Keys;
import org.cimlet.network.Computation.Choice;
import org.cimlet.network.NetworkSpec.FeedForward.Dense;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;

/// Reads a mixture of experts by the names that families give its sizes.
final class Mixture {
  /// Scores by a sigmoid each and a bias to choose by, shares that add up to one.
  static final Choice BIASED = new Choice(true, true, 1, 1, true, 1);

  private static final String SIGMOID = "sigmoid";
  private static final String SOFTMAX = "softmax";
  private static final int MAX_GROUPS = 1 << 12;

  private final Keys config;
  private final String innerKey;
  private boolean bias;
  private boolean routerBias;
  private boolean sharedGate;
  private int sharedInner;

  private Mixture(Keys config, String innerKey) {
    this.config = config;
    this.innerKey = innerKey;
  }

  /// Experts as wide inside as `moe_intermediate_size` says.
  static Mixture read(Keys config) {
    return new Mixture(config, "moe_intermediate_size");
  }

  /// Experts as wide inside as another key says.
  static Mixture read(Keys config, String innerKey) {
    return new Mixture(config, innerKey);
  }

  /// Every expert's matrices add biases.
  Mixture bias(boolean so) {
    bias = so;
    return this;
  }

  /// The router has a bias for each expert, to score or to choose by.
  Mixture routerBias(boolean so) {
    routerBias = so;
    return this;
  }

  /// The shared expert is as wide as several routed ones.
  ///
  /// @param byDefault how many, where the file does not say
  Mixture shared(int byDefault) {
    return shared(byDefault, innerKey);
  }

  /// The shared expert is as wide as several of a width of their own.
  ///
  /// @param byDefault how many, where the file does not say
  /// @param widthKey of one of them; as wide as a routed one where the file does not say
  Mixture shared(int byDefault, String widthKey) {
    String key =
        config.nameOf(
            "n_shared_experts",
            "num_shared_experts",
            "moe_num_shared_experts",
            "num_shared_expert");
    int experts = config.optionalWhole(key, 0, Keys.MAX_SIZE).orElse(byDefault);
    long inner =
        (long) experts
            * config
                .optionalSize(widthKey)
                .orElseGet(() -> config.optionalSize(innerKey).orElse(0));
    if (inner > Keys.MAX_SIZE) {
      config.report(
          key,
          "must be at most %s wide together, got %s; correct it or %s"
              .formatted(Keys.MAX_SIZE, inner, innerKey));
    }
    sharedInner = (int) Math.min(inner, Keys.MAX_SIZE);
    return this;
  }

  /// The shared expert's width is a key of its own.
  Mixture shared(String key) {
    sharedInner = config.optionalWhole(key, 0, Keys.MAX_SIZE).orElse(0);
    return this;
  }

  /// The shared expert is as wide as given.
  Mixture sharedOf(int inner) {
    sharedInner = inner;
    return this;
  }

  /// What the shared expert gives is scaled by a number made of the token.
  Mixture gatedShare() {
    sharedGate = true;
    return this;
  }

  /// How a router chooses, by the names that DeepSeek gave what decides it.
  ///
  /// @param absent what the class does where the file says nothing
  static Choice choice(Keys config, Choice absent) {
    String scoring = config.nameOf("scoring_func", "moe_router_activation_func");
    String scores = config.word(scoring).orElse(absent.sigmoid() ? SIGMOID : SOFTMAX);
    if (!scores.equals(SIGMOID) && !scores.equals(SOFTMAX)) {
      config.report(
          scoring,
          "must be sigmoid or softmax, got %s; other scores are not supported".formatted(scores));
    }
    int groups =
        config
            .optionalWhole(config.nameOf("n_group", "num_expert_group"), 1, MAX_GROUPS)
            .orElse(absent.groups());
    int active =
        config
            .optionalWhole("topk_group", 1, MAX_GROUPS)
            .orElse(Math.min(groups, absent.activeGroups()));
    if (active > groups) {
      config.report(
          "topk_group",
          "must be at most n_group, got %s of %s groups; correct one of them"
              .formatted(active, groups));
    }
    return new Choice(
        scores.equals(SIGMOID),
        config.flag(config.nameOf("norm_topk_prob", "moe_renormalize"), absent.wholeShares()),
        Math.max(1, groups),
        Math.clamp(active, 1, Math.max(1, groups)),
        absent.byTwo(),
        config.positiveOr("routed_scaling_factor", absent.scale()));
  }

  /// Experts of three matrices each.
  Experts gated() {
    return of(new Gated(config.size(innerKey), bias));
  }

  /// Experts of a kind.
  Experts of(Dense expert) {
    Routing routing =
        Routing.read(
            config,
            config.nameOf(
                "num_experts",
                "num_local_experts",
                "n_routed_experts",
                "moe_num_experts",
                "num_routed_experts"));
    return new Experts(
        routing.experts(),
        routing.active(),
        expert,
        sharedInner,
        routerBias,
        sharedGate && sharedInner > 0);
  }

  /// How many experts there are and how many see a token; a number at fault is 0.
  record Routing(int experts, int active) {
    private static final int MAX_EXPERTS = 1 << 16;

    static Routing read(Keys config, String expertsKey) {
      String activeKey =
          config.nameOf(
              "num_experts_per_tok",
              "num_experts_per_token",
              "moe_top_k",
              "moe_topk",
              "moe_k",
              "num_selected_experts",
              "top_k_experts",
              "n_experts_per_token");
      int experts = config.whole(expertsKey, 1, MAX_EXPERTS);
      int active = config.whole(activeKey, 1, MAX_EXPERTS);
      if (experts > 0 && active > experts) {
        config.report(
            activeKey,
            "must be at most %s, got %s of %s experts; correct one of them"
                .formatted(expertsKey, active, experts));
      }
      return new Routing(experts, active);
    }
  }
}
