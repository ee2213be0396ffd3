package org.cimlet.bench;

import java.util.concurrent.TimeUnit;
import org.cimlet.estimate.Estimate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Designs a second on one core with every kind of axis varied ([SweptDesigns]), by the wall clock:
/// for machines that do nothing else. `./benchmark designs` measures the same by processor time.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class SearchedDesignsPerSecond {
  /// How the network is cut.
  @Param({"filled", "pipelined", "mixed:6", "spread", "auto"})
  public String mapping;

  private SweptDesigns designs;

  /// Made by JMH.
  public SearchedDesignsPerSecond() {}

  /// Draws the designs.
  @Setup
  public void setUp() {
    designs = new SweptDesigns(mapping);
  }

  /// Specification in, figures out.
  @Benchmark
  public Estimate.Decode design() {
    return designs.answer();
  }
}
