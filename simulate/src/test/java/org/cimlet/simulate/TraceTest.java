package org.cimlet.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.junit.jupiter.api.Test;

/// Reads traces with a reader of its own, written from the protocol buffers encoding and Perfetto's
/// field numbers.
class TraceTest {
  private record Field(int number, long value, ByteBuffer bytes) {}

  private record Track(String name, long parent) {}

  private record Slice(
      long track,
      String name,
      int depth,
      long beginNs,
      long endNs,
      String category,
      long flow,
      Map<String, String> arguments) {
    long ns() {
      return endNs - beginNs;
    }
  }

  /// What a viewer would show.
  private static final class Trace {
    private final Map<Long, Track> tracks = new HashMap<>();
    private final List<Slice> slices = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final Map<String, String> metadata = new HashMap<>();

    List<Slice> on(String name) {
      return slices.stream().filter(slice -> path(slice.track()).equals(name)).toList();
    }

    String path(long track) {
      Track at = tracks.getOrDefault(track, new Track("nowhere", 0));
      return at.parent() == 0 ? at.name() : path(at.parent()) + "/" + at.name();
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static long eight(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= (in.get() & 0xFFL) << shift;
    }
    return value;
  }

  private static List<Field> fields(ByteBuffer in) {
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      switch ((int) (tag & 7)) {
        case 0 -> fields.add(new Field((int) (tag >> 3), varint(in), ByteBuffer.allocate(0)));
        case 2 -> {
          int length = (int) varint(in);
          fields.add(new Field((int) (tag >> 3), 0, in.slice(in.position(), length)));
          in.position(in.position() + length);
        }
        case 1 -> fields.add(new Field((int) (tag >> 3), eight(in), ByteBuffer.allocate(0)));
        default -> throw new AssertionError("wire type " + (tag & 7));
      }
    }
    return fields;
  }

  private static long number(List<Field> fields, int number) {
    return fields.stream().filter(f -> f.number() == number).mapToLong(Field::value).sum();
  }

  private static String text(List<Field> fields, int number) {
    return fields.stream()
        .filter(f -> f.number() == number)
        .map(f -> StandardCharsets.UTF_8.decode(f.bytes()).toString())
        .findFirst()
        .orElse("");
  }

  private static Trace read(byte[] bytes) {
    Trace trace = new Trace();
    Map<Long, ArrayDeque<Slice>> open = new HashMap<>();
    for (Field packet : fields(ByteBuffer.wrap(bytes))) {
      assertThat(packet.number()).as("Trace.packet").isEqualTo(1);
      List<Field> parts = fields(packet.bytes());
      assertThat(number(parts, 10)).as("trusted_packet_sequence_id").isEqualTo(1);
      for (Field part : parts) {
        if (part.number() == 60) {
          track(fields(part.bytes()), trace);
        } else if (part.number() == 11) {
          event(number(parts, 8), fields(part.bytes()), trace, open);
        }
      }
    }
    assertThat(open.values()).as("slices without an end").allMatch(ArrayDeque::isEmpty);
    return trace;
  }

  private static void track(List<Field> descriptor, Trace trace) {
    long parent = number(descriptor, 5);
    assertThat(parent == 0 || trace.tracks.containsKey(parent)).as("parents come first").isTrue();
    Track before = trace.tracks.put(number(descriptor, 1), new Track(text(descriptor, 2), parent));
    assertThat(before).as("a track described before").isNull();
  }

  private static void event(
      long atNs, List<Field> event, Trace trace, Map<Long, ArrayDeque<Slice>> open) {
    long track = number(event, 11);
    assertThat(trace.tracks).as("tracks are described before they are used").containsKey(track);
    ArrayDeque<Slice> stack = open.computeIfAbsent(track, t -> new ArrayDeque<>());
    if (number(event, 9) == 1) {
      stack.push(
          new Slice(
              track,
              text(event, 23),
              stack.size(),
              atNs,
              atNs,
              text(event, 22),
              number(event, 47),
              arguments(event)));
    } else if (number(event, 9) == 3) {
      trace.metadata.putAll(arguments(event));
    } else if (number(event, 9) == 4) {
      trace.counts.add(number(event, 30));
    } else {
      assertThat(number(event, 9)).isEqualTo(2);
      Slice begun = stack.pop();
      assertThat(atNs).isGreaterThanOrEqualTo(begun.beginNs());
      trace.slices.add(
          new Slice(
              track,
              begun.name(),
              begun.depth(),
              begun.beginNs(),
              atNs,
              begun.category(),
              begun.flow(),
              begun.arguments()));
    }
  }

