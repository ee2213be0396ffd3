package org.cimlet.report.facts;

import java.util.Optional;
import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Cost;
import org.cimlet.quantity.Si;
import org.cimlet.quantity.Sourced;

/// The same money for a machine and for GPUs, in words: what is not told is a dash, and a sum of it
/// too.
///
/// @param name of the machine or GPU
/// @param made manufacturing of one, by the same model for all
/// @param design its share of what is paid once; a dash for GPUs, whose volumes are not public
/// @param bought price of one
/// @param hosts price of the hosts that one needs
/// @param units how many
/// @param allMade manufacturing and hosts of all, design left out
/// @param allBought prices of all, with hosts
public record MoneyRow(
    String name,
    String made,
    String design,
    String bought,
    String hosts,
    String units,
    String allMade,
    String allBought) {
  private static final String UNKNOWN = "–";

  /// So many of a machine or GPU.
  public static MoneyRow of(Assessment assessment, int units) {
    Optional<Double> made = assessment.specifiedCost().map(Cost::recurringUsd);
    Optional<Double> bought = assessment.boughtUsd().map(Sourced::value);
    Optional<Double> hosts = assessment.hostsUsd();
    return new MoneyRow(
        assessment.name(),
        dollars(made),
        dollars(assessment.specifiedCost().flatMap(Cost::designUsdPerUnit)),
        dollars(bought),
        dollars(hosts),
        Si.grouped(units),
        dollars(all(units, made, hosts)),
        dollars(all(units, bought, hosts)));
  }

  private static Optional<Double> all(int units, Optional<Double> one, Optional<Double> hosts) {
    return one.flatMap(usd -> hosts.map(host -> units * (usd + host)));
  }

  private static String dollars(Optional<Double> usd) {
    return usd.map(AssessmentFacts::dollars).orElse(UNKNOWN);
  }
}
