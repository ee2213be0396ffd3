package org.cimlet.simulate.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CreditLoopTest {
  @Test
  void a_full_buffer_blocks_until_a_credit_is_back() {
    CreditLoop credits = new CreditLoop(2);
    credits.take(100);
    credits.take(110);
    assertThat(credits.readyAtPs(110)).as("nobody knows when").isEqualTo(CreditLoop.NEVER);
    credits.giveBack(500);
    assertThat(credits.readyAtPs(499)).as("blocked one picosecond before").isEqualTo(500);
    assertThat(credits.readyAtPs(500)).as("ready at the time").isEqualTo(500);
    credits.take(500);
    assertThat(credits.readyAtPs(500)).isEqualTo(CreditLoop.NEVER);
  }

  @Test
  void credits_come_back_in_the_order_in_which_packets_began_to_leave() {
    CreditLoop credits = new CreditLoop(2);
    credits.take(0);
    credits.take(0);
    credits.giveBack(900);
    credits.giveBack(700); // began to leave later, over a faster link
    assertThat(credits.readyAtPs(800)).isEqualTo(900);
    credits.take(900);
    assertThat(credits.readyAtPs(900)).isEqualTo(900);
  }

  @Test
  void nothing_is_sent_without_a_credit_and_none_is_made_up() {
    CreditLoop credits = new CreditLoop(1);
    assertThatThrownBy(() -> credits.giveBack(5)).isInstanceOf(IllegalStateException.class);
    credits.take(0);
    assertThatThrownBy(() -> credits.take(0)).isInstanceOf(IllegalStateException.class);
  }
}
