package org.cimlet.network.read;

import org.cimlet.document.Keys;

/// How many experts there are and how many see a token; a number at fault is 0.
record Routing(int experts, int active) {
  private static final int MAX_EXPERTS = 1 << 16;

  static Routing read(Keys config, String expertsKey) {
    int experts = config.whole(expertsKey, 1, MAX_EXPERTS);
    int active = config.whole("num_experts_per_tok", 1, MAX_EXPERTS);
    if (experts > 0 && active > experts) {
      config.report(
          "num_experts_per_tok",
          "must be at most %s, got %s of %s experts; correct one of them"
              .formatted(expertsKey, active, experts));
    }
    return new Routing(experts, active);
  }
}
