package org.cimlet.simulate.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.machine.Topology;
import org.cimlet.plan.machine.WeightMemory;
import org.cimlet.simulate.engine.Continuation;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.token.RankSchedule;
import org.cimlet.simulate.trace.PerfettoWriter.Argument;
import org.jspecify.annotations.Nullable;

/// Turns what happens into a trace: a track for every sequence with its tokens and their steps, and
/// for every chunk of a prompt; for every chiplet its macros, distribution and vector unit; for
/// every link; for the host's arithmetic and memory; for weights that are loaded again and again.
/// Only tracks on which something happens are described.
///
/// Packets that follow each other on a link within 100 ns are one slice, named after the first: a
/// fast link behind a slow one has a gap after every packet.
@SuppressWarnings("ReferenceEquality") // an owner is itself
public final class TraceRecorder implements Recorder {
  private static final long SEQUENCES = 1;
  private static final long HOST = 2;
  private static final long CHIPLETS = 3;
  private static final long LINKS = 4;
  private static final long LOADS = 5;
  private static final long RUN = 6;
  private static final long UNDER_WAY = 7;
  private static final long FIRST_TRACK = 1000;
  private static final long FIRST_CHIPLET = 1L << 40;
  private static final int TRACKS_PER_INDEX = 16;
  private static final int SEQUENCE_TRACK = 7;
  private static final int EMBEDDING = -1;
  private static final long UNSEEN_GAP_PS = 100_000;

  private final PerfettoWriter writer;
  private final Machine machine;
  private final Topology topology;
  private final boolean memoriesAtChiplets;
  private final RankSchedule schedule;
  private final List<Owner> owners = new ArrayList<>();
  private final Map<String, Track> tracks = new HashMap<>();
  private final Owner weights = new Owner(new Track("weight set", 0));
  private final BitSet described = new BitSet();
  private final BitSet describedChiplets = new BitSet();
  private final @Nullable Owner[] linkOwner;
  private final int[] linkStep;
  private final long[] linkFlow;
  private long flows;
  private int underWay;
  private final boolean[] shared;
  private long loadStartPs;
  private boolean loads;
  private final long[] linkStartPs;
  private final long[] linkEndPs;

  /// A sequence's, or a chunk's.
  private static final class Track {
    private final String name;
    private final long uuid;
    private int passes;

    Track(String name, long uuid) {
      this.name = name;
      this.uuid = uuid;
    }
  }

  /// A pass under way, or the loading of weights.
  private static final class Owner {
    private Track track;
    private int step;
    private long flow;
    private boolean open;

    Owner(Track track) {
      this.track = track;
    }
  }

