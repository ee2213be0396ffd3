package org.cimlet.report;

import java.util.List;
import java.util.Locale;
import org.cimlet.plan.Action;
import org.cimlet.quantity.Si;
import tools.jackson.databind.node.ObjectNode;

/// What macros did while a network ran on them, compared with what the estimate charges for.
///
/// @param machine its name
/// @param tokens tokens that passed the layers
/// @param scoredTokens those of them of which the head made scores
/// @param actions each kind of action
/// @param operands what was multiplied in the layers
public record ActionComparison(
    String machine, long tokens, long scoredTokens, List<Count> actions, Operands operands) {
  /// Shares of ones among the bits of inputs and weights, of zeros among these, and of neighbouring
  /// bits that differ, as a machine file's `parts.operands` takes them.
  public record Operands(
      double inputOnes,
      double inputZeros,
      double inputToggles,
      double weightOnes,
      double weightZeros,
      double weightToggles) {
    private String yaml() {
      return String.format(
          Locale.ROOT,
          "{input_ones: %.3f, input_zeros: %.3f, input_toggles: %.3f,%n             weight_ones: %.3f,"
              + " weight_zeros: %.3f, weight_toggles: %.3f}",
          inputOnes,
          inputZeros,
          inputToggles,
          weightOnes,
          weightZeros,
          weightToggles);
    }
  }

  /// How often one kind of action happens.
  ///
  /// @param action its kind
  /// @param executed how often it happened
  /// @param estimated how often the estimate says it does
  public record Count(Action action, long executed, double estimated) {
    private boolean agrees() {
      return executed == estimated;
    }
  }

  /// Copies the list.
  public ActionComparison {
    actions = List.copyOf(actions);
  }

  /// Whether every action happened as often as the estimate says.
  public boolean agrees() {
    return actions.stream().allMatch(Count::agrees);
  }

  /// A few lines for a terminal.
  public String terminal() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%nMacros of %s: %s tokens, %s of them scored%n%n  %-16s %18s %18s%n",
            machine,
            Si.grouped(tokens),
            Si.grouped(scoredTokens),
            "",
            "executed",
            "estimated"));
    for (Count count : actions) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-16s %18s %18s%s%n",
              count.action().key().replace('_', ' '),
              Si.grouped(count.executed()),
              Si.grouped(Math.round(count.estimated())),
              count.agrees() ? "" : "  differs"));
    }
    text.append(String.format(Locale.ROOT, "%n  operands: %s%n", operands.yaml()));
    return text.toString().replace("\r", "");
  }

  void put(ObjectNode node) {
    node.put("machine", machine);
    node.put("tokens", tokens);
    node.put("scored_tokens", scoredTokens);
    for (Count count : actions) {
      ObjectNode both = node.putObject(count.action().key());
      both.put("executed", count.executed());
      both.put("estimated", count.estimated());
    }
    node.put("agree", agrees());
    ObjectNode shares = node.putObject("operands");
    shares.put("input_ones", operands.inputOnes());
    shares.put("input_zeros", operands.inputZeros());
    shares.put("input_toggles", operands.inputToggles());
    shares.put("weight_ones", operands.weightOnes());
    shares.put("weight_zeros", operands.weightZeros());
    shares.put("weight_toggles", operands.weightToggles());
  }
}
