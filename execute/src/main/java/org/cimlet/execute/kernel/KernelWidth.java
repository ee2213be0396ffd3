package org.cimlet.execute.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import jdk.incubator.vector.ByteVector;

/// How wide the vectors are that products are computed with: the widest of the processor, chosen
/// once, when this class is first used.
///
/// The system property `cimlet.vectors` (0, 128, 256 or 512 bits) chooses less, for tests and
/// measurements.
public enum KernelWidth {
  /// Plain loops: many times slower than any vectors.
  NONE(0),
  /// The first AVX, NEON.
  BITS_128(128),
  /// AVX2, AVX-512 that the virtual machine was told to use by halves, SVE.
  BITS_256(256),
  /// AVX-512, SVE.
  BITS_512(512);

  private static final String ARCHITECTURE = System.getProperty("os.arch").toLowerCase(Locale.ROOT);

  private static final KernelWidth CHOSEN = choose();

  private final int bits;

  KernelWidth(int bits) {
    this.bits = bits;
  }

  /// What products are computed with from now on.
  public static KernelWidth chosen() {
    return CHOSEN;
  }

  private static KernelWidth choose() {
    KernelWidth widest = NONE;
    for (KernelWidth width : values()) {
      if (width.bits <= ByteVector.SPECIES_PREFERRED.vectorBitSize()) {
        widest = width;
      }
    }
    int wanted = Integer.getInteger("cimlet.vectors", isSse() ? 0 : widest.bits);
    for (KernelWidth width : values()) {
      if (width.bits == wanted && width.bits <= widest.bits) {
        return width;
      }
    }
    throw new IllegalArgumentException(
        "cimlet.vectors must be 0, 128, 256 or 512 and at most the %s bits of this processor, got %s"
            .formatted(widest.bits, wanted));
  }

  /// Whether an x86 processor has SSE alone (before 2011): the virtual machine then lacks vectors
  /// of 64 bits, and plain loops are faster than what it does instead.
  private static boolean isSse() {
    if (!isX86() || ByteVector.SPECIES_PREFERRED.vectorBitSize() > BITS_128.bits) {
      return false;
    }
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return machine.getVMOption("UseAVX").getValue().equals("0");
  }

  private static boolean isX86() {
    return ARCHITECTURE.equals("amd64") || ARCHITECTURE.equals("x86_64");
  }

  /// Bits of a vector, 0 for plain loops.
  public int bits() {
    return bits;
  }

  /// Whether a product takes many times as long as it need.
  public boolean isSlow() {
    return this == NONE;
  }

  /// For people: "256-bit vectors (AVX2)".
  public String description() {
    if (this == NONE) {
      return "plain loops, no vectors: slow";
    }
    boolean x86 = isX86();
    boolean arm = ARCHITECTURE.equals("aarch64");
    String name =
        switch (this) {
          case NONE -> "";
          case BITS_128 -> x86 ? "AVX" : arm ? "NEON" : "";
          case BITS_256 -> x86 ? "AVX2" : arm ? "SVE" : "";
          case BITS_512 -> x86 ? "AVX-512" : arm ? "SVE" : "";
        };
    return bits + "-bit vectors" + (name.isEmpty() ? "" : " (" + name + ")");
  }
}
