package org.cimlet.simulate.engine;

/// What goes on once hardware has done some work or a message has arrived, packed into a long so
/// that the hot path allocates nothing.
///
/// From the top: `pass 32 | unused 1 | stage 5 | index 26`. The pass is the one that goes on, or
/// [#NO_PASS]; the index says which of several: a member of the step, a node of its trees, a die.
public final class Continuation {
  /// Nothing goes on.
  public static final long NONE = -1;

  /// Weights are loaded, for no pass in particular.
  public static final int NO_PASS = -1;

  /// Where a token, or the loading of weights, goes on; in the order of a token's life.
  public enum Stage {
    /// The host has read the rows of the embedding.
    EMBEDDING_READ,
    /// The numbers of tokens are at a die that holds the embedding.
    LOOKUP_ARRIVED,
    /// Macros or wires of that die have read their slice of the rows.
    LOOKUP_READ,
    /// A slice of the rows is where the first layer begins.
    LOOKUP_DELIVERED,
    /// The residual stream is at the layer's home.
    RESIDUAL_ARRIVED,
    /// A slice of the input is at the home, which gathers it.
    SLICE_GATHERED,
    /// An input is at a member of the step.
    INPUT_ARRIVED,
    /// A segment has come down a tree to a node.
    SEGMENT_DOWN,
    /// Macros or wires of a member are done.
    MEMBER_WORKED,
    /// A segment of partial sums has come up from a node.
    SEGMENT_UP,
    /// A result is where it goes.
    RESULT_ARRIVED,
    /// The home's vector unit is done.
    ELEMENTWISE_DONE,
    /// The host is done with the results.
    HOST_STEP_DONE,
    /// Queries, keys and values are at a die that attends.
    ATTENTION_ARRIVED,
    /// Arithmetic or memory of that die is done.
    ATTENTION_WORKED,
    /// What a die made of them is home; or arithmetic, memory or wires are done with a follow-up.
    FOLLOW_UP_ENDED,
    /// A weight memory has read a segment.
    WEIGHTS_READ,
    /// A segment of weights is at a chiplet.
    WEIGHTS_ARRIVED,
    /// A chiplet has distributed or programmed a segment.
    WEIGHTS_WRITTEN
  }

  private static final Stage[] STAGES = Stage.values();
  private static final int STAGE_SHIFT = 26;
  private static final int INDEX_MASK = (1 << STAGE_SHIFT) - 1;

  private Continuation() {}

  /// A stage of which a pass has one at a time.
  public static long of(int pass, Stage stage) {
    return of(pass, stage, 0);
  }

  /// One of several of a stage.
  @SuppressWarnings("EnumOrdinal") // packed here, unpacked below
  public static long of(int pass, Stage stage, int index) {
    return (long) pass << 32 | stage.ordinal() << STAGE_SHIFT | index;
  }

  /// Who goes on.
  public static int pass(long continuation) {
    return (int) (continuation >> 32);
  }

  /// Where it goes on.
  public static Stage stage(long continuation) {
    return STAGES[(int) continuation >>> STAGE_SHIFT];
  }

  /// Which of several.
  public static int index(long continuation) {
    return (int) continuation & INDEX_MASK;
  }
}
