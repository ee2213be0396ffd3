package org.cimlet.execute.products;

/// Random numbers by their place: the same key and counter give the same number, on every machine
/// and in any order.
final class SplitMix {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;
  private static final int LOG_NORMALS = 16;
  private static final double[] NORMALS = normals();

  private SplitMix() {}

  /// A key made of a key and a number: SplitMix64 (Steele, Lea, Flood 2014).
  static long mix(long key, long value) {
    long z = key + GOLDEN * (value + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// A number of mean 0 and standard deviation 1, normally distributed: one of a table of 65,536
  /// that Box and Muller's method (1958) made, every second the negative of the one before it.
  static double normal(long key, long counter) {
    return NORMALS[(int) (mix(key, counter) >>> (Long.SIZE - LOG_NORMALS))];
  }

  private static double[] normals() {
    double[] normals = new double[1 << LOG_NORMALS];
    for (int i = 0; i < normals.length; i += 2) {
      double radius = ((mix(0, i) >>> 11) + 1) * UNIT;
      double angle = (mix(1, i) >>> 11) * UNIT;
      normals[i] =
          StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
      normals[i + 1] = -normals[i];
    }
    return normals;
  }
}
