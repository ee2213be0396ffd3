package org.cimlet.appraise;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.technology.rules.ExportRule;
import org.cimlet.technology.rules.ExportRule.Performance;
import org.cimlet.technology.rules.ExportRule.Standing;

/// Where a chip's or a package's numbers lie under a published rule.
///
/// @param subject `chiplet`, `package` or `device`
/// @param rule the rule
/// @param performance what it counts
/// @param standing on which side of its thresholds
public record RuleCompliance(
    String subject, ExportRule rule, Performance performance, Standing standing) {

  static List<RuleCompliance> of(String subject, Performance performance) {
    List<RuleCompliance> standings = new ArrayList<>();
    for (ExportRule rule : ExportRule.values()) {
      standings.add(new RuleCompliance(subject, rule, performance, rule.of(performance)));
    }
    return standings;
  }
}
