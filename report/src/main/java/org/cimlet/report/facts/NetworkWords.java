package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.network.Omissions;
import org.cimlet.quantity.Si;
import org.cimlet.run.Result;

/// What a network's file describes beyond what was placed.
public final class NetworkWords {
  private NetworkWords() {}

  /// A sentence for each part that takes no room, and for each that was simplified.
  public static List<String> warnings(Result result) {
    Omissions omissions = result.job().network().omissions();
    List<String> warnings = new ArrayList<>();
    for (Omissions.NotPlaced part : omissions.notPlaced()) {
      warnings.add(
          part.parameters().isPresent()
              ? "the %s is not placed: %s parameters"
                  .formatted(part.name(), Si.grouped(part.parameters().getAsLong()))
              : "the %s is not placed, its parameters are not counted".formatted(part.name()));
    }
    warnings.addAll(omissions.simplified());
    return List.copyOf(warnings);
  }
}
