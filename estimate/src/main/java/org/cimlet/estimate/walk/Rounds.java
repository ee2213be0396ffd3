package org.cimlet.estimate.walk;

import java.util.Arrays;

/// Travellers that go round a way of parts in turn, again and again, each part serving one at a
/// time: at some parts who has come farthest, at others who came first.
///
/// A walk in order of time: a part that is free when a traveller comes serves it at once; of those
/// that wait for a part one is chosen as it becomes free. A part's work is never interrupted.
final class Rounds {
  private static final int NONE = -1;

  private final Way way;
  private final double[] freeS;
  private final int[] waitingAt; // the first of those that wait at each part, linked
  private final int[] next;
  private final double[] cameS;
  private final int[] visitOf;
  private final int visitsOfStage;
  private final int[] stage;
  private final int[] open;
  private final double[] doneS;
  private final Agenda agenda;
  private final int travellers;

  /// Stages one after the other, the visits of a stage side by side.
  ///
  /// @param part of each visit
  /// @param leadS from the stage's beginning until the part is wanted
  /// @param busyS of the part
  /// @param restS after the part until the visit is over
  /// @param endOfStage the visit after the last of each stage
  /// @param tailS of each stage, after the last of its visits
  /// @param farthestFirst whether a part serves who has come farthest, and not who came first
  @SuppressWarnings("ArrayRecordComponent") // shared within the engine's walk, never outside it
  record Way(
      int[] part,
      double[] leadS,
      double[] busyS,
      double[] restS,
      int[] endOfStage,
      double[] tailS,
      boolean[] farthestFirst) {

    int stages() {
      return endOfStage.length;
    }

    int firstVisit(int stage) {
      return stage == 0 ? 0 : endOfStage[stage - 1];
    }
  }

  private Rounds(Way way, int travellers) {
    this.way = way;
    this.travellers = travellers;
    int most = 0;
    for (int at = 0; at < way.stages(); at++) {
      most = Math.max(most, way.endOfStage[at] - way.firstVisit(at));
    }
    visitsOfStage = most;
    freeS = new double[way.farthestFirst.length];
    waitingAt = new int[way.farthestFirst.length];
    Arrays.fill(waitingAt, NONE);
    next = new int[travellers * most];
    cameS = new double[travellers * most];
    visitOf = new int[travellers * most];
    stage = new int[travellers];
    open = new int[travellers];
    doneS = new double[travellers];
    agenda = new Agenda(travellers + way.farthestFirst.length);
  }

  /// Once round in the mean over all travellers, after so many rounds of each, over the next ones.
  ///
  /// @param spacingS from one traveller's setting out to the next one's
  static double meanS(Way way, int travellers, double spacingS, int warmUp, int measured) {
    return new Rounds(way, travellers).meanS(spacingS, warmUp, measured);
  }

  private double meanS(double spacingS, int warmUp, int measured) {
    for (int each = 0; each < travellers; each++) {
      agenda.by(each, each * spacingS);
    }
    double fromS = 0;
    int rounds = 0;
    while (true) {
      double nowS = agenda.soonestS();
      int who = agenda.removeSoonest();
      if (who >= travellers) {
        serveNext(who - travellers, nowS);
        continue;
      }
      if (stage[who] == way.stages()) {
        stage[who] = 0;
        rounds++;
        if (rounds == warmUp * travellers) {
          fromS = nowS;
        } else if (rounds == (warmUp + measured) * travellers) {
          return (nowS - fromS) / measured;
        }
      }
      enter(who, nowS);
    }
  }

  /// A traveller begins its stage, and asks for the parts of all its visits.
  private void enter(int who, double nowS) {
    int first = way.firstVisit(stage[who]);
    int end = way.endOfStage[stage[who]];
    open[who] = end - first;
    doneS[who] = nowS;
    for (int visit = first; visit < end; visit++) {
      double wantedS = nowS + way.leadS[visit];
      int part = way.part[visit];
      if (wantedS == nowS && freeS[part] <= nowS) {
        serve(who, visit, nowS);
      } else {
        await(who * visitsOfStage + visit - first, visit, wantedS);
      }
    }
    if (first == end) {
      leave(who);
    }
  }

