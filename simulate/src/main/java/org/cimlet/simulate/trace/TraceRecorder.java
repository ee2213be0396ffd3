package org.cimlet.simulate.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Topology;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.token.Leg;
import org.cimlet.simulate.token.RankSchedule;

/// Turns what happens into a trace: a track for every stream with its tokens and their steps; for
/// every chiplet its macros, distribution and vector unit; for every link; for the host's
/// arithmetic and memory; for the loading of weights where that is done in rounds. Only tracks on
/// which something happens are described.
///
/// Packets that follow each other on a link within 100 ns are one slice, named after the first: a
/// fast link behind a slow one has a gap after every packet.
public final class TraceRecorder implements Recorder {
  private static final long STREAMS = 1;
  private static final long HOST = 2;
  private static final long CHIPLETS = 3;
  private static final long LINKS = 4;
  private static final long LOADS = 5;
  private static final long FIRST_TRACK = 1000;
  private static final long FIRST_CHIPLET = 1L << 40;
  private static final int TRACKS_PER_INDEX = 16;
  private static final int STREAM_TRACK = 7;
  private static final int NOBODY = -1;
  private static final int EMBEDDING = -1;
  private static final long UNSEEN_GAP_PS = 100_000;

  private final PerfettoWriter writer;
  private final Topology topology;
  private final RankSchedule way;
  private final String streamWord;
  private final int loader;
  private final int[] leg;
  private final int[] tokens;
  private final boolean[] inToken;
  private final BitSet described = new BitSet();
  private final BitSet describedChiplets = new BitSet();
  private final int[] linkStream;
  private final int[] linkLeg;
  private final boolean[] shared;
  private long loadStartPs;
  private boolean loads;
  private final long[] linkStartPs;
  private final long[] linkEndPs;

