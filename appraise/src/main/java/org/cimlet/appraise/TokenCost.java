package org.cimlet.appraise;

/// What tokens cost whoever owns the hardware: its price written off over years of service at peak
/// throughput, day and night, and electricity.
public final class TokenCost {
  /// Years over which what is bought is written off.
  public static final int YEARS = 3;

  /// Price of electricity.
  public static final double USD_PER_KWH = 0.10;

  private static final double SECONDS = YEARS * 365.25 * 24 * 3600;
  private static final double JOULES_PER_KWH = 3.6e6;

  private TokenCost() {}

  /// Dollars for a million tokens.
  ///
  /// @param capitalUsd price of all hardware, hosts included
  /// @param tokensPerS throughput
  /// @param joulesPerToken energy of a token, hosts included
  public static double usdPerMillion(double capitalUsd, double tokensPerS, double joulesPerToken) {
    double perToken =
        capitalUsd / SECONDS / tokensPerS + joulesPerToken / JOULES_PER_KWH * USD_PER_KWH;
    return 1e6 * perToken;
  }
}
