package org.cimlet.appraise;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers whose spread is looked at.
public enum Output {
  /// One over TPOT of a single sequence.
  BATCH_1("throughput at batch 1", "tokens/s"),
  /// With sequences enough.
  PEAK("peak throughput", "tokens/s"),
  /// At the scenario's batch, hosts included.
  ENERGY("energy per token", "J"),
  /// Of all compute dies.
  AREA("area of the chiplets", "mm²"),
  /// One package with its share of the design.
  COST("cost per package", "$"),
  /// One over the energy of a token at peak throughput, hosts included.
  EFFICIENCY("efficiency at peak", "tokens/s/W"),
  /// All hardware as made, design left out, hosts at their price.
  MADE("cost to make", "$"),
  /// All hardware as bought, hosts included.
  BOUGHT("price", "$"),
  /// A million tokens on hardware as made.
  MADE_TOKENS("cost per token, made", "$/M tokens"),
  /// A million tokens on hardware as bought.
  BOUGHT_TOKENS("cost per token, bought", "$/M tokens");

  private final String label;
  private final String unit;

  Output(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /// What reports call it.
  public String label() {
    return label;
  }

  /// Of its values.
  public String unit() {
    return unit;
  }

  /// The answers that verdicts compare, of one machine or GPU, all from the same numbers; what is
  /// not known is left out.
  ///
  /// @param tpotBatch1S time per output token of a single sequence
  /// @param peakTokensPerS with sequences enough
  /// @param peakJoulesPerToken then, hosts included
  /// @param madeUsd all of it as made, hosts included; null where that is not known
  /// @param boughtUsd all of it as bought, hosts included; null where that is not known
  public static Map<Output, Double> compared(
      double tpotBatch1S,
      double peakTokensPerS,
      double peakJoulesPerToken,
      @Nullable Double madeUsd,
      @Nullable Double boughtUsd) {
    Map<Output, Double> values = new EnumMap<>(Output.class);
    values.put(BATCH_1, 1 / tpotBatch1S);
    values.put(PEAK, peakTokensPerS);
    values.put(EFFICIENCY, 1 / peakJoulesPerToken);
    if (madeUsd != null) {
      values.put(MADE, madeUsd);
      values.put(MADE_TOKENS, TokenCost.usdPerMillion(madeUsd, peakTokensPerS, peakJoulesPerToken));
    }
    if (boughtUsd != null) {
      values.put(BOUGHT, boughtUsd);
      values.put(
          BOUGHT_TOKENS, TokenCost.usdPerMillion(boughtUsd, peakTokensPerS, peakJoulesPerToken));
    }
    return values;
  }
}
