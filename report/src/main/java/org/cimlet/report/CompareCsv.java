package org.cimlet.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.report.facts.CompareRow;
import org.cimlet.report.facts.CompareWords;
import org.cimlet.run.Candidate;
import org.cimlet.run.Comparison;

/// A comparison as RFC 4180 writes it: a line for each figure, a column for each system; then what
/// a token's time at batch 1 and its energy go to.
public final class CompareCsv {
  private CompareCsv() {}

  /// The whole file.
  public static String of(Comparison comparison) {
    CompareWords words = new CompareWords(comparison);
    StringBuilder out = new StringBuilder();
    List<String> heading = new ArrayList<>(List.of("figure", "unit"));
    for (int i = 0; i < comparison.candidates().size(); i++) {
      heading.add(words.name(i));
    }
    line(out, heading);
    for (CompareRow row : words.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.name(), row.unit()));
      cells.addAll(row.values());
      line(out, cells);
    }
    parts(out, comparison, "time", "s", Candidate::time);
    parts(out, comparison, "energy", "J", Candidate::energy);
    return out.toString();
  }

  @FunctionalInterface
  private interface Parts {
    List<Candidate.Part> of(Candidate candidate);
  }

  private static void parts(
      StringBuilder out, Comparison comparison, String whole, String unit, Parts parts) {
    comparison.candidates().stream()
        .flatMap(candidate -> parts.of(candidate).stream().map(Candidate.Part::name))
        .distinct()
        .forEach(name -> {
          List<String> cells = new ArrayList<>(List.of(whole + ": " + name, unit));
          for (Candidate candidate : comparison.candidates()) {
            cells.add(size(parts.of(candidate), name));
          }
          line(out, cells);
        });
  }

  /// 0 where a system has nothing of it; empty where nothing of the system is known.
  private static String size(List<Candidate.Part> parts, String name) {
    if (parts.isEmpty()) {
      return "";
    }
    return Double.toString(
        parts.stream()
            .filter(part -> part.name().equals(name))
            .mapToDouble(Candidate.Part::size)
            .sum());
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append(cells.stream().map(CsvReport::quoted).collect(Collectors.joining(",")))
        .append("\r\n");
  }
}
