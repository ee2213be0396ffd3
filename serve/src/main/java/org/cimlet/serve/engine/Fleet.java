package org.cimlet.serve.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.cimlet.serve.traffic.Arrivals;
import org.cimlet.serve.traffic.Request;
import org.cimlet.serve.traffic.Traffic;

/// Requests come, are led to servers, served, and go. The same spec and traffic give the same
/// result to the last bit.
public final class Fleet {
  private static final int PROGRESS_EVERY = 512;

  /// So many waiting requests end the run: more are coming than are served.
  private static final int MOST_WAITING = 1 << 20;

  private static final double PS = 1e-12;

  private final FleetSpec spec;
  private final Traffic traffic;
  private final long requests;
  private final Log log;
  private final List<Server> servers = new ArrayList<>();
  private final List<Pool> poolOf = new ArrayList<>();
  private final ServerClock clock;
  private final Router first;
  private final Router second;
  private final long[] linkFreePs;

  /// Requests on their way to a server, all for equally long.
  private final ArrayDeque<Sequence> coming = new ArrayDeque<>();

  private final PriorityQueue<HandedOver> handedOver =
      new PriorityQueue<>(
          Comparator.comparingLong(HandedOver::atPs).thenComparingLong(HandedOver::order));
  private long handovers;
  private final Gauge inSystem = new Gauge();
  private final Backlog backlog;
  private final History history = new History();
  private double sojournPs;
  private double handoverBytes;
  private long refused;
  private long served;
  private long nowPs;
  private long lastArrivalPs;
  private long endedNow;

  /// Hears what becomes of requests.
  public interface Log {
    /// All its tokens are written.
    void served(Served request);

    /// It fits no server.
    void refused(Request request);

    /// Requests done, of those there are.
    void progress(long done, long total);

    /// Whether the rest need not be served: the run is broken off.
    default boolean isEnough() {
      return false;
    }
  }

  /// What came of it.
  ///
  /// @param servers what each has done, in the order of the pools
  /// @param seconds to the last token
  /// @param arrivalSeconds to the last request
  /// @param served requests
  /// @param refused requests that are longer than a server's memory
  /// @param unserved requests that were left when the run was broken off, as more came than can be
  ///   served or the log had heard enough
  /// @param saturated whether the backlog grew to the end
  /// @param waitingAtEnd requests that waited as the last one came
  /// @param handoverBytes keys and values moved from server to server
  /// @param meanInSystem requests in the system in the mean, by counting over time
  /// @param meanSojournS of a request in it; by Little's law `meanInSystem / rate`
  /// @param history what servers hold, from time to time
  public record Totals(
      List<ServerTotals> servers,
      double seconds,
      double arrivalSeconds,
      long served,
      long refused,
      long unserved,
      boolean saturated,
      int waitingAtEnd,
      double handoverBytes,
      double meanInSystem,
      double meanSojournS,
      List<Moment> history) {
    /// Copies the lists.
    public Totals {
      servers = List.copyOf(servers);
      history = List.copyOf(history);
    }

    /// Share of some requests that are longer than a server's memory.
    public double refusedShare(long requests) {
      return (double) refused / requests;
    }
  }

  /// Keys and values on their way to another server.
  private record HandedOver(long atPs, long order, Sequence sequence) {}

  private Fleet(FleetSpec spec, Traffic traffic, Log log) {
    this.spec = spec;
    this.traffic = traffic;
    this.log = log;
    List<Integer> reading = new ArrayList<>();
    List<Integer> writing = new ArrayList<>();
    for (Pool pool : spec.pools()) {
      for (int i = 0; i < pool.count(); i++) {
        (pool.role() == Pool.Role.DECODE ? writing : reading).add(servers.size());
        servers.add(pool.server(new Leaving(servers.size())));
        poolOf.add(pool);
      }
    }
    clock = new ServerClock(servers.size());
    first = new Router(spec.routing(), servers, reading);
    second = new Router(spec.routing(), servers, writing);
    linkFreePs = new long[servers.size()];
    requests = traffic.facts().requests();
    backlog = new Backlog(requests);
  }

  /// Serves all of a traffic.
  public static Totals run(FleetSpec spec, Traffic traffic, Log log) {
    return new Fleet(spec, traffic, log).run();
  }

  /// Takes what leaves a server.
  private final class Leaving implements Server.Listener {
    private final int server;

    Leaving(int server) {
      this.server = server;
    }

    @Override
    public void ended(Sequence sequence, long atPs) {
      sequence.server = server;
      leave(sequence, atPs);
    }

