package org.cimlet.serve.traffic;

import java.util.List;
import java.util.SplittableRandom;

/// Requests that come by chance at a mean rate, each as long as one of a file's, drawn by chance:
/// made as they come, so that any number of them takes no memory.
///
/// @param name what it is called
/// @param requestsPerS mean rate
/// @param lengths of the file's requests
/// @param facts of all that come
/// @param seed of chance
record DrawnTraffic(String name, double requestsPerS, List<Request> lengths, Facts facts, long seed)
    implements Traffic {

  static DrawnTraffic of(
      String name, double requestsPerS, List<Request> lengths, long requests, long seed) {
    double input = 0;
    double output = 0;
    int longestInput = 0;
    int longest = 0;
    for (Request each : lengths) {
      input += each.input();
      output += each.output();
      longestInput = Math.max(longestInput, each.input());
      longest = Math.max(longest, each.tokens());
    }
    Facts facts =
        new Facts(
            requests,
            requestsPerS,
            input / lengths.size(),
            output / lengths.size(),
            longestInput,
            longest);
    return new DrawnTraffic(name, requestsPerS, lengths, facts, seed);
  }

  @Override
  public List<String> classes() {
    return List.of("all");
  }

  @Override
  public int prefixBlockTokens() {
    return 0;
  }

  @Override
  public Traffic scaled(double scale) {
    return of(name, requestsPerS * scale, lengths, facts.requests(), seed);
  }

  @Override
  public Arrivals open() {
    return new Drawing();
  }

  private final class Drawing implements Arrivals {
    private final Arrivals times =
        new MadeTraffic(requestsPerS, 0, 1, 1, 1, facts.requests(), seed).open();
    private final SplittableRandom random = new SplittableRandom(seed);

    @Override
    public long nextPs() {
      return times.nextPs();
    }

    @Override
    public Request next() {
      Request time = times.next();
      Request from = lengths.get(random.nextInt(lengths.size()));
      return new Request(
          time.number(), time.arrivalPs(), from.input(), from.output(), List.of(), 0);
    }

    @Override
    public void ended(long nowPs) {
      // chance alone says when requests come
    }

    @Override
    public long taken() {
      return times.taken();
    }
  }
}
