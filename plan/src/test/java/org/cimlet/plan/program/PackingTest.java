package org.cimlet.plan.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackingTest {
  private static final Packing PACKED = new Packing(8, 8, 32);

  @Test
  void eight_of_thirty_two_takes_twelve_bytes_for_thirty_two_weights() {
    assertThat(PACKED.bitsPerRow(32)).isEqualTo(12 * 8);
    assertThat(PACKED.bitsPerRow(4096)).isEqualTo(4096 / 32 * 12 * 8);
  }

  @Test
  void a_short_last_group_is_padded() {
    assertThat(PACKED.valuesPerRow(33)).isEqualTo(16);
    assertThat(PACKED.masksPerRow(33)).isEqualTo(2);
  }

  @Test
  void dense_rows_have_no_masks() {
    Packing dense = Packing.dense(8);
    assertThat(dense.isDense()).isTrue();
    assertThat(dense.masksPerRow(100)).isZero();
    assertThat(dense.bitsPerRow(100)).isEqualTo(800);
    assertThat(dense.pattern()).isEqualTo("dense");
    assertThat(PACKED.pattern()).isEqualTo("8:32");
  }

  @Test
  void impossible_patterns_are_refused() {
    assertThatThrownBy(() -> new Packing(8, 33, 32)).hasMessageContaining("33:32");
    assertThatThrownBy(() -> new Packing(0, 8, 32)).hasMessageContaining("0 bits");
    assertThatThrownBy(() -> new Packing(8, 0, 32)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void experts_stay_apart_but_heads_are_stacked() {
    Linear expert = new Linear("experts.up_proj", 768, 2048, 128, 8, false);
    FusedLinears routed = FusedLinears.of(List.of(expert), Packing.dense(8));
    assertThat(routed.copies()).isEqualTo(128);
    assertThat(routed.activity()).isEqualTo(1 / 16.0);
    Linear perHead = new Linear("kv_b_proj.keys", 512, 128, 16, 16, false);
    FusedLinears stacked = FusedLinears.of(List.of(perHead), Packing.dense(8));
    assertThat(stacked.copies()).isEqualTo(1);
    assertThat(stacked.outputs()).isEqualTo(16 * 512);
  }

  @Test
  void linears_of_different_inputs_cannot_be_stacked() {
    Linear a = new Linear("a", 1, 2, 1, 1, false);
    Linear b = new Linear("b", 1, 3, 1, 1, false);
    assertThatThrownBy(() -> FusedLinears.of(List.of(a, b), Packing.dense(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