  /// @param streamWord what a stream is called: `stream` or `chunk`
  public TraceRecorder(Plan plan, int streams, String streamWord, OutputStream out) {
    this.streamWord = streamWord;
    writer = new PerfettoWriter(out);
    topology = plan.machine().topology();
    way = new RankSchedule(plan, 0);
    loader = streams;
    leg = new int[streams + 1];
    tokens = new int[streams];
    inToken = new boolean[streams];
    int links = topology.links().size();
    linkStream = new int[links];
    linkLeg = new int[links];
    shared = new boolean[links];
    linkStartPs = new long[links];
    linkEndPs = new long[links];
    Arrays.fill(linkStream, NOBODY);
    try {
      writer.track(STREAMS, streamWord + "s", 0, 0);
      writer.track(HOST, "host", 0, 1);
      writer.track(CHIPLETS, "chiplets", 0, 2);
      writer.track(LINKS, "links", 0, 3);
      for (int stream = 0; stream < streams; stream++) {
        writer.track(streamTrack(stream), streamWord + " " + stream, STREAMS, stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long streamTrack(int stream) {
    return FIRST_TRACK + (long) stream * TRACKS_PER_INDEX + STREAM_TRACK;
  }

  private static int rank(Resource resource) {
    return switch (resource) {
      case MACROS -> 0;
      case DISTRIBUTION -> 1;
      case VECTOR_UNIT -> 2;
      case CHIPLET_LINK -> 3;
      case HOST_LINK -> 4;
      case HOST_COMPUTE -> 5;
      case HOST_MEMORY -> 6;
      case WEIGHT_MEMORY -> 10;
      case ATTENTION_COMPUTE -> 8;
      case ATTENTION_MEMORY -> 9;
      case REFRESH, HOST_DISPATCH, WEIGHT_LOADING ->
          throw new IllegalArgumentException(resource + " has no track of its own");
    };
  }

  /// The track of a part, described where it was not yet.
  private long track(Resource resource, int index) throws IOException {
    int number = index * TRACKS_PER_INDEX + rank(resource);
    long uuid = FIRST_TRACK + number;
    if (!described.get(number)) {
      described.set(number);
      switch (resource) {
        case MACROS, DISTRIBUTION, VECTOR_UNIT, ATTENTION_COMPUTE, ATTENTION_MEMORY ->
            writer.track(uuid, resource.label(), chiplet(index), rank(resource));
        case CHIPLET_LINK, HOST_LINK ->
            writer.track(uuid, topology.links().get(index).name(), LINKS, index);
        case HOST_COMPUTE, HOST_MEMORY, WEIGHT_MEMORY ->
            writer.track(uuid, hostTrack(resource, index), HOST, index * 2 + rank(resource));
        case REFRESH, HOST_DISPATCH, WEIGHT_LOADING ->
            throw new IllegalArgumentException(resource + " has no track of its own");
      }
    }
    return uuid;
  }

  private String hostTrack(Resource resource, int host) {
    String label = resource.label();
    return topology.hosts() == 1 ? label : label + " " + host;
  }

  private long chiplet(int chiplet) throws IOException {
    if (!describedChiplets.get(chiplet)) {
      describedChiplets.set(chiplet);
      writer.track(FIRST_CHIPLET + chiplet, "chiplet " + chiplet, CHIPLETS, chiplet);
    }
    return FIRST_CHIPLET + chiplet;
  }

  private String step(int number) {
    if (number == EMBEDDING) {
      return "embedding";
    }
    Leg at = way.leg(number);
    boolean head = number == way.size() - 1;
    return head ? at.step().name() : "layer " + at.layer() + " " + at.step().name();
  }

  @Override
  public void link(int link, long startPs, long endPs, int stream) {
    if (linkStream[link] != NOBODY && startPs - linkEndPs[link] <= UNSEEN_GAP_PS) {
      linkEndPs[link] = endPs;
      shared[link] |= linkStream[link] != stream || linkLeg[link] != leg[stream];
      return;
    }
    endLink(link);
    linkStream[link] = stream;
    linkLeg[link] = leg[stream];
    shared[link] = false;
    linkStartPs[link] = startPs;
    linkEndPs[link] = endPs;
  }

  private void endLink(int link) {
    if (linkStream[link] != NOBODY) {
      Resource kind = topology.atHost(link) ? Resource.HOST_LINK : Resource.CHIPLET_LINK;
      String what = name(linkStream[link], linkLeg[link]) + (shared[link] ? ", and others" : "");
      slice(kind, link, linkStartPs[link], linkEndPs[link], what);
    }
  }

  @Override
  public void work(Resource resource, int index, long startPs, long endPs, int stream) {
    slice(resource, index, startPs, endPs, name(stream, leg[stream]));
  }

  private String name(int stream, int atLeg) {
    if (stream == loader) {
      return "weights of round " + atLeg;
    }
    return streamWord + " " + stream + ", " + step(atLeg);
  }

  private void slice(Resource resource, int index, long startPs, long endPs, String name) {
    try {
      long track = track(resource, index);
      writer.begin(track, startPs, name);
      writer.end(track, endPs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void tokenBegins(int stream, long atPs) {
    leg[stream] = EMBEDDING;
    inToken[stream] = true;
    begin(stream, atPs, "token " + tokens[stream]++);
    begin(stream, atPs, step(EMBEDDING));
  }

  @Override
  public void stepBegins(int stream, long atPs, int atLeg) {
    end(stream, atPs);
    leg[stream] = atLeg;
    begin(stream, atPs, step(atLeg));
  }

  @Override
  public void loadBegins(int round, int atLeg, long atPs) {
    leg[loader] = round;
    loadStartPs = atPs;
  }

  @Override
  public void loadEnds(long atPs) {
    try {
      if (!loads) {
        loads = true;
        writer.track(LOADS, "weight loading", 0, 4);
      }
      writer.begin(LOADS, loadStartPs, name(loader, leg[loader]));
      writer.end(LOADS, atPs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void tokenEnds(int stream, long atPs) {
    inToken[stream] = false;
    end(stream, atPs);
    end(stream, atPs);
  }

  /// Ends what is under way.
  public void close(long atPs) {
    for (int link = 0; link < linkStream.length; link++) {
      endLink(link);
    }
    for (int stream = 0; stream < inToken.length; stream++) {
      if (inToken[stream]) {
        tokenEnds(stream, atPs);
      }
    }
  }

  private void begin(int stream, long atPs, String name) {
    try {
      writer.begin(streamTrack(stream), atPs, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(int stream, long atPs) {
    try {
      writer.end(streamTrack(stream), atPs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
