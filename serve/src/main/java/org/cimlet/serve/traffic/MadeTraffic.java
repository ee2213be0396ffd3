package org.cimlet.serve.traffic;

import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// Traffic made by a rule: requests that come by chance at a mean rate, or a number of clients each
/// of which sends its next request as the last one ends.
///
/// @param requestsPerS mean rate; 0 for a closed loop
/// @param clients of a closed loop; 0 for a rate
/// @param input longest prompt
/// @param output longest answer
/// @param shortest lengths are drawn evenly from this share of the longest up
/// @param requests how many
/// @param seed of chance
public record MadeTraffic(
    double requestsPerS,
    int clients,
    int input,
    int output,
    double shortest,
    long requests,
    long seed)
    implements Traffic {
  private static final double PS = 1e-12;

  @Override
  public String name() {
    return clients > 0
        ? "concurrency:" + clients
        : String.format(Locale.ROOT, "poisson:%s", requestsPerS);
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
  public Facts facts() {
    return new Facts(
        requests,
        requestsPerS,
        (input + shortestOf(input)) / 2.0,
        (output + shortestOf(output)) / 2.0,
        input,
        input + output);
  }

  private int shortestOf(int longest) {
    return Math.max(1, (int) (shortest * longest));
  }

  @Override
  public Traffic scaled(double scale) {
    return new MadeTraffic(requestsPerS * scale, clients, input, output, shortest, requests, seed);
  }

  @Override
  public Arrivals open() {
    return clients > 0 ? new Loop() : new Poisson();
  }

  /// Draws lengths.
  private abstract class Drawn implements Arrivals {
    final SplittableRandom times = new SplittableRandom(seed);
    private final SplittableRandom lengths = new SplittableRandom(seed ^ 0x5deece66dL);
    private long taken;

    boolean isLeft() {
      return taken < requests;
    }

    Request drawn(long atPs) {
      return new Request(taken++, atPs, length(input), length(output), List.of(), 0);
    }

    private int length(int longest) {
      int least = shortestOf(longest);
      return least + lengths.nextInt(longest - least + 1);
    }

    @Override
    public long taken() {
      return taken;
    }
  }

  private final class Poisson extends Drawn {
    private double atS = gapS();

    private double gapS() {
      return -Math.log1p(-times.nextDouble()) / requestsPerS;
    }

    @Override
    public long nextPs() {
      return isLeft() ? Math.round(atS / PS) : NEVER;
    }

    @Override
    public Request next() {
      Request request = drawn(nextPs());
      atS += gapS();
      return request;
    }

    @Override
    public void ended(long nowPs) {
      // chance alone says when requests come
    }
  }

  private final class Loop extends Drawn {
    private final PriorityQueue<Long> due = new PriorityQueue<>();

    Loop() {
      for (int client = 0; client < clients; client++) {
        due.add(0L);
      }
    }

    @Override
    public long nextPs() {
      Long next = due.peek();
      return next == null || !isLeft() ? NEVER : next;
    }

    @Override
    public Request next() {
      return drawn(due.remove());
    }

    @Override
    public void ended(long nowPs) {
      due.add(nowPs);
    }
  }
}
