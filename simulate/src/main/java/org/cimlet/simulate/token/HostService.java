package org.cimlet.simulate.token;

import java.util.List;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.simulate.engine.Server;
import org.cimlet.simulate.hardware.AttentionActivity;
import org.cimlet.simulate.hardware.HostActivity;

/// What hosts do for streams: the embedding's row, arithmetic on results, attention where no die
/// attends. Each stream is served by the host of its rank.
final class HostService {
  private static final int STEP = 0;

  /// Tag of attention, wherever it is done.
  static final int ATTENTION = 1;

  private static final int EMBEDDING = 2;

  /// Tag of a slice of a row that dies looked up.
  static final int ROW = 3;

  private final Plan plan;
  private final boolean contextGrows;
  private final RankSchedules ways;
  private final List<Stream> streams;
  private final HostActivity hosts;
  private final AttentionActivity attention;
  private final AttentionVisits visits;
  private final EmbeddingLookup lookUps;
  private final int[] chunksAttended;

  HostService(
      Plan plan,
      boolean contextGrows,
      RankSchedules ways,
      List<Stream> streams,
      PackageHardware parts,
      AttentionVisits visits,
      EmbeddingLookup lookUps) {
    this.plan = plan;
    this.contextGrows = contextGrows;
    this.ways = ways;
    this.streams = streams;
    this.hosts = parts.host();
    this.attention = parts.attention();
    this.lookUps = lookUps;
    this.visits = visits;
    chunksAttended = new int[ways.steps()];
  }

  /// What a stream does once its host is done with some work.
  enum Next {
    /// It waits for more.
    STAYS,
    /// It goes into a step, or begins its way.
    ENTERS,
    /// It leaves the step it is at.
    LEAVES
  }

  private int host(Stream s) {
    return ways.of(s).host();
  }

  /// Reads the rows of a stream's tokens out of the embedding, or has dies do it.
  void embed(Stream s) {
    if (lookUps.present()) {
      lookUps.begin(s);
      return;
    }
    long bits = s.tokens() * plan.program().embeddingRowBits();
    s.tally().addHostMemoryBits(bits);
    long job = Server.job(s.id(), EMBEDDING);
    hosts.memory(host(s)).add(s.priority(), job, hosts.bitsPs(bits), s.tokens());
  }

  /// Begins arithmetic on the results of so many tokens in a step.
  void step(Stream s, int tokens) {
    long ops = tokens * ways.leg(s).step().hostOps();
    s.tally().addHostOps(ops);
    long job = Server.job(s.id(), STEP);
    hosts.compute(host(s)).add(s.priority(), job, hosts.opsPs(ops), s.tokens());
  }

  /// Some work for a stream is done.
  Next done(Stream s, int tag) {
    return switch (tag) {
      case EMBEDDING -> Next.ENTERS;
      case STEP -> {
        if (!ways.leg(s).step().attends()) {
          yield Next.LEAVES;
        }
        attend(s);
        yield Next.STAYS;
      }
      case ATTENTION -> s.ended() ? Next.LEAVES : Next.STAYS;
      case ROW -> s.ended() ? Next.ENTERS : Next.STAYS;
      default -> throw new IllegalStateException("no such work on the host: " + tag);
    };
  }

  private void attendAtHost(Stream s) {
    AttentionWork work = plan.program().layers().get(ways.leg(s).layer()).attention();
    long first = s.firstPosition() + (contextGrows ? s.tokensDone() : 0);
    s.await();
    s.await();
    long ops = HostActivity.attentionOps(work, first, s.tokens());
    long bits = HostActivity.attentionBits(work, first, s.tokens(), hosts.cacheBits());
    s.tally().addHostOps(ops);
    s.tally().addHostMemoryBits(bits);
    long job = Server.job(s.id(), ATTENTION);
    hosts.compute(host(s)).add(s.priority(), job, hosts.opsPs(ops), s.tokens());
    hosts.memory(host(s)).add(s.priority(), job, hosts.bitsPs(bits), s.tokens());
  }

  /// A chunk of a prompt attends to those before it, whose keys and values must be there first.
  void attend(Stream s) {
    if (chunksAttended[s.leg()] < s.chunk()) {
      s.waitForKeys(true);
      return;
    }
    s.waitForKeys(false);
    chunksAttended[s.leg()] = s.chunk() + 1;
    if (attention.present()) {
      visits.begin(s);
    } else {
      attendAtHost(s);
    }
    if (s.id() + 1 < streams.size()) {
      Stream next = streams.get(s.id() + 1);
      if (next.waitsForKeys() && next.leg() == s.leg()) {
        attend(next);
      }
    }
  }
}
