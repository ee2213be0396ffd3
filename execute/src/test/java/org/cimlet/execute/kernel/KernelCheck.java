package org.cimlet.execute.kernel;

import java.util.Arrays;
import java.util.Locale;
import org.cimlet.execute.kernel.RandomWeights.Bytes;
import org.cimlet.tensor.Pattern;
import org.cimlet.tensor.WeightMatrix;

/// Holds the kernel of a virtual machine of its own to plain sums, compiled: what [KernelWidthTest]
/// starts with other vectors.
final class KernelCheck {
  private static final Pattern[] PATTERNS = {
    Pattern.DENSE, new Pattern(8, 32), new Pattern(16, 64), new Pattern(3, 4), new Pattern(1, 8)
  };

  private KernelCheck() {}

  /// Prints how many products were equal and the width, or ends with a stack trace.
  @SuppressWarnings("SystemOut") // a program of its own
  public static void main(String[] args) {
    int checked = 0;
    for (int round = 0; round < Integer.parseInt(args[0]); round++) {
      for (Pattern pattern : PATTERNS) {
        for (Bytes fill : Bytes.values()) {
          for (int[] size : new int[][] {{1, 1}, {33, 31}, {65, 200}, {130, 129}, {71, 448}}) {
            checked += check(pattern, fill, size[0], size[1], round);
          }
        }
      }
    }
    System.out.printf(
        Locale.ROOT, "%s products, %s%n", checked, KernelWidth.chosen().description());
  }

  private static int check(Pattern pattern, Bytes fill, int outputs, int inputs, int seed) {
    WeightMatrix matrix = RandomWeights.matrix(outputs, inputs, pattern, inputs, fill, seed);
    ResidentMatrix resident = ResidentMatrix.of(matrix);
    int checked = 0;
    for (int tokens : new int[] {1, 2, 5}) {
      byte[] in = RandomWeights.bytes(tokens * inputs, fill, seed + 1L);
      int[] expected = RandomWeights.product(matrix, in, tokens);
      int[] sums = MatrixProduct.onThreads(1).multiply(resident, in, tokens);
      int[] plain = new MatrixProduct(new ScalarKernel(), 1).multiply(resident, in, tokens);
      if (!Arrays.equals(sums, expected) || !Arrays.equals(plain, expected)) {
        throw new AssertionError(
            "%s, %s, %s tokens, %s".formatted(matrix, fill, tokens, KernelWidth.chosen()));
      }
      checked++;
    }
    return checked;
  }
}
