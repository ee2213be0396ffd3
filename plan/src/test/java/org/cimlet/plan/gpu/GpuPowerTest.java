package org.cimlet.plan.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GpuPowerTest {
  private static final GpuPower POWER = new GpuPower(100, 100, 200, 400, 700);

  @Test
  void partsAddUpByWhatIsBusy() {
    assertThat(POWER.watts(0, 0, 0)).isEqualTo(100);
    assertThat(POWER.watts(1, 0.5, 0.25)).isEqualTo(100 + 100 + 100 + 100);
  }

  @Test
  void noMoreIsDrawnThanTheBoardAllows() {
    assertThat(POWER.watts(1, 1, 1)).isEqualTo(700);
  }

  @Test
  void negativePowerAndIdlingAboveTheBoardsLimitAreRefused() {
    assertThatThrownBy(() -> new GpuPower(-1, 0, 0, 0, 700))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GpuPower(701, 0, 0, 0, 700))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("idle at most the board's, got 701.0");
  }
}