    @Override
    public void readyToHandOver(Sequence sequence, long atPs) {
      double bytes = poolOf.get(server).memory().bytes().of(sequence.request.input());
      long durationPs = Math.round(bytes / spec.handover().bytesPerS() / PS);
      linkFreePs[server] = Math.max(atPs, linkFreePs[server]) + durationPs;
      handoverBytes += bytes;
      handedOver.add(
          new HandedOver(linkFreePs[server] + spec.handover().latencyPs(), handovers++, sequence));
    }
  }

  private Totals run() {
    Arrivals arrivals = traffic.open();
    boolean breaksOff = false;
    while (!breaksOff) {
      long arrivalPs = arrivals.nextPs();
      long comesPs = comesPs();
      long handedPs = handedPs();
      long nextPs = Math.min(Math.min(arrivalPs, comesPs), Math.min(handedPs, clock.nextPs()));
      if (nextPs == Server.NEVER) {
        break;
      }
      nowPs = nextPs;
      if (nextPs >= history.nextPs()) {
        history.see(nextPs, servers);
      }
      if (arrivalPs == nextPs) {
        breaksOff = arrive(arrivals);
      } else if (comesPs == nextPs) {
        Sequence sequence = coming.removeFirst();
        sequence.queuedPs = nextPs;
        accept(first.choose(sequence), sequence);
      } else if (handedPs == nextPs) {
        Sequence sequence = handedOver.remove().sequence();
        sequence.handedOver = true;
        accept(second.choose(sequence), sequence);
      } else {
        int server = clock.first();
        servers.get(server).advance(nextPs);
        clock.set(server, servers.get(server).nextPs());
      }
      breaksOff |= endedNow > 0 && log.isEnough();
      ended(arrivals);
    }
    return totals(arrivals);
  }

  private long comesPs() {
    Sequence next = coming.peekFirst();
    return next == null ? Server.NEVER : next.sentPs + spec.requestPs();
  }

  private long handedPs() {
    HandedOver next = handedOver.peek();
    return next == null ? Server.NEVER : next.atPs();
  }

  private void ended(Arrivals arrivals) {
    while (endedNow > 0) {
      endedNow--;
      arrivals.ended(nowPs);
    }
  }

  /// @return whether there is no use in going on
  private boolean arrive(Arrivals arrivals) {
    Request request = arrivals.next();
    lastArrivalPs = nowPs;
    if (!fits(request)) {
      refused++;
      endedNow++;
      log.refused(request);
      return false;
    }
    inSystem.add(nowPs, 1);
    coming.add(new Sequence(request, nowPs));
    int waiting = waiting();
    backlog.sees(arrivals.taken(), waiting);
    return waiting >= MOST_WAITING;
  }

  /// Every server it may come to must hold it.
  private boolean fits(Request request) {
    if (request.tokens() > spec.longest()) {
      return false;
    }
    for (Pool pool : spec.pools()) {
      int tokens = pool.role() == Pool.Role.PREFILL ? request.input() : request.tokens();
      if (!pool.memory().holds(tokens)) {
        return false;
      }
    }
    return true;
  }

  /// Requests that no server has begun, those on their way to one among them.
  private int waiting() {
    int waiting = coming.size();
    for (Server server : servers) {
      waiting += server.occupancy().waiting.size();
    }
    return waiting;
  }

  private void accept(int server, Sequence sequence) {
    servers.get(server).accept(sequence, nowPs);
    clock.set(server, servers.get(server).nextPs());
  }

  private void leave(Sequence sequence, long atPs) {
    inSystem.add(atPs, -1);
    sojournPs += atPs - sequence.sentPs;
    served++;
    endedNow++;
    log.served(
        new Served(
            sequence.request,
            sequence.queuedPs,
            sequence.startPs,
            sequence.firstPs,
            sequence.lastPs,
            sequence.prefixTokens,
            sequence.preemptions,
            sequence.server));
    if (served % PROGRESS_EVERY == 0) {
      log.progress(served + refused, requests);
    }
  }

  private Totals totals(Arrivals arrivals) {
    List<ServerTotals> each = new ArrayList<>();
    for (Server server : servers) {
      each.add(server.totals(nowPs));
    }
    return new Totals(
        each,
        nowPs * PS,
        lastArrivalPs * PS,
        served,
        refused,
        Math.max(inSystem.value(), requests - served - refused),
        arrivals.nextPs() != Arrivals.NEVER || backlog.grows(),
        backlog.last(),
        handoverBytes,
        inSystem.mean(nowPs),
        served == 0 ? 0 : sojournPs * PS / served,
        history.moments());
  }
}
