package org.cimlet.simulate.engine;

/// What can happen, packed into a long so that the hot path allocates nothing.
///
/// From the top: an unused bit, four bits of kind, then for packets and their arrival `unused 4 |
/// link 20 | virtual channel 6 | message 28 | last 1`, for everything else `unused 27 | index 32`.
/// Of events at the same time the smaller long is first: work ends before vectors arrive, vectors
/// arrive before packets move, packets move before links choose; among equals the part with the
/// smaller number. No two packets end one link at one time, so a message's number, which depends on
/// how numbers were given out, decides nothing.
public final class Event {
  /// A sequence arrives.
  public static final int ARRIVAL = 0;

  /// A chiplet's macros have read the rows of a step.
  public static final int MACROS_DONE = 1;

  /// A chiplet's activations are in place and its results collected.
  public static final int DISTRIBUTED = 2;

  /// A chiplet's vector unit is done.
  public static final int VECTOR_DONE = 3;

  /// The host has computed.
  public static final int HOST_COMPUTED = 4;

  /// The host has read or written its memory.
  public static final int HOST_MEMORY_DONE = 5;

  /// The host has noticed a pass's results.
  public static final int HOST_DISPATCHED = 6;

  /// The last bit of a message has arrived.
  public static final int DELIVERED = 7;

  /// The head of a packet may leave the router it is in.
  public static final int PACKET = 8;

  /// A link may have become free.
  public static final int LINK_READY = 9;

  /// A reading is taken; nothing follows from it.
  public static final int SAMPLE = 10;

  /// A chiplet's attention module has computed.
  public static final int ATTENTION_COMPUTED = 11;

  /// A chiplet's attention module has read or written its memory.
  public static final int KV_READ = 12;

  /// A weight memory has read a segment.
  public static final int WEIGHTS_READ = 13;

  /// The next segment of weights may be read.
  public static final int WEIGHTS_DUE = 14;

  /// The link of a packet that came over none: it starts here.
  public static final int NO_LINK = (1 << 20) - 1;

  /// Most virtual channels a link can have.
  public static final int MAX_CHANNELS = 1 << 6;

  private static final int TRAIN = MAX_CHANNELS - 1;
  private static final int KIND_SHIFT = 59;
  private static final int LINK_SHIFT = 35;
  private static final int CHANNEL_SHIFT = 29;

  private Event() {}

  public static long of(int kind, int index) {
    return (long) kind << KIND_SHIFT | index;
  }

  public static int kind(long event) {
    return (int) (event >>> KIND_SHIFT);
  }

  public static int index(long event) {
    return (int) event;
  }

  /// A packet that came over `link` on `channel`.
  public static long packet(int link, int channel, int message, boolean last) {
    return onLink(PACKET, link, channel, message, last);
  }

  /// A message whose last packet came over `link`.
  public static long delivered(int link, int message) {
    return onLink(DELIVERED, link, 0, message, true);
  }

  /// A message whose packets met no others, if they still have not by then.
  public static long trainDelivered(int link, int message) {
    return onLink(DELIVERED, link, TRAIN, message, true);
  }

  public static boolean isTrain(long delivered) {
    return channel(delivered) == TRAIN;
  }

  private static long onLink(int kind, int link, int channel, int message, boolean last) {
    return (long) kind << KIND_SHIFT
        | (long) link << LINK_SHIFT
        | (long) channel << CHANNEL_SHIFT
        | (long) message << 1
        | (last ? 1 : 0);
  }

  public static int link(long packet) {
    return (int) (packet >>> LINK_SHIFT) & NO_LINK;
  }

  public static int channel(long packet) {
    return (int) (packet >>> CHANNEL_SHIFT) & (MAX_CHANNELS - 1);
  }

  public static int message(long packet) {
    return (int) (packet >>> 1) & ((1 << 28) - 1);
  }

  public static boolean isLast(long packet) {
    return (packet & 1) != 0;
  }
}