  public TraceRecorder(Plan plan, OutputStream out) {
    writer = new PerfettoWriter(out);
    machine = plan.machine();
    topology = machine.topology();
    WeightMemory memory = plan.machine().weightMemory();
    memoriesAtChiplets = memory != null && memory.atChiplets();
    schedule = new RankSchedule(plan, 0);
    int links = topology.links().size();
    linkOwner = new @Nullable Owner[links];
    linkStep = new int[links];
    linkFlow = new long[links];
    shared = new boolean[links];
    linkStartPs = new long[links];
    linkEndPs = new long[links];
    try {
      writer.track(SEQUENCES, "sequences", 0, 0);
      writer.track(HOST, "host", 0, 1);
      writer.track(CHIPLETS, "chiplets", 0, 2);
      writer.track(LINKS, "links", 0, 3);
      writer.track(RUN, "run", 0, 5);
      writer.counter(UNDER_WAY, "passes under way", RUN, 0);
      writer.instant(
          RUN,
          0,
          plan.program().name() + " on " + plan.machine().name(),
          "run",
          Argument.of("network", plan.program().name()),
          Argument.of("machine", plan.machine().name()),
          Argument.of("mapping", plan.placement().mapping()),
          Argument.of("batch", plan.scenario().batch()),
          Argument.of("context", plan.scenario().contextTokens()),
          Argument.of("chiplets", plan.machine().chiplets()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Owner owner(int pass) {
    return pass == Continuation.NO_PASS ? weights : owners.get(pass);
  }

  /// The track of that name, described where it was not yet.
  private Track track(String name) {
    Track track = tracks.get(name);
    if (track == null) {
      int number = tracks.size();
      track = new Track(name, FIRST_TRACK + (long) number * TRACKS_PER_INDEX + SEQUENCE_TRACK);
      tracks.put(name, track);
      try {
        writer.track(track.uuid, name, SEQUENCES, number);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return track;
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
      case REFRESH, STEP_CONTROL, HOST_DISPATCH, WEIGHT_LOADING ->
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
        case CHIPLET_LINK, HOST_LINK -> writer.track(uuid, machine.linkName(index), LINKS, index);
        case HOST_COMPUTE, HOST_MEMORY -> hostTrack(uuid, resource, index);
        case WEIGHT_MEMORY -> {
          if (memoriesAtChiplets) {
            writer.track(uuid, resource.label(), chiplet(index), rank(resource));
          } else {
            hostTrack(uuid, resource, index);
          }
        }
        case REFRESH, STEP_CONTROL, HOST_DISPATCH, WEIGHT_LOADING ->
            throw new IllegalArgumentException(resource + " has no track of its own");
      }
    }
    return uuid;
  }

  private void hostTrack(long uuid, Resource resource, int host) throws IOException {
    String label = resource.label() + (topology.hosts() == 1 ? "" : " " + host);
    writer.track(uuid, label, HOST, host * 2 + rank(resource));
  }

  private long chiplet(int chiplet) throws IOException {
    if (!describedChiplets.get(chiplet)) {
      describedChiplets.set(chiplet);
      writer.track(FIRST_CHIPLET + chiplet, machine.nodeName(chiplet), CHIPLETS, chiplet);
    }
    return FIRST_CHIPLET + chiplet;
  }

  private String step(int number) {
    if (number == EMBEDDING) {
      return "embedding";
    }
    return schedule.stepOf(number).name();
  }

  /// The layer of a step; -1 for the embedding, and as many as there are for the head.
  private int layer(int number) {
    return number == EMBEDDING ? -1 : schedule.layer(number);
  }

  @Override
  public void link(int link, long startPs, long endPs, int pass) {
    Owner owner = owner(pass);
    if (linkOwner[link] != null && startPs - linkEndPs[link] <= UNSEEN_GAP_PS) {
      linkEndPs[link] = endPs;
      shared[link] |= linkOwner[link] != owner || linkStep[link] != owner.step;
      return;
    }
    endLink(link);
    linkOwner[link] = owner;
    linkStep[link] = owner.step;
    linkFlow[link] = owner.flow;
    shared[link] = false;
    linkStartPs[link] = startPs;
    linkEndPs[link] = endPs;
  }

  private void endLink(int link) {
    Owner owner = linkOwner[link];
    if (owner != null) {
      Resource kind = topology.atHost(link) ? Resource.HOST_LINK : Resource.CHIPLET_LINK;
      slice(
          kind,
          link,
          linkStartPs[link],
          linkEndPs[link],
          new Work(owner, linkStep[link], linkFlow[link], shared[link]));
    }
  }

  @Override
  public void work(Resource resource, int index, long startPs, long endPs, int pass) {
    Owner owner = owner(pass);
    slice(resource, index, startPs, endPs, new Work(owner, owner.step, owner.flow, false));
  }

  /// What a part does for whom.
  ///
  /// @param shared whether it does it for others as well
  private record Work(Owner owner, int step, long flow, boolean shared) {}

  private void slice(Resource resource, int index, long startPs, long endPs, Work work) {
    try {
      slice(track(resource, index), startPs, endPs, resource.label(), work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Slices of one step have one name, whatever the layer and the sequence, so that they add up.
  private void slice(long track, long startPs, long endPs, String category, Work work)
      throws IOException {
    if (work.owner() == weights) {
      writer.begin(
          track, startPs, "weight set", category, 0, Argument.of("weight set", work.step()));
    } else {
      writer.begin(
          track,
          startPs,
          step(work.step()),
          category,
          work.flow(),
          Argument.of("for", work.owner().track.name + (work.shared() ? ", and others" : "")),
          Argument.of("layer", layer(work.step())));
    }
    writer.end(track, endPs);
  }

  @Override
  public void passBegins(int pass, int sequence, int chunk, long atPs) {
    boolean token = chunk == TOKEN;
    Track track =
        track(token ? "sequence " + sequence : "sequence " + sequence + " chunk " + chunk);
    if (pass == owners.size()) {
      owners.add(new Owner(track));
    }
    Owner owner = owners.get(pass);
    owner.track = track;
    owner.step = EMBEDDING;
    owner.open = true;
    begin(owner, atPs, token ? "token" : "chunk", 0, token ? track.passes++ : chunk);
    stepBegins(owner, atPs);
    underWay(atPs, 1);
  }

  private void stepBegins(Owner owner, long atPs) {
    owner.flow = ++flows;
    begin(owner, atPs, step(owner.step), owner.flow, layer(owner.step));
  }

  private void underWay(long atPs, int more) {
    underWay += more;
    try {
      writer.count(UNDER_WAY, atPs, underWay);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stepBegins(int pass, long atPs, int atStep) {
    Owner owner = owners.get(pass);
    end(owner, atPs);
    owner.step = atStep;
    stepBegins(owner, atPs);
  }

  @Override
  public void loadBegins(int weightSet, int atStep, long atPs) {
    weights.step = weightSet;
    loadStartPs = atPs;
  }

  @Override
  public void loadEnds(long atPs) {
    try {
      if (!loads) {
        loads = true;
        writer.track(LOADS, "weight loading", 0, 4);
      }
      slice(
          LOADS,
          loadStartPs,
          atPs,
          Resource.WEIGHT_LOADING.label(),
          new Work(weights, weights.step, 0, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void passEnds(int pass, long atPs) {
    Owner owner = owners.get(pass);
    owner.open = false;
    end(owner, atPs);
    end(owner, atPs);
    underWay(atPs, -1);
  }

  /// Ends what is under way.
  public void close(long atPs) {
    for (int link = 0; link < linkOwner.length; link++) {
      endLink(link);
    }
    for (int pass = 0; pass < owners.size(); pass++) {
      if (owners.get(pass).open) {
        passEnds(pass, atPs);
      }
    }
  }

  /// @param number of the token or chunk, or the layer of a step
  private void begin(Owner owner, long atPs, String name, long flow, long number) {
    try {
      writer.begin(
          owner.track.uuid,
          atPs,
          name,
          flow == 0 ? "pass" : "step",
          flow,
          Argument.of(flow == 0 ? "number" : "layer", number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(Owner owner, long atPs) {
    try {
      writer.end(owner.track.uuid, atPs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
