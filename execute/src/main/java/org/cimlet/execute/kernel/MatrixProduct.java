package org.cimlet.execute.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/// y = W x in integers: INT8 weights, INT8 inputs, 32-bit sums, on several processor cores.
///
/// The work is cut into the same pieces whatever the number of threads, and each sum belongs to one
/// piece; sums are exact, so results are equal bit for bit on any machine.
public final class MatrixProduct {
  /// Weights of a piece: long enough to be worth handing over, short enough to even out.
  private static final long PIECE_BYTES = 1L << 18;

  private final Kernel kernel;
  private final int threads;

  MatrixProduct(Kernel kernel, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a product takes at least one thread, got " + threads);
    }
    this.kernel = kernel;
    this.threads = threads;
  }

  /// The fastest way this machine has, on all its cores.
  public static MatrixProduct fastest() {
    return onThreads(Runtime.getRuntime().availableProcessors());
  }

  /// The fastest way this machine has, on some threads: the caller's and others of the common pool.
  public static MatrixProduct onThreads(int threads) {
    Kernel kernel =
        KernelWidth.chosen() == KernelWidth.NONE ? new ScalarKernel() : new VectorKernel();
    return new MatrixProduct(kernel, threads);
  }

  /// Multiplies one token's inputs.
  ///
  /// @param input `inputs` bytes
  /// @return `[outputs, sums of a row]`
  public int[] multiply(ResidentMatrix matrix, byte[] input) {
    return multiply(matrix, input, 1);
  }

  /// Multiplies many tokens' inputs; a weight read from memory serves all of them.
  ///
  /// @param inputs `[tokens, inputs]`
  /// @return `[tokens, outputs, sums of a row]`
  public int[] multiply(ResidentMatrix matrix, byte[] inputs, int tokens) {
    if (tokens < 1 || inputs.length != (long) tokens * matrix.inputs()) {
      throw new IllegalArgumentException(
          "%s tokens of %s inputs must be as many bytes, got %s"
              .formatted(tokens, matrix.inputs(), inputs.length));
    }
    int sumsOfToken = Math.multiplyExact(matrix.outputs(), matrix.sums());
    int[] sums = new int[Math.multiplyExact(sumsOfToken, tokens)];
    InputLanes lanes = new InputLanes(matrix, inputs, tokens);
    List<Piece> pieces = pieces(matrix);
    run(
        pieces.size(),
        i -> kernel.multiply(matrix, pieces.get(i).first(), pieces.get(i).last(), lanes, sums));
    return sums;
  }

  /// Reads every byte a product would, in the same order on as many threads, and only adds them up:
  /// how fast a product could be at best.
  public long read(ResidentMatrix matrix) {
    LongAdder sum = new LongAdder();
    List<Piece> pieces = pieces(matrix);
    run(pieces.size(), i -> sum.add(read(matrix, pieces.get(i))));
    return sum.sum();
  }

  private static long read(ResidentMatrix matrix, Piece piece) {
    long sum = 0;
    for (int run = piece.first() * matrix.sums(); run < piece.last() * matrix.sums(); run++) {
      int at = matrix.runAt(run);
      byte[] strip = matrix.strip(run / matrix.sums());
      sum += StreamingRead.sum(strip, at, at + matrix.runBytes(run));
    }
    return sum;
  }

  /// Bands `first` to `last - 1`.
  private record Piece(int first, int last) {}

  private static List<Piece> pieces(ResidentMatrix matrix) {
    long bandBytes = Math.ceilDiv(matrix.residentBytes(), (long) matrix.bands());
    int bands = Math.clamp(PIECE_BYTES / bandBytes, 1, matrix.bands());
    List<Piece> pieces = new ArrayList<>();
    int first = 0;
    while (first < matrix.bands()) {
      int last = Math.min(first + bands, matrix.bands());
      pieces.add(new Piece(first, last));
      first = last;
    }
    return pieces;
  }

  /// Every thread takes the next piece until there are none.
  private void run(int pieces, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    Runnable taking =
        () -> {
          for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
            work.accept(i);
          }
        };
    List<ForkJoinTask<?>> others = new ArrayList<>();
    for (int thread = 1; thread < Math.min(threads, pieces); thread++) {
      others.add(ForkJoinPool.commonPool().submit(taking));
    }
    taking.run();
    for (ForkJoinTask<?> other : others) {
      other.join();
    }
  }
}
