package org.cimlet.serve.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.serve.traffic.Request;
import org.cimlet.serve.traffic.RequestTrace;
import org.cimlet.serve.traffic.TraceReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Blocks of Mooncake's traces that an endless cache finds: the blocks less those that differ, over
/// all. No policy plays a part in that.
class PrefixTest {
  @ParameterizedTest
  @CsvSource({"conversation, 12031, 0.3664", "synthetic, 3993, 0.6396"})
  void an_endless_cache_finds_what_came_before(String name, int requests, double share) {
    Path file = Path.of("../../shared/data/traces/mooncake/" + name + "_trace.jsonl");
    assumeTrue(Files.exists(file), "needs " + file);
    RequestTrace trace = TraceReader.read(file.toString());
    assertThat(trace.requests()).hasSize(requests);
    PrefixCache cache = new PrefixCache();
    long all = 0;
    long found = 0;
    for (Request request : trace.requests()) {
      List<Integer> prefix = request.prefix();
      int leading = cache.leading(prefix);
      cache.pin(prefix, leading);
      int end = cache.add(prefix, leading, prefix.size());
      assertThat(end).isEqualTo(prefix.size());
      cache.release(prefix, end);
      all += prefix.size();
      found += leading;
    }
    assertThat((double) found / all).isCloseTo(share, within(0.00005));
  }
}
