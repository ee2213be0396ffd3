package org.cimlet.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cimlet.execute.kernel.MatrixProduct;
import org.cimlet.execute.kernel.ResidentMatrix;
import org.cimlet.tensor.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// Four layers of LLaMA-2-7B, more than any cache holds, multiplied on all cores: packed 8:32,
/// dense, and plain reads of the packed bytes; one token, and 64 together.
///
/// [KernelRatios] compares the times.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {PackedKernel.MODULES, PackedKernel.HEAP, PackedKernel.COLLECTOR})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls setUp first
public class PackedKernel {
  static final String MODULES = "--add-modules=jdk.incubator.vector";
  static final String HEAP = "-Xmx4g";
  static final String COLLECTOR = "-XX:+UseParallelGC";

  /// Outputs and inputs of the linears of a layer.
  static final int[][] LAYER = {
    {4096, 4096},
    {4096, 4096},
    {4096, 4096},
    {4096, 4096},
    {11008, 4096},
    {11008, 4096},
    {4096, 11008}
  };

  static final int LAYERS = 4;
  static final int PROMPT = 64;
  private static final Pattern PACKED = new Pattern(8, 32);

  private final MatrixProduct product = MatrixProduct.fastest();
  private final List<ResidentMatrix> dense = new ArrayList<>();
  private final List<ResidentMatrix> packed = new ArrayList<>();
  private byte[] inputs;

  /// Made by JMH.
  public PackedKernel() {}

  /// Draws the weights.
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < LAYERS; i++) {
      for (int[] shape : LAYER) {
        dense.add(resident(shape, Pattern.DENSE, random));
        packed.add(resident(shape, PACKED, random));
      }
    }
    inputs = new byte[PROMPT * 11008];
    random.nextBytes(inputs);
  }

  private static ResidentMatrix resident(int[] shape, Pattern pattern, SplittableRandom random) {
    return ResidentMatrix.of(RandomMatrices.draw(shape[0], shape[1], pattern, random));
  }

  /// Weights of all layers.
  static long weights() {
    long weights = 0;
    for (int[] shape : LAYER) {
      weights += (long) LAYERS * shape[0] * shape[1];
    }
    return weights;
  }

  /// Bytes of all layers' packed weights as a product reads them.
  static long packedBytes() {
    SplittableRandom random = new SplittableRandom(1);
    long bytes = 0;
    for (int[] shape : LAYER) {
      int[] band = {128, shape[1]};
      bytes += (long) LAYERS * (shape[0] / 128) * resident(band, PACKED, random).residentBytes();
    }
    return bytes;
  }

  private void multiply(List<ResidentMatrix> matrices, int tokens, Blackhole hole) {
    for (ResidentMatrix matrix : matrices) {
      byte[] in = Arrays.copyOf(inputs, tokens * matrix.inputs());
      hole.consume(product.multiply(matrix, in, tokens));
    }
  }

  /// Reads the packed bytes and only adds them up.
  @Benchmark
  public void streamingRead(Blackhole hole) {
    for (ResidentMatrix matrix : packed) {
      hole.consume(product.read(matrix));
    }
  }

  /// Reads the dense bytes and only adds them up.
  @Benchmark
  public void streamingReadDense(Blackhole hole) {
    for (ResidentMatrix matrix : dense) {
      hole.consume(product.read(matrix));
    }
  }

  /// One token through packed weights.
  @Benchmark
  public void packedOneToken(Blackhole hole) {
    multiply(packed, 1, hole);
  }

  /// One token through dense weights.
  @Benchmark
  public void denseOneToken(Blackhole hole) {
    multiply(dense, 1, hole);
  }

  /// 64 tokens together through packed weights.
  @Benchmark
  public void packedPrompt(Blackhole hole) {
    multiply(packed, PROMPT, hole);
  }

  /// 64 tokens together through dense weights.
  @Benchmark
  public void densePrompt(Blackhole hole) {
    multiply(dense, PROMPT, hole);
  }
}
