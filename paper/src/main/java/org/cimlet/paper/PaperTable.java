package org.cimlet.paper;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.paper.row.PaperRow;

/// Every figure of the paper that a closed form reaches, and what the others lack.
public final class PaperTable {
  private PaperTable() {}

  /// All rows, in the paper's order. Reads and places the presets anew, so that a change anywhere
  /// in Cimlet shows.
  public static List<PaperRow> rows() {
    Subjects subjects = Subjects.read();
    List<PaperRow> rows = new ArrayList<>();
    rows.addAll(ContextRows.rows(subjects));
    rows.addAll(GpuRows.rows(subjects));
    rows.addAll(BandwidthWallRows.rows(subjects));
    rows.addAll(WeightsAtRestRows.rows(subjects));
    rows.addAll(ChipletRows.rows(subjects));
    rows.addAll(CombRows.rows(subjects));
    rows.addAll(MemoryRows.rows(subjects));
    rows.addAll(ScalingRows.rows());
    rows.addAll(LocalAttentionRows.rows());
    rows.addAll(CompressionRows.rows(subjects));
    rows.addAll(ChipRows.rows(subjects));
    rows.addAll(VoltageRows.rows());
    rows.addAll(PartsRows.rows());
    return List.copyOf(rows);
  }
}
