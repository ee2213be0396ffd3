package org.cimlet.tensor.compress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.tensor.Pattern;

/// Which tensors are compressed, and how.
///
/// Linears of layers get `otherwise`. A tensor that a rule names gets the pattern of the first such
/// rule, be it a linear, the embedding or the head.
///
/// @param otherwise the pattern of linears that no rule names
/// @param rules exceptions
public record PatternRules(Pattern otherwise, List<Rule> rules) {

  /// Copies the rules.
  public PatternRules {
    rules = List.copyOf(rules);
  }

  /// A pattern for some tensors.
  ///
  /// @param glob a tensor's name, in which `*` stands for any characters and `?` for one
  /// @param pattern what they get
  public record Rule(String glob, Pattern pattern) {
    /// Whether a tensor is meant.
    public boolean names(String tensor) {
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < glob.length(); i++) {
        char c = glob.charAt(i);
        regex.append(
            switch (c) {
              case '*' -> ".*";
              case '?' -> ".";
              default -> java.util.regex.Pattern.quote(Character.toString(c));
            });
      }
      return tensor.matches(regex.toString());
    }
  }

  /// One pattern for all linears.
  public static PatternRules all(Pattern pattern) {
    return new PatternRules(pattern, List.of());
  }

  /// Reads patterns as users write them.
  ///
  /// @param otherwise `none` or `8:32`
  /// @param rules `GLOB=PATTERN` each
  /// @throws InvalidInputException with everything that is no pattern
  public static PatternRules parse(String otherwise, List<String> rules) {
    Diagnostics diagnostics = new Diagnostics();
    Pattern base = pattern("--pattern", otherwise, diagnostics);
    List<Rule> read = new ArrayList<>();
    for (String rule : rules) {
      int equals = rule.lastIndexOf('=');
      if (equals < 1) {
        diagnostics.add(
            Diagnostic.of(
                "--pattern-for",
                "must be TENSORS=N:M, such as *.0.*=none, got %s; write both".formatted(rule)));
      } else {
        read.add(
            new Rule(
                rule.substring(0, equals),
                pattern("--pattern-for", rule.substring(equals + 1), diagnostics)));
      }
    }
    diagnostics.throwIfAny();
    return new PatternRules(base, read);
  }

  private static Pattern pattern(String option, String text, Diagnostics diagnostics) {
    return Pattern.parse(text)
        .orElseGet(() -> {
          diagnostics.add(
              Diagnostic.of(
                  option,
                  "must be none, or N:M with M one of %s and N below it, got %s; try 8:32"
                      .formatted(
                          Pattern.GROUPS.stream()
                              .map(String::valueOf)
                              .collect(Collectors.joining(", ")),
                          text)));
          return Pattern.DENSE;
        });
  }

  /// The pattern that a rule names for a tensor.
  Optional<Pattern> ruled(String tensor) {
    return rules.stream().filter(rule -> rule.names(tensor)).map(Rule::pattern).findFirst();
  }

  /// Refuses rules that name no tensor that can be compressed: they are misspelt.
  ///
  /// @param tensors names of all matrices
  void mustName(Collection<String> tensors) {
    Diagnostics diagnostics = new Diagnostics();
    for (Rule rule : rules) {
      if (tensors.stream().noneMatch(rule::names)) {
        diagnostics.add(
            Diagnostic.of(
                "--pattern-for",
                "must name matrices of the network, got %s, which names none; check its spelling%s"
                    .formatted(rule.glob(), Suggestion.didYouMean(rule.glob(), tensors))));
      }
    }
    diagnostics.throwIfAny();
  }
}
