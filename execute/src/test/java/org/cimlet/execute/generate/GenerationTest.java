package org.cimlet.execute.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cimlet.execute.generate.Generation.Ending;
import org.cimlet.execute.network.RandomNetworks;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;
import org.junit.jupiter.api.Test;

class GenerationTest {
  private static final Transformer TRANSFORMER =
      new Transformer(RandomNetworks.of(RandomNetworks.LLAMA, false, 31), Arithmetic.floats());

  private static Generation run(int capacity, int count, Set<Integer> ends) {
    List<Integer> told = new ArrayList<>();
    Generation generation =
        Generation.run(
            TRANSFORMER,
            new KvCache(TRANSFORMER.architecture(), capacity),
            new int[] {4, 8},
            count,
            new Sampler(new Sampling(1, 1, 5)),
            ends,
            told::add);
    assertThat(told).isEqualTo(generation.tokens());
    return generation;
  }

  @Test
  void it_writes_as_many_tokens_as_asked_for_and_the_same_each_time() {
    Generation generation = run(48, 20, Set.of());
    assertThat(generation.tokens()).hasSize(20);
    assertThat(generation.ending()).isEqualTo(Ending.ENOUGH);
    assertThat(run(48, 20, Set.of())).isEqualTo(generation);
    assertThat(run(48, 12, Set.of()).tokens()).isEqualTo(generation.tokens().subList(0, 12));
    assertThat(run(48, 0, Set.of()).tokens()).isEmpty();
  }

  @Test
  void it_stops_at_a_token_that_ends_a_text_and_leaves_it_out() {
    List<Integer> whole = run(48, 20, Set.of()).tokens();
    int end = whole.get(7);
    Generation cut = run(48, 20, Set.of(end));
    assertThat(cut.ending()).isEqualTo(Ending.END_OF_TEXT);
    assertThat(cut.tokens()).isEqualTo(whole.subList(0, whole.indexOf(end)));
  }

  /// Two tokens of prompt and three written ones fill a cache of five; the scores after them give a
  /// fourth.
  @Test
  void it_stops_where_the_stream_is_full() {
    Generation generation = run(5, 20, Set.of());
    assertThat(generation.ending()).isEqualTo(Ending.CONTEXT_FULL);
    assertThat(generation.tokens()).isEqualTo(run(48, 20, Set.of()).tokens().subList(0, 4));
    assertThat(run(5, 4, Set.of()).ending()).isEqualTo(Ending.ENOUGH);
  }
}
