package org.cimlet.serve.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.jspecify.annotations.Nullable;

/// Collects requests line by line, and what is wrong with them.
final class TraceLines {
  static final long NO_TIME = Long.MIN_VALUE;

  private static final int MOST_FAULTS = 20;
  private static final int MOST_TOKENS = 1 << 24;
  private static final int MOST_CLASSES = 64;

  private final String file;
  private final List<Request> requests = new ArrayList<>();
  private final List<String> classes = new ArrayList<>();
  private final Diagnostics faults = new Diagnostics();
  private long firstPs = NO_TIME;
  private long lastPs = NO_TIME;
  private int faultCount;
  private long failed;
  private @Nullable Instant beginning;

  TraceLines(String file) {
    this.file = file;
  }

  boolean goesOn() {
    return faultCount < MOST_FAULTS;
  }

  void fault(long line, String key, String message) {
    faultCount++;
    faults.add(new Diagnostic(file, Math.toIntExact(line), 1, key, message));
  }

  /// A count of tokens; 1 at fault.
  int tokens(long line, String key, String text) {
    try {
      long value = Long.parseLong(text.strip());
      if (value >= 1 && value <= MOST_TOKENS) {
        return (int) value;
      }
    } catch (NumberFormatException e) {
      // falls through to the fault
    }
    fault(
        line,
        key,
        "must be a whole number of tokens from 1 to %s, got '%s'".formatted(MOST_TOKENS, text));
    return 1;
  }

  /// Picoseconds from the first date on; the clock runs for 104 days.
  ///
  /// @throws ArithmeticException where it is further away
  long sinceFirst(Instant at) {
    if (beginning == null) {
      beginning = at;
    }
    Duration since = Duration.between(beginning, at);
    return Math.multiplyExact(since.toNanos(), 1000L);
  }

  /// @param atPs on any clock; [#NO_TIME] where there are lengths alone
  void add(long line, long atPs, int input, int output, List<Integer> prefix, String group) {
    if (atPs != NO_TIME && atPs < lastPs) {
      fault(line, "", "must be in order of time, got a request before the last; sort the lines");
    }
    if (requests.isEmpty()) {
      firstPs = atPs;
    }
    lastPs = atPs;
    long sincePs = atPs == NO_TIME ? NO_TIME : Math.max(0, atPs - firstPs);
    requests.add(new Request(requests.size(), sincePs, input, output, prefix, group(line, group)));
  }

  private int group(long line, String name) {
    int known = classes.indexOf(name);
    if (known >= 0) {
      return known;
    }
    if (classes.size() == MOST_CLASSES) {
      fault(line, "class", "must be one of at most %s classes".formatted(MOST_CLASSES));
      return 0;
    }
    classes.add(name);
    return classes.size() - 1;
  }

  /// A request that failed where it was recorded, and has no answer.
  void failed() {
    failed++;
  }

  RequestTrace trace(int prefixBlockTokens) {
    faults.throwIfAny();
    if (requests.isEmpty()) {
      throw InvalidInputException.of(file, "must have at least one request, got none");
    }
    return new RequestTrace(file, requests, classes, prefixBlockTokens, failed);
  }
}
