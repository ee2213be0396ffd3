package org.cimlet.compile.tile;

/// Units of fused linears in one stage of the pipeline, dealt out to the chiplets of its group.
///
/// @param stage which group of chiplets, counted along the pipeline
/// @param layer the number of layers for the head
/// @param what fused linears
/// @param inputCut whether each chiplet has a slice of the inputs and all outputs
/// @param dealt at each chiplet of the group: output channels or copies, or inputs where they are
///   cut
@SuppressWarnings("ArrayRecordComponent") // shared within the compiler, never outside it
public record StageSlice(int stage, int layer, TiledLinears what, boolean inputCut, int[] dealt) {

  /// Rows each macro of a chiplet takes.
  public long rows(int chiplet) {
    int units = dealt[chiplet];
    if (units == 0) {
      return 0;
    }
    if (inputCut) {
      return what.inputCutRows(units);
    }
    return what.rowsOf(units);
  }

  /// Results that a token makes on a chiplet.
  public double outputs(int chiplet) {
    int units = dealt[chiplet];
    if (inputCut) {
      return units > 0 ? what.fused().outputs() : 0;
    }
    return what.isRouted() ? units * what.fused().activity() * what.fused().outputs() : units;
  }
}