  private static Map<String, String> arguments(List<Field> event) {
    Map<String, String> arguments = new HashMap<>();
    for (Field field : event) {
      if (field.number() == 4) {
        List<Field> argument = fields(field.bytes());
        String text = text(argument, 6);
        arguments.put(text(argument, 10), text.isEmpty() ? "" + number(argument, 4) : text);
      }
    }
    return arguments;
  }

  private static Trace decode(Plan plan, int tokens) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Simulator.traceDecode(
        plan, SimulationOptions.measuring(2), tokens, Simulator.Progress.NONE, out);
    return read(out.toByteArray());
  }

  @Test
  void a_single_sequences_trace_shows_where_its_time_goes() throws IOException {
    Trace trace = decode(Toy.plan(1, 2, new Scenario(100, 100, 1, 100)), 2);
    List<Slice> stream = trace.on("sequences/sequence 0");
    assertThat(stream.stream().filter(s -> s.depth() == 0).map(Slice::name))
        .containsExactly("token", "token");
    assertThat(stream.stream().filter(s -> s.depth() == 1).map(Slice::name).limit(6))
        .containsExactly("embedding", "qkv", "attention out", "gate up", "down", "head");
    assertThat(trace.on("chiplets/chiplet0/chiplet macros"))
        .as("qkv 384, attention out 128, 244 outputs of gate and up 488 rows of 10 ns")
        .extracting(Slice::ns)
        .containsExactly(3840L, 1280L, 4880L, 3840L, 1280L, 4880L);
    assertThat(trace.on("chiplets/chiplet1/chiplet macros"))
        .extracting(Slice::name)
        .startsWith("gate up", "down", "head");
    assertThat(trace.on("host/host memory"))
        .as("the embedding's row, then keys and values")
        .extracting(Slice::ns)
        .containsExactly(128L, 12928L, 128L, 12928L);
    assertThat(trace.on("links/chiplet0>host")).hasSize(4);
  }

  @Test
  void slices_of_a_step_are_joined_and_say_for_whom_they_are() throws IOException {
    Trace trace = decode(Toy.plan(1, 2, new Scenario(100, 100, 1, 100)), 2);
    Slice qkv =
        trace.on("sequences/sequence 0").stream()
            .filter(slice -> slice.name().equals("qkv"))
            .findFirst()
            .orElseThrow();
    assertThat(qkv.category()).isEqualTo("step");
    assertThat(qkv.arguments()).containsEntry("layer", "0");
    Slice macros = trace.on("chiplets/chiplet0/chiplet macros").getFirst();
    assertThat(macros.flow()).isEqualTo(qkv.flow()).isPositive();
    assertThat(macros.category()).isEqualTo("chiplet macros");
    assertThat(macros.arguments()).containsEntry("for", "sequence 0").containsEntry("layer", "0");
    assertThat(trace.counts).as("one pass at a time").startsWith(1L, 0L, 1L);
    assertThat(trace.metadata).containsEntry("batch", "1").containsEntry("context", "100");
  }

  @Test
  void parts_do_one_thing_at_a_time_and_their_slices_add_up_to_their_load() throws IOException {
    Plan plan = Toy.plan(2, 4, new Scenario(100, 100, 5, 100));
    Trace trace = decode(plan, 50);
    Map<Long, Long> lastEnd = new HashMap<>();
    int parts = 0;
    for (Slice slice : trace.slices) {
      if (!trace.path(slice.track()).startsWith("sequences")) {
        assertThat(slice.beginNs()).isGreaterThanOrEqualTo(lastEnd.getOrDefault(slice.track(), 0L));
        lastEnd.put(slice.track(), slice.endNs());
        parts++;
      }
    }
    assertThat(parts).isGreaterThan(1000);
    long macrosNs =
        trace.on("chiplets/chiplet0/chiplet macros").stream().mapToLong(Slice::ns).sum();
    assertThat(macrosNs).as("50 to 55 tokens of 1,000 rows").isBetween(500_000L, 550_000L);
  }

  @Test
  void packets_that_follow_each_other_are_one_slice() throws IOException {
    // 256 scores are one packet, so use packets of 16 bytes: 32 of them for the scores.
    Plan plan = Toy.plan(1, 2, new Scenario(100, 100, 1, 100));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Simulator.traceDecode(
        plan,
        SimulationOptions.measuring(2).with(new SimulationOptions.Network(16, 32)),
        1,
        Simulator.Progress.NONE,
        out);
    assertThat(read(out.toByteArray()).on("links/chiplet1>chiplet0"))
        .as("down's results, then the scores")
        .extracting(Slice::ns)
        .containsExactly(1024L, 4096L);
  }
}
