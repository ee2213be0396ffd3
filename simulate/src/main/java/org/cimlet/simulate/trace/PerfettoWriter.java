package org.cimlet.simulate.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a trace in Perfetto's format: a sequence of `TracePacket` messages of protocol buffers,
/// each a track's description, the begin or end of a slice on it, a moment or a count.
///
/// Field numbers are those of Perfetto's `trace_packet.proto`, `track_event.proto` and
/// `track_descriptor.proto`. Times are written in nanoseconds, which is what viewers expect.
public final class PerfettoWriter {
  private static final long PS_PER_NS = 1000;

  private static final int TRACE_PACKET = 1;
  private static final int TIMESTAMP = 8;
  private static final int SEQUENCE_ID = 10;
  private static final int TRACK_EVENT = 11;
  private static final int TRACK_DESCRIPTOR = 60;

  private static final int EVENT_ARGUMENT = 4;
  private static final int EVENT_TYPE = 9;
  private static final int EVENT_TRACK = 11;
  private static final int EVENT_CATEGORY = 22;
  private static final int EVENT_NAME = 23;
  private static final int EVENT_COUNT = 30;
  private static final int EVENT_FLOW = 47;
  private static final int SLICE_BEGIN = 1;
  private static final int SLICE_END = 2;
  private static final int INSTANT = 3;
  private static final int COUNTER = 4;

  private static final int ARGUMENT_NUMBER = 4;
  private static final int ARGUMENT_TEXT = 6;
  private static final int ARGUMENT_NAME = 10;

  private static final int TRACK_UUID = 1;
  private static final int TRACK_NAME = 2;
  private static final int TRACK_PARENT = 5;
  private static final int TRACK_COUNTER = 8;
  private static final int TRACK_CHILD_ORDERING = 11;
  private static final int TRACK_RANK = 12;
  private static final int EXPLICIT_ORDER = 3;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;

  private final OutputStream out;
  private final ByteArrayOutputStream packet = new ByteArrayOutputStream();
  private final ByteArrayOutputStream inner = new ByteArrayOutputStream();
  private final ByteArrayOutputStream argument = new ByteArrayOutputStream();

  /// @param out is not closed
  public PerfettoWriter(OutputStream out) {
    this.out = out;
  }

  /// What a viewer shows of a slice besides its name.
  ///
  /// @param text empty for a number
  public record Argument(String name, String text, long number) {
    static Argument of(String name, String text) {
      return new Argument(name, text, 0);
    }

    static Argument of(String name, long number) {
      return new Argument(name, "", number);
    }
  }

  /// Describes a track of a count.
  public void counter(long uuid, String name, long parent, int rank) throws IOException {
    track(uuid, name, parent, rank, true);
  }

  /// Describes a track.
  ///
  /// @param parent the track it is shown under; 0 for none
  /// @param rank its place among its siblings
  public void track(long uuid, String name, long parent, int rank) throws IOException {
    track(uuid, name, parent, rank, false);
  }

  private void track(long uuid, String name, long parent, int rank, boolean counter)
      throws IOException {
    inner.reset();
    number(inner, TRACK_UUID, uuid);
    text(inner, TRACK_NAME, name);
    if (parent != 0) {
      number(inner, TRACK_PARENT, parent);
    }
    number(inner, TRACK_CHILD_ORDERING, EXPLICIT_ORDER);
    number(inner, TRACK_RANK, rank);
    if (counter) {
      argument.reset();
      bytes(inner, TRACK_COUNTER, argument);
    }
    packet.reset();
    number(packet, SEQUENCE_ID, 1);
    bytes(packet, TRACK_DESCRIPTOR, inner);
    flush();
  }

  /// Begins a slice; slices of one track nest.
  ///
  /// @param name by which viewers add slices up
  /// @param flow slices of one flow are joined by arrows; 0 for none
  public void begin(
      long uuid, long atPs, String name, String category, long flow, Argument... arguments)
      throws IOException {
    event(SLICE_BEGIN, uuid, name, category, arguments);
    if (flow != 0) {
      fixed(inner, EVENT_FLOW, flow);
    }
    event(atPs);
  }

  /// Marks a moment.
  public void instant(long uuid, long atPs, String name, String category, Argument... arguments)
      throws IOException {
    event(INSTANT, uuid, name, category, arguments);
    event(atPs);
  }

  /// A count from here on.
  public void count(long uuid, long atPs, long count) throws IOException {
    inner.reset();
    number(inner, EVENT_TYPE, COUNTER);
    number(inner, EVENT_TRACK, uuid);
    number(inner, EVENT_COUNT, count);
    event(atPs);
  }

  private void event(int type, long uuid, String name, String category, Argument... arguments)
      throws IOException {
    inner.reset();
    for (Argument one : arguments) {
      argument.reset();
      text(argument, ARGUMENT_NAME, one.name());
      if (one.text().isEmpty()) {
        number(argument, ARGUMENT_NUMBER, one.number());
      } else {
        text(argument, ARGUMENT_TEXT, one.text());
      }
      bytes(inner, EVENT_ARGUMENT, argument);
    }
    number(inner, EVENT_TYPE, type);
    number(inner, EVENT_TRACK, uuid);
    text(inner, EVENT_CATEGORY, category);
    text(inner, EVENT_NAME, name);
  }

  /// Ends the slice of a track that began last.
  public void end(long uuid, long atPs) throws IOException {
    inner.reset();
    number(inner, EVENT_TYPE, SLICE_END);
    number(inner, EVENT_TRACK, uuid);
    event(atPs);
  }

  private void event(long atPs) throws IOException {
    packet.reset();
    number(packet, TIMESTAMP, atPs / PS_PER_NS);
    number(packet, SEQUENCE_ID, 1);
    bytes(packet, TRACK_EVENT, inner);
    flush();
  }

  private void flush() throws IOException {
    inner.reset();
    bytes(inner, TRACE_PACKET, packet);
    inner.writeTo(out);
  }

  private static void number(ByteArrayOutputStream to, int field, long value) {
    varint(to, (long) field << 3 | VARINT);
    varint(to, value);
  }

  /// Eight bytes, the lowest first.
  private static void fixed(ByteArrayOutputStream to, int field, long value) {
    varint(to, (long) field << 3 | FIXED64);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      to.write((int) (value >>> shift));
    }
  }

  private static void text(ByteArrayOutputStream to, int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    varint(to, (long) field << 3 | BYTES);
    varint(to, utf8.length);
    to.writeBytes(utf8);
  }

  private static void bytes(ByteArrayOutputStream to, int field, ByteArrayOutputStream message)
      throws IOException {
    varint(to, (long) field << 3 | BYTES);
    varint(to, message.size());
    message.writeTo(to);
  }

  private static void varint(ByteArrayOutputStream to, long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      to.write((int) (left & 0x7F) | 0x80);
      left >>>= 7;
    }
    to.write((int) left);
  }
}
