package org.cimlet.serve.traffic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;

/// Traffic as users ask for it: a file, `poisson:RATE` or `concurrency:N`, each with settings after
/// commas: `poisson:5.5,in:1024,out:128,jitter:0.8,requests:10000`, or lengths drawn from a file,
/// `poisson:5.5,lengths:trace.csv`.
public final class TrafficRule {
  private static final String ARGUMENT = "TRACE";
  private static final List<String> KEYS = List.of("in", "out", "jitter", "requests", "lengths");
  private static final long MOST_REQUESTS = 100_000_000;
  private static final int DRAWN = 1 << 20;

  private final String text;
  private final String kind;
  private final Map<String, String> settings = new LinkedHashMap<>();

  private TrafficRule(String text, String kind) {
    this.text = text;
    this.kind = kind;
  }

  /// @param text a file's name or a rule
  /// @param seed of chance
  /// @throws InvalidInputException where the file is no trace, or the rule is none
  public static Traffic parse(String text, long seed) {
    if (text.startsWith("poisson:") || text.startsWith("concurrency:")) {
      return new TrafficRule(text, text.substring(0, text.indexOf(':'))).made(seed);
    }
    return TraceReader.read(text);
  }

  private Traffic made(long seed) {
    String[] items = text.substring(kind.length() + 1).split(",", -1);
    for (int i = 1; i < items.length; i++) {
      int colon = items[i].indexOf(':');
      String key = colon < 0 ? items[i] : items[i].substring(0, colon);
      if (colon < 0 || !KEYS.contains(key)) {
        throw fault(
            "must have settings KEY:VALUE of the keys %s, got '%s'%s"
                .formatted(String.join(", ", KEYS), items[i], Suggestion.didYouMean(key, KEYS)));
      }
      settings.put(key, items[i].substring(colon + 1));
    }
    double rate = number(kind, items[0], 1e-6, 1e9);
    boolean loop = kind.equals("concurrency");
    if (loop && rate != Math.rint(rate)) {
      throw fault("must be a whole number of clients, got " + items[0]);
    }
    String file = settings.get("lengths");
    if (file != null) {
      return drawn(loop, rate, file, seed);
    }
    int clients = loop ? Math.toIntExact((long) Math.min(rate, 1 << 20)) : 0;
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
    List<Request> lengths = TraceReader.lengths(file).requests();
    int count = (int) number("requests", settings.getOrDefault("requests", "10000"), 1, DRAWN);
    SplittableRandom random = new SplittableRandom(seed);
    Arrivals times = new MadeTraffic(rate, 0, 1, 1, 1, count, seed).open();
    List<Request> requests = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Request from = lengths.get(random.nextInt(lengths.size()));
      requests.add(
          new Request(i, times.next().arrivalPs(), from.input(), from.output(), List.of(), 0));
    }
    return new RequestTrace(text, requests, List.of("all"), 0, 0);
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
    throw fault("%s must be a number from %s to %s, got '%s'".formatted(key, least, most, value));
  }

  private InvalidInputException fault(String message) {
    return InvalidInputException.of(ARGUMENT, message);
  }
}
