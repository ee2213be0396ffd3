package org.cimlet.serve.engine;

import org.cimlet.serve.traffic.Request;

/// A request on its way: what is done of it, and when.
final class Sequence {
  static final long NOT_YET = -1;
  static final int NONE = -1;

  final Request request;
  final long sentPs;

  /// Tokens whose keys and values are there.
  int computed;

  /// Tokens of the answer that are written.
  int generated;

  /// Bytes of keys and values that are its own.
  long heldBytes;

  /// Tokens that its blocks have room for, shared ones included.
  int heldTokens;

  /// Blocks of its prefix that it shares with others.
  int pinnedBlocks;

  /// Tokens of its prompt that were found computed.
  int prefixTokens;

  int preemptions;
  long queuedPs = NOT_YET;
  long startPs = NOT_YET;
  long firstPs = NOT_YET;
  long lastPs = NOT_YET;
  int server;

  /// Keys and values come from another server, which has read the prompt.
  boolean handedOver;

  /// What of it is under way in a package.
  Way way = Way.NOTHING;

  /// What of a sequence is under way in a package.
  enum Way {
    NOTHING,
    READING,
    TAIL,
    TOKEN
  }

  /// Tokens of the step under way; in a package, the rank it is dealt out to.
  int scheduled;

  /// Its place among those that run in a package.
  int place;

  /// Number of its start in a package, by which what is under way of an earlier one is known to be
  /// void; [#NONE] while it does not run.
  int attempt = NONE;

  Sequence(Request request, long sentPs) {
    this.request = request;
    this.sentPs = sentPs;
  }

  /// Tokens that are known: its prompt and what is written.
  int length() {
    return request.input() + generated;
  }

  boolean isDone() {
    return generated >= request.output();
  }

  /// A token is written.
  void write(long nowPs) {
    generated++;
    if (firstPs == NOT_YET) {
      firstPs = nowPs;
    }
    lastPs = nowPs;
  }
}
