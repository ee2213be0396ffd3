package org.cimlet.execute.macro;

/// What macros did, counted as it happened.
///
/// @param rowReads rows read
/// @param bitsRead stored bits read, masks included
/// @param multiplies multiplies issued, those of padding columns included
/// @param skippedWeights weights that are not stored and so were not multiplied
/// @param maskDecodes masks decoded
public record MacroActions(
    long rowReads, long bitsRead, long multiplies, long skippedWeights, long maskDecodes) {
  /// Nothing done.
  public static final MacroActions NONE = new MacroActions(0, 0, 0, 0, 0);

  /// Both together.
  public MacroActions plus(MacroActions other) {
    return new MacroActions(
        rowReads + other.rowReads,
        bitsRead + other.bitsRead,
        multiplies + other.multiplies,
        skippedWeights + other.skippedWeights,
        maskDecodes + other.maskDecodes);
  }
}
