package org.cimlet.plan;

import java.util.Arrays;
import java.util.List;

/// What machines do, counted by every engine, and what energy is charged for.
///
/// Most are both counted and charged. Some are only counted ([#ROW_READ]), some only charged: for
/// the time of a token ([#isStatic]). Counting is here and in [ActionCounts]; prices are the
/// estimate's.
public enum Action {
  /// Rows read in all macros; rows that only pad are not read.
  ROW_READ("row_reads", Place.DIES),
  /// Bits read from the arrays, values and masks; of the KV cache in banks also those written.
  MACRO_READ("bits_read", Place.DIES, "macro reads"),
  /// Multiplies with their share of the adder tree, those of padding inputs included.
  MULTIPLY("multiplies", Place.DIES, "multiplies"),
  /// Weights that are not stored, and so not multiplied.
  SKIPPED_WEIGHT("skipped_weights", Place.DIES),
  /// Pages or word lines opened, one for each macro.
  ACTIVATE("activations", Place.DIES, "activations"),
  /// DRAM refreshed, over the time of a token.
  REFRESH("refresh", Charge.FOR_TIME),
  /// Pulses that drive all word lines of a crossbar.
  DRIVE("word_line_drives", Place.DIES, "word line drivers"),
  /// Analog sums converted.
  CONVERT("conversions", Place.DIES, "converters"),
  /// Masks decoded, one per group, and inputs routed.
  ZERO_SKIPPER("mask_decodes", Place.DIES, "decoder and butterfly"),
  /// Activation bits through the edge buffers.
  BUFFER("buffer_bits", Place.DIES, "buffers"),
  /// Element-wise operations on the chiplets.
  VECTOR("vector_ops", Place.PACKAGE, "vector units"),
  /// Operations of attention on dies; of attention in banks softmax alone.
  ATTENTION_COMPUTE("attention_ops", Place.PACKAGE, "attention modules"),
  /// Bits read and written in the memory of attention modules.
  ATTENTION_MEMORY("attention_memory_bits", Place.PACKAGE, "attention memory"),
  /// Bits times links crossed, the links of the host included.
  LINK("link_bits", Place.PACKAGE, "links"),
  /// Operations of the host.
  HOST_COMPUTE("host_ops", Place.PACKAGE, "host compute"),
  /// Bits read and written in the host's memory.
  HOST_MEMORY("host_memory_bits", Place.PACKAGE, "host memory"),
  /// Bits of weights and masks read from their memory, sent to the chiplets and written there.
  WEIGHT_LOADING("loaded_bits", Place.PACKAGE, "weight loading"),
  /// Control of what dies do: a share of its energy on top.
  CONTROL("control", Charge.ON_TOP),
  /// The chiplets' clocks over the time of a token.
  CLOCK("clock", Charge.FOR_TIME),
  /// Leakage of the chiplets over the time of a token.
  LEAKAGE("leakage", Charge.FOR_TIME),
  /// What regulators lose of the power into the boards: on top of all that the package takes.
  CONVERSION("power conversion", Charge.ON_TOP),
  /// What boards take themselves over the time of a token.
  BOARD("boards", Charge.FOR_TIME),
  /// Static power of the host over the time of a token.
  HOST_IDLE("host idle", Charge.FOR_TIME);

  /// Where an action is counted.
  private enum Place {
    /// For each kind of die by itself.
    DIES,
    /// Once for the package with its hosts.
    PACKAGE,
    /// Nowhere.
    NOWHERE
  }

  /// What energy is charged for.
  private enum Charge {
    /// For doing it, once for each count.
    FOR_DOING,
    /// For the time of a token.
    FOR_TIME,
    /// On top of what other actions take.
    ON_TOP,
    /// For nothing: it is only counted.
    NEVER
  }

  private static final List<Action> COUNTED =
      Arrays.stream(values()).filter(Action::isCounted).toList();
  private static final List<Action> CHARGED =
      Arrays.stream(values()).filter(Action::isCharged).toList();

  private final String key;
  private final Place place;
  private final String label;
  private final Charge charge;

  Action(String key, Place place, String label, Charge charge) {
    this.key = key;
    this.place = place;
    this.label = label;
    this.charge = charge;
  }

  /// Counted, and charged for each count.
  Action(String key, Place place, String label) {
    this(key, place, label, Charge.FOR_DOING);
  }

  /// Only counted.
  Action(String key, Place place) {
    this(key, place, "", Charge.NEVER);
  }

  /// Only charged.
  Action(String label, Charge charge) {
    this("", Place.NOWHERE, label, charge);
  }

  /// The actions that are counted.
  public static List<Action> counted() {
    return COUNTED;
  }

  /// The actions that energy is charged for.
  public static List<Action> charged() {
    return CHARGED;
  }

  /// Whether it is counted.
  public boolean isCounted() {
    return place != Place.NOWHERE;
  }

  /// Whether it is counted for each kind of die by itself.
  public boolean isOfDies() {
    return place == Place.DIES;
  }

  /// Whether energy is charged for it.
  public boolean isCharged() {
    return charge != Charge.NEVER;
  }

  /// Whether it is charged for time rather than for being done.
  public boolean isStatic() {
    return charge == Charge.FOR_TIME;
  }

  /// Whether boards feed it: all but what the host takes, and what the boards take themselves.
  public boolean isFedByBoards() {
    return this != HOST_COMPUTE
        && this != HOST_MEMORY
        && this != HOST_IDLE
        && this != CONVERSION
        && this != BOARD;
  }

  /// Whether a batch shares it: the larger the batch, the less of it a token takes.
  public boolean isShared() {
    return this == WEIGHT_LOADING;
  }

  /// The count's key in JSON: `bits_read`; empty where it is not counted.
  public String key() {
    return key;
  }

  /// For people and for JSON, where energy is charged; empty where it is not.
  public String label() {
    return label;
  }
}
