package org.cimlet.bench;

import java.util.Locale;

/// One network on one package.
///
/// @param idealTokensPerS every multiplier of the package busy all the time
/// @param naiveTokensPerS simulated, chiplets filled one after the other
/// @param mapping ours, chosen for throughput
/// @param tokensPerS simulated, ours
/// @param estimatedTokensPerS by the closed form, ours
/// @param busiest resource in the simulation
/// @param naiveTpotBatch1Us simulated TPOT at batch 1, filled
/// @param batch1Mapping ours, chosen for batch 1
/// @param tpotBatch1Us simulated TPOT at batch 1, ours
/// @param estimatedTpotBatch1Us the same by the closed form
record ScalingPoint(
    String network,
    String pattern,
    ScaledPackage on,
    int context,
    double idealTokensPerS,
    double naiveTokensPerS,
    String mapping,
    int replicas,
    int sequences,
    double tokensPerS,
    double estimatedTokensPerS,
    String busiest,
    double naiveTpotBatch1Us,
    String batch1Mapping,
    double tpotBatch1Us,
    double estimatedTpotBatch1Us) {

  static final String HEADER =
      "network,pattern,topology,link_gbit_s,chiplets,hosts,context,ideal_tokens_per_s,"
          + "filled_tokens_per_s,mapping,replicas,batch,tokens_per_s,efficiency,"
          + "estimate_over_simulation,busiest,filled_tpot_batch1_us,mapping_batch1,tpot_batch1_us,"
          + "batch1_estimate_over_simulation";

  /// Reads a row back.
  static ScalingPoint of(String row) {
    String[] f = row.split(",", -1);
    double tokens = Double.parseDouble(f[12]);
    double batch1 = Double.parseDouble(f[18]);
    return new ScalingPoint(
        f[0],
        f[1],
        new ScaledPackage(
            f[2], Integer.parseInt(f[4]), Double.parseDouble(f[3]), Integer.parseInt(f[5])),
        Integer.parseInt(f[6]),
        Double.parseDouble(f[7]),
        Double.parseDouble(f[8]),
        f[9],
        Integer.parseInt(f[10]),
        Integer.parseInt(f[11]),
        tokens,
        tokens * Double.parseDouble(f[14]),
        f[15],
        Double.parseDouble(f[16]),
        f[17],
        batch1,
        batch1 * Double.parseDouble(f[19]));
  }

  double efficiency() {
    return tokensPerS / idealTokensPerS;
  }

  String label() {
    return network + (pattern.equals("dense") ? "" : " " + pattern);
  }

  String row() {
    return String.format(
        Locale.ROOT,
        "%s,%s,%s,%.0f,%d,%d,%d,%.0f,%.0f,%s,%d,%d,%.0f,%.4f,%.4f,%s,%.1f,%s,%.1f,%.4f",
        network,
        pattern,
        on.topology(),
        on.linkGbitS(),
        on.chiplets(),
        on.hosts(),
        context,
        idealTokensPerS,
        naiveTokensPerS,
        mapping,
        replicas,
        sequences,
        tokensPerS,
        efficiency(),
        estimatedTokensPerS / tokensPerS,
        busiest,
        naiveTpotBatch1Us,
        batch1Mapping,
        tpotBatch1Us,
        estimatedTpotBatch1Us / tpotBatch1Us);
  }
}
