package org.cimlet.serve.traffic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Requests as they were recorded.
public final class RequestTrace implements Traffic {
  private static final double PS = 1e-12;

  private final String name;
  private final List<Request> requests;
  private final List<String> classes;
  private final int prefixBlockTokens;
  private final long failed;

  /// @param requests in the order of arrival
  /// @param prefixBlockTokens tokens of a block of a prefix; 0 where prefixes are not known
  /// @param failed requests left out that failed where they were recorded
  public RequestTrace(
      String name,
      List<Request> requests,
      List<String> classes,
      int prefixBlockTokens,
      long failed) {
    this.name = name;
    this.requests = List.copyOf(requests);
    this.classes = List.copyOf(classes);
    this.prefixBlockTokens = prefixBlockTokens;
    this.failed = failed;
  }

  /// Requests given as arrival in picoseconds, input and output.
  public static RequestTrace of(long... figures) {
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < figures.length; i += 3) {
      requests.add(
          new Request(
              i / 3L,
              figures[i],
              Math.toIntExact(figures[i + 1]),
              Math.toIntExact(figures[i + 2]),
              List.of(),
              0));
    }
    return new RequestTrace(Arrays.toString(figures), requests, List.of("all"), 0, 0);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public int prefixBlockTokens() {
    return prefixBlockTokens;
  }

  /// Requests left out that failed where they were recorded.
  public long failed() {
    return failed;
  }

  /// All of them.
  public List<Request> requests() {
    return requests;
  }

  @Override
  public Facts facts() {
    double input = 0;
    double output = 0;
    int longestInput = 0;
    int longest = 0;
    for (Request request : requests) {
      input += request.input();
      output += request.output();
      longestInput = Math.max(longestInput, request.input());
      longest = Math.max(longest, request.tokens());
    }
    double count = requests.size();
    double spanS = (requests.getLast().arrivalPs() - requests.getFirst().arrivalPs()) * PS;
    return new Facts(
        requests.size(),
        spanS > 0 ? count / spanS : 0,
        input / count,
        output / count,
        longestInput,
        longest);
  }

  @Override
  public Traffic scaled(double scale) {
    if (scale == 1) {
      return this;
    }
    List<Request> scaled =
        requests.stream()
            .map(each ->
                new Request(
                    each.number(),
                    Math.round(each.arrivalPs() / scale),
                    each.input(),
                    each.output(),
                    each.prefix(),
                    each.group()))
            .toList();
    return new RequestTrace(name, scaled, classes, prefixBlockTokens, failed);
  }

  @Override
  public Arrivals open() {
    return new Arrivals() {
      private int next;

      @Override
      public long nextPs() {
        return next < requests.size() ? requests.get(next).arrivalPs() : NEVER;
      }

      @Override
      public Request next() {
        return requests.get(next++);
      }

      @Override
      public void ended(long nowPs) {
        // what comes was recorded
      }

      @Override
      public long taken() {
        return next;
      }
    };
  }
}
