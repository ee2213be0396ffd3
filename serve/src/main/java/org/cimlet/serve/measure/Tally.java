package org.cimlet.serve.measure;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.serve.engine.Served;

/// Sums up requests as they are served.
public final class Tally {
  private final List<String> classes;
  private final List<Slo> slos;
  private final long warmUp;
  private final List<Group> groups = new ArrayList<>();
  private final Group all = new Group();
  private long inputTokens;
  private long outputTokens;
  private long prefixTokens;

  /// @param classes names of the traffic's classes
  /// @param slos at least one; a class has the one of its name, else the first
  /// @param warmUp requests from the first on that are left out of latencies
  public Tally(List<String> classes, List<Slo> slos, long warmUp) {
    this.classes = List.copyOf(classes);
    this.warmUp = warmUp;
    this.slos = classes.stream().map(name -> of(name, slos)).toList();
    classes.forEach(_ -> groups.add(new Group()));
  }

  private static Slo of(String name, List<Slo> slos) {
    return slos.stream()
        .filter(slo -> slo.group().equals(name))
        .findFirst()
        .orElse(
            slos.stream().filter(slo -> slo.group().isEmpty()).findFirst().orElse(slos.getFirst()));
  }

  private static final class Group {
    final Distribution ttft = new Distribution();
    final Distribution tpot = new Distribution();
    final Distribution endToEnd = new Distribution();
    final Distribution queue = new Distribution();
    long met;
    long lost;

    void add(Served request, boolean inTime) {
      ttft.add(request.ttftS());
      if (request.request().output() > 1) {
        tpot.add(request.tpotS());
      }
      endToEnd.add(request.endToEndS());
      queue.add(request.queueS());
      met += inTime ? 1 : 0;
    }

    ClassSummary summary(String name, Slo slo, long left) {
      long came = ttft.count() + lost + left;
      return new ClassSummary(
          name,
          slo,
          ttft.count(),
          met,
          came == 0 ? 1 : (double) met / came,
          Spread.of(ttft),
          Spread.of(tpot),
          Spread.of(endToEnd),
          Spread.of(queue));
    }
  }

  private boolean isMet(Served request) {
    Slo slo = slos.get(request.request().group());
    return request.ttftS() <= slo.ttftS() && request.tpotS() <= slo.tpotS();
  }

  /// A request is served.
  ///
  /// @return whether it is within what it is promised
  public boolean add(Served request) {
    inputTokens += request.request().input();
    outputTokens += request.request().output();
    prefixTokens += request.prefixTokens();
    boolean inTime = isMet(request);
    if (request.request().number() >= warmUp) {
      all.add(request, inTime);
      if (groups.size() > 1) {
        groups.get(request.request().group()).add(request, inTime);
      }
    }
    return inTime;
  }

  /// A request of a class is refused.
  public void refused(int group) {
    all.lost++;
    groups.get(group).lost++;
  }

  /// Requests so far that are out of the promise for sure: refused, or served late.
  public long missed() {
    return all.lost + all.ttft.count() - all.met;
  }

  /// All requests.
  ///
  /// @param left requests that were neither served nor refused
  public ClassSummary all(long left) {
    return all.summary("", slos.getFirst(), left);
  }

  /// Each class; of one class alone, none.
  public List<ClassSummary> classes() {
    List<ClassSummary> each = new ArrayList<>();
    if (classes.size() > 1) {
      for (int i = 0; i < classes.size(); i++) {
        each.add(groups.get(i).summary(classes.get(i), slos.get(i), 0));
      }
    }
    return each;
  }

  /// How times to first token are distributed.
  public Distribution ttft() {
    return all.ttft;
  }

  /// How times per output token are distributed.
  public Distribution tpot() {
    return all.tpot;
  }

  /// Tokens of the prompts of requests that were served.
  public long inputTokens() {
    return inputTokens;
  }

  /// Tokens of their answers.
  public long outputTokens() {
    return outputTokens;
  }

  /// Tokens of their prompts that were found computed.
  public long prefixTokens() {
    return prefixTokens;
  }
}
