package org.cimlet.serve.traffic;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.quantity.Si;

/// Traffic as users ask for it: a file, `poisson:RATE` or `concurrency:N`, each with settings after
/// commas: `poisson:5.5,in:1024,out:128,jitter:0.8,requests:10000`, or lengths drawn from a file,
/// `poisson:5.5,lengths:trace.csv`.
public final class TrafficRule {
  private static final String ARGUMENT = "TRACE";
  private static final List<String> KEYS = List.of("in", "out", "jitter", "requests", "lengths");
  private static final long MOST_REQUESTS = 100_000_000;

  /// Below the backlog that ends a run: these clients wait for what they ask.
  private static final int MOST_CLIENTS = 1_000_000;

  private final String text;
  private final String kind;
  private final ToIntFunction<String> tokens;
  private final Map<String, String> settings = new LinkedHashMap<>();

  private TrafficRule(String text, String kind, ToIntFunction<String> tokens) {
    this.tokens = tokens;
    this.text = text;
    this.kind = kind;
  }

  /// @param text a file's name or a rule
  /// @param seed of chance
  /// @param tokens counts those of a text, where a file has texts
  /// @throws InvalidInputException where the file is no trace, or the rule is none
  public static Traffic parse(String text, long seed, ToIntFunction<String> tokens) {
    if (text.startsWith("poisson:") || text.startsWith("concurrency:")) {
      return new TrafficRule(text, text.substring(0, text.indexOf(':')), tokens).made(seed);
    }
    return TraceReader.read(text);
  }

  /// The same where no vocabulary is known.
  public static Traffic parse(String text, long seed) {
    return parse(text, seed, Conversations.uncounted(text));
  }

  private Traffic made(long seed) {
    String[] items = text.substring(kind.length() + 1).split(",", -1);
    for (int i = 1; i < items.length; i++) {
      int colon = items[i].indexOf(':');
      String key = colon < 0 ? items[i] : items[i].substring(0, colon);
      if (colon < 0 || !KEYS.contains(key)) {
        throw fault(
            "must have settings KEY:VALUE of the keys %s, got '%s'%s"
                .formatted(
                    String.join(", ", KEYS),
                    items[i],
                    KEYS.contains(key) ? "" : Suggestion.didYouMean(key, KEYS)));
      }
      if (settings.put(key, items[i].substring(colon + 1)) != null) {
        throw fault("must have each setting once, got %s twice; remove one".formatted(key));
      }
    }
    boolean loop = kind.equals("concurrency");
    double rate =
        loop ? number(kind, items[0], 1, MOST_CLIENTS) : number(kind, items[0], 1e-6, 1e9);
    if (loop && rate != Math.rint(rate)) {
      throw fault("must be a whole number of clients, got " + items[0]);
    }
    String file = settings.get("lengths");
    if (file != null) {
      return drawn(loop, rate, file, seed);
    }
    int clients = loop ? (int) rate : 0;
    return new MadeTraffic(
        loop ? 0 : rate,
        clients,
        (int) number("in", settings.getOrDefault("in", "1024"), 1, 1 << 24),
        (int) number("out", settings.getOrDefault("out", "128"), 1, 1 << 24),
        number("jitter", settings.getOrDefault("jitter", "1"), 0, 1),
        (long)
            number("requests", settings.getOrDefault("requests", usual(clients)), 1, MOST_REQUESTS),
        seed);
  }

  private static String usual(int clients) {
    return Integer.toString(clients == 0 ? 10_000 : 10 * clients);
  }

  /// Times by chance, lengths of a file's requests.
  private Traffic drawn(boolean loop, double rate, String file, long seed) {
    if (loop || settings.containsKey("in") || settings.containsKey("out")) {
      throw fault("must have lengths:FILE with poisson:RATE and without in and out");
    }
    if (file.isBlank()) {
      throw fault("must name a file after lengths:, got nothing");
    }
    List<Request> lengths = TraceReader.lengths(file, tokens).requests();
    long count =
        (long) number("requests", settings.getOrDefault("requests", usual(0)), 1, MOST_REQUESTS);
    return DrawnTraffic.of(text, rate, lengths, count, seed);
  }

  private double number(String key, String value, double least, double most) {
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the fault
    }
    throw fault(
        "%s must be a number from %s to %s, got '%s'"
            .formatted(key, shown(least), shown(most), value));
  }

  private static String shown(double bound) {
    return bound == Math.rint(bound)
        ? Si.grouped((long) bound)
        : BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }

  private InvalidInputException fault(String message) {
    return InvalidInputException.of(ARGUMENT, message);
  }
}
