package org.cimlet.simulate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefreshWindowsTest {
  @Test
  void refreshes_stop_work_that_is_at_hand() {
    RefreshWindows refreshes = new RefreshWindows(100, 10);
    assertThat(refreshes.endPs(0, 90)).isEqualTo(90);
    assertThat(refreshes.endPs(0, 91)).isEqualTo(101);
    assertThat(refreshes.endPs(95, 5)).isEqualTo(105);
    assertThat(refreshes.endPs(250, 200)).isEqualTo(470);
    assertThat(refreshes.endPs(95, 0)).isEqualTo(95);
    assertThat(refreshes.workedPs(0, 200)).isEqualTo(180);
  }
}
