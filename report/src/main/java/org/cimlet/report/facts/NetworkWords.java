package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cimlet.network.Omissions;
import org.cimlet.plan.program.Packing;
import org.cimlet.quantity.Si;
import org.cimlet.run.Figures;
import org.cimlet.run.Result;

/// What a network's file describes beyond what was placed.
public final class NetworkWords {
  private NetworkWords() {}

  /// What pruning costs where this run asks for it; of files that are pruned `evaluate` tells.
  public static Optional<String> pruning(Result result) {
    Packing packing = result.figures().packing();
    return packing.isDense() || result.job().weights().asStored()
        ? Optional.empty()
        : Optional.of(
            "quality at %s depends on retraining: pruned and not retrained, a network is ruined"
                .formatted(packing.pattern()));
  }

  /// `, head INT8` where the head is stored in other words than the layers.
  public static String headApart(Figures figures) {
    Packing head = figures.headPacking();
    return head.words().equals(figures.packing().words())
        ? ""
        : ", head " + head.word().toUpperCase(Locale.ROOT);
  }

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
