package org.cimlet.compile.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RowTilingTest {
  /// 4096 inputs over 8 columns: 512 rows an output channel, on the paper's 1,250 macros.
  private static final RowTiling SQUARE = new RowTiling(1250, 16, 512, 1, 64);

  @Test
  void whole_outputs_leave_macros_idle() {
    // 4096 outputs over 1,250 macros: 3.28, so four on some; four times 512 rows.
    assertThat(SQUARE.rows(4096, 0)).isEqualTo(4 * 512);
  }

  @Test
  void cutting_the_inputs_sixteen_ways_evens_them_out() {
    // 65,536 blocks of 32 rows over 1,250 macros: 52.4, so 53; the ideal is 1,677.7 rows.
    assertThat(SQUARE.bestLogSplit(4096)).isEqualTo(4);
    assertThat(SQUARE.rows(4096, 4)).isEqualTo(53 * 32);
  }

  @Test
  void no_cut_is_made_where_it_gains_nothing() {
    RowTiling even = new RowTiling(1024, 16, 512, 1, 64);
    assertThat(even.bestLogSplit(4096)).isZero();
    assertThat(even.rows(4096, 0)).isEqualTo(2048);
  }

  /// 16:32 in 8 columns: two rows share a mask. 12 rows cut four ways are 3 a macro without masks,
  /// but 2 groups, so 4 rows, with them.
  @Test
  void rows_that_share_a_mask_stay_together() {
    assertThat(new RowTiling(100, 4, 12, 1, 64).rowsPerOutput(2)).isEqualTo(4 * 3);
    assertThat(new RowTiling(100, 4, 12, 2, 64).rowsPerOutput(2)).isEqualTo(4 * 4);
    assertThat(new RowTiling(100, 16, 12, 2, 64).splits()).isEqualTo(3);
  }

  @RepeatedTest(200)
  void what_fits_fits_and_one_more_does_not(RepetitionInfo info) {
    Random random = new Random(info.getCurrentRepetition());
    RowTiling tiling =
        new RowTiling(
            1 + random.nextInt(2000), 1 << random.nextInt(6), 1 + random.nextInt(2000), 1, 64);
    int rows = random.nextInt(30_000);
    int fit = Math.toIntExact(tiling.outputsThatFit(rows, tiling.roomiestLogSplit(rows)));
    if (fit > 0) {
      assertThat(tiling.rows(fit, tiling.bestLogSplit(fit))).isLessThanOrEqualTo(rows);
    }
    assertThat(tiling.rows(fit + 1, tiling.bestLogSplit(fit + 1))).isGreaterThan(rows);
  }

  @RepeatedTest(200)
  void rows_hold_all_blocks_and_no_split_beats_the_best(RepetitionInfo info) {
    Random random = new Random(1000 + info.getCurrentRepetition());
    RowTiling tiling = new RowTiling(1 + random.nextInt(2000), 16, 1 + random.nextInt(2000), 1, 64);
    int outputs = 1 + random.nextInt(50_000);
    long best = tiling.rows(outputs, tiling.bestLogSplit(outputs));
    assertThat(best * tiling.macros()).isGreaterThanOrEqualTo((long) outputs * tiling.tiles());
    for (int split = 0; split < tiling.splits(); split++) {
      assertThat(tiling.rows(outputs, split)).isGreaterThanOrEqualTo(best);
    }
  }
}