  private void await(int slot, int visit, double wantedS) {
    int part = way.part[visit];
    cameS[slot] = wantedS;
    visitOf[slot] = visit;
    next[slot] = waitingAt[part];
    waitingAt[part] = slot;
    agenda.by(travellers + part, Math.max(freeS[part], wantedS));
  }

  /// A part that may be free serves one of those that have come.
  private void serveNext(int part, double nowS) {
    if (freeS[part] <= nowS) {
      int before = NONE;
      int best = NONE;
      int beforeBest = NONE;
      for (int slot = waitingAt[part]; slot != NONE; slot = next[slot]) {
        if (cameS[slot] <= nowS && (best == NONE || goesBefore(slot, best, part))) {
          best = slot;
          beforeBest = before;
        }
        before = slot;
      }
      if (best != NONE) {
        if (beforeBest == NONE) {
          waitingAt[part] = next[best];
        } else {
          next[beforeBest] = next[best];
        }
        serve(best / visitsOfStage, visitOf[best], nowS);
      }
    }
    double soonestS = Double.POSITIVE_INFINITY;
    for (int slot = waitingAt[part]; slot != NONE; slot = next[slot]) {
      soonestS = Math.min(soonestS, cameS[slot]);
    }
    if (waitingAt[part] != NONE) {
      agenda.by(travellers + part, Math.max(freeS[part], soonestS));
    }
  }

  private boolean goesBefore(int slot, int other, int part) {
    int ahead = way.farthestFirst[part] ? visitOf[slot] - visitOf[other] : 0;
    return ahead == 0 ? cameS[slot] < cameS[other] : ahead > 0;
  }

  private void serve(int who, int visit, double fromS) {
    double servedS = fromS + way.busyS[visit];
    freeS[way.part[visit]] = servedS;
    doneS[who] = Math.max(doneS[who], servedS + way.restS[visit]);
    open[who]--;
    if (open[who] == 0) {
      leave(who);
    }
  }

  private void leave(int who) {
    agenda.by(who, doneS[who] + way.tailS[stage[who]]);
    stage[who]++;
  }

  /// What happens when, the soonest first; of several at once that of the smallest number. Each is
  /// in it once at most, at the soonest time it was entered for.
  private static final class Agenda {
    private final int[] heap;
    private final int[] placeOf;
    private final double[] atS;
    private int size;

    Agenda(int most) {
      heap = new int[most];
      placeOf = new int[most];
      Arrays.fill(placeOf, NONE);
      atS = new double[most];
    }

    double soonestS() {
      return atS[heap[0]];
    }

    void by(int what, double whenS) {
      int at = placeOf[what];
      if (at == NONE) {
        at = size++;
      } else if (atS[what] <= whenS) {
        return;
      }
      atS[what] = whenS;
      while (at > 0 && sooner(what, heap[(at - 1) / 2])) {
        put(at, heap[(at - 1) / 2]);
        at = (at - 1) / 2;
      }
      put(at, what);
    }

    int removeSoonest() {
      int soonest = heap[0];
      placeOf[soonest] = NONE;
      int last = heap[--size];
      int at = 0;
      int child = 1;
      while (child < size) {
        if (child + 1 < size && sooner(heap[child + 1], heap[child])) {
          child++;
        }
        if (!sooner(heap[child], last)) {
          break;
        }
        put(at, heap[child]);
        at = child;
        child = 2 * at + 1;
      }
      if (size > 0) {
        put(at, last);
      }
      return soonest;
    }

    private void put(int at, int what) {
      heap[at] = what;
      placeOf[what] = at;
    }

    private boolean sooner(int a, int b) {
      return atS[a] < atS[b] || (atS[a] == atS[b] && a < b);
    }
  }
}
