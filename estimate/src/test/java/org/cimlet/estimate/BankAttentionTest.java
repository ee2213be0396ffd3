package org.cimlet.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.timing.AttentionCost;
import org.cimlet.estimate.timing.AttentionTiming;
import org.cimlet.estimate.timing.PrefillShape;
import org.cimlet.estimate.walk.TokenPass;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Resource;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Chiplet;
import org.cimlet.plan.machine.DieKind;
import org.cimlet.plan.program.AttentionWork;
import org.junit.jupiter.api.Test;

/// Attention on one GDDR6-AiM die, by hand.
///
/// 16 banks of 16 words a column access, 64 accesses a page, 1 ns each. From a page's last access
/// to the next page's first: tRTP 6 + tRP 16 + tRCD 28 = 50 ns.
class BankAttentionTest {
  private static final double NS = 1e-9;
  private static final AttentionWork.Head HEAD = new AttentionWork.Head(128, 128, false);

  private static Plan plan(int context) {
    return new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8))
        .compile(
            MachineReader.open("comb-200mb-36-aim-36").lossless().machine(),
            new Scenario(1, context, 1, 1));
  }

  private static Chiplet die() {
    DieKind kind = plan(16).machine().dies().of(DieKind.Use.KV_CACHE);
    if (kind == null) {
      throw new AssertionError("no dies keep keys and values");
    }
    return kind.chiplet();
  }

  private static AttentionCost cost(int heads, int context) {
    AttentionWork work = AttentionWork.uniform(heads, heads, Integer.MAX_VALUE, HEAD);
    return AttentionTiming.of(die()).token(work, context);
  }

  /// Scores: 2,048 positions over 16 banks, 128 each; a key is 8 accesses: 1,024 accesses, 16
  /// pages: 1,008 x 1 + 16 x 50 = 1,808 ns. The query's 8 writes hide behind the first opening; of
  /// 128 sums, read every 8 accesses, 1 of 8 falls between pages: 112 ns. 1,920 in all.
  ///
  /// Values: 128 elements over 16 banks, 8 each; 2,048 positions are 128 accesses: as many accesses
  /// and pages, 1,808 ns. Probabilities come in two buffers of 64 writes: of the first an opening
  /// hides 28, of the second, which follows a sum of 1, a turn of pages hides all but 16: 52 ns.
  /// Sums fall between pages. 1,860 in all.
  ///
  /// The token's key and value are 256 words, 16 accesses over the bus: 50 + 15 ns.
  @Test
  void a_head_reads_its_keys_and_its_values_by_pages() {
    assertThat(cost(1, 2048).memoryS()).isCloseTo((1920 + 1860 + 65) * NS, within(1e-6 * NS));
    assertThat(cost(4, 2048).memoryS())
        .isCloseTo((4 * (1920 + 1860) + 50 + 63) * NS, within(1e-6 * NS));
  }

  /// Scores of 2,048 positions x 8 accesses and 128 elements x 128 accesses; 32 openings of 16
  /// banks and one to write; five operations a score.
  @Test
  void what_is_read_opened_and_computed_is_counted_once() {
    AttentionCost cost = cost(1, 2048);
    assertThat(cost.rows()).isEqualTo(2048 * 8 + 128 * 128);
    assertThat(cost.activations()).isEqualTo(33 * 16);
    assertThat(cost.ops()).isEqualTo(5 * 2048);
    assertThat(cost.computeS()).isCloseTo(5 * 2048 / 64.0 * NS, within(1e-6 * NS));
    assertThat(cost.writtenBits()).isEqualTo(256 * 16);
    assertThat(cost.bufferBits()).isEqualTo((256 + 2 * 2048) * 16);
  }

  /// 32 heads on 36 dies: one each, and 32 layers of it. Refresh takes 105 of 1,666.5 ns.
  @Test
  void a_single_sequence_waits_for_one_head_a_layer() {
    Estimate estimate = Estimator.estimate(plan(2048));
    assertThat(share(estimate, Resource.ATTENTION_MEMORY))
        .isCloseTo(32 * 3845 * NS, within(1e-3 * NS));
    double stretch = 1666.5 / (1666.5 - 105);
    assertThat(share(estimate, Resource.REFRESH))
        .isCloseTo(32 * 3845 * NS * (stretch - 1), within(1e-3 * NS));
    // the embedding's row, from the host's memory
    assertThat(share(estimate, Resource.HOST_MEMORY))
        .isCloseTo(4096 * 2 / 368.64 * NS, within(1e-3 * NS));
  }

  /// 1,024 heads' work spread over 36 dies: 28 or 29 a token each.
  @Test
  void over_all_layers_every_die_has_the_same_work() {
    TokenPass pass = TokenPass.walk(plan(2048), 0);
    double one = 3845 * 1666.5 / (1666.5 - 105) * NS;
    for (int die = 0; die < 72; die++) {
      double busy = pass.loads().attentionMemoryS()[die];
      assertThat(busy == 0 ? 28 * one : busy).isBetween(28 * one * 0.999, 29 * one * 1.001);
    }
  }

  /// A prompt's chunks together ask what its tokens ask one by one.
  @Test
  void a_prompt_asks_what_its_tokens_ask() {
    int prompt = 100;
    PrefillShape shape = PrefillShape.of(new Scenario(prompt, 1, 1, 30));
    AttentionWork work = AttentionWork.uniform(2, 2, 70, HEAD);
    AttentionTiming timing = AttentionTiming.of(die());
    double seconds = 0;
    double rows = 0;
    double opened = 0;
    for (int position = 1; position <= prompt; position++) {
      AttentionCost token = timing.token(work, position);
      seconds += token.memoryS();
      rows += token.rows();
      opened += token.activations();
    }
    for (int chunk = 0; chunk < shape.chunks(); chunk++) {
      AttentionCost cost = timing.chunk(work, shape, chunk);
      seconds -= cost.memoryS();
      rows -= cost.rows();
      opened -= cost.activations();
    }
    assertThat(seconds).isCloseTo(0, within(1e-6 * NS));
    assertThat(rows).isZero();
    assertThat(opened).isZero();
  }

  private static double share(Estimate estimate, Resource part) {
    return estimate.time().stream()
        .filter(share -> share.resource() == part)
        .mapToDouble(Estimate.TimeShare::seconds)
        .sum();
  }
}
