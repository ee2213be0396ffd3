package org.cimlet.plan.machine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One die, resolved.
///
/// @param partialSumFanIn macros whose partial sums the die can add; a power of two
/// @param distributionBitsPerS rate of activations to and from the macros' edges
/// @param units whether vector unit and attention take turns with the macros
/// @param attention absent where the die leaves it to others
/// @param losses of time and energy
/// @param leakageW power that leaks, whatever the clock
public record Chiplet(
    int macros,
    int partialSumFanIn,
    Macro macro,
    double distributionBitsPerS,
    double bufferFjPerBit,
    @Nullable VectorUnit vector,
    Units units,
    @Nullable Attention attention,
    Losses losses,
    double computeMm2,
    double memoryMm2,
    double otherMm2,
    double leakageW) {

  /// @throws IllegalArgumentException where banks must attend and there are none
  public Chiplet {
    if (attention instanceof Attention.InBanks && !(macro instanceof Macro.DramBank)) {
      throw new IllegalArgumentException("attention in banks needs banks, got " + macro);
    }
  }

  /// An ideal die whose attention is the host's.
  public Chiplet(
      int macros,
      int partialSumFanIn,
      Macro macro,
      double distributionBitsPerS,
      double bufferFjPerBit,
      @Nullable VectorUnit vector,
      double computeMm2,
      double memoryMm2,
      double otherMm2,
      double leakageW) {
    this(
        macros,
        partialSumFanIn,
        macro,
        distributionBitsPerS,
        bufferFjPerBit,
        vector,
        Units.SIDE_BY_SIDE,
        null,
        Losses.NONE,
        computeMm2,
        memoryMm2,
        otherMm2,
        leakageW);
  }

  /// The same die with its macros set to words; as it is where they take no such.
  public Chiplet at(Precision.Words words) {
    return macro.at(words).map(this::with).orElse(this);
  }

  private Chiplet with(Macro other) {
    return new Chiplet(
        macros,
        partialSumFanIn,
        other,
        distributionBitsPerS,
        bufferFjPerBit,
        vector,
        units,
        attention,
        losses,
        computeMm2,
        memoryMm2,
        otherMm2,
        leakageW);
  }

  /// How the units of a die work.
  public enum Units {
    /// Each beside the others.
    SIDE_BY_SIDE,
    /// One at a time, as where every core has all three: vector unit and attention are busy time of
    /// the macros.
    IN_TURN
  }

  /// Whether vector unit and attention have the macros busy.
  public boolean takesTurns() {
    return units == Units.IN_TURN;
  }

  /// Element-wise arithmetic on the die.
  public record VectorUnit(double operationsPerS, int residualBits, double operationFj) {}

  /// The vector unit, where the die has one.
  public Optional<VectorUnit> vectorUnit() {
    return Optional.ofNullable(vector);
  }

  /// Bits of one element of the residual stream: as the vector unit takes it, or the host where the
  /// die has none.
  public int residualBits() {
    return vector == null ? Host.RESIDUAL_BITS : vector.residualBits();
  }

  /// Bytes of weights and masks.
  public long capacityBytes() {
    return macro.capacityBits() * macros / 8;
  }

  /// Bits of one element of keys and values kept on the die.
  ///
  /// @throws IllegalStateException where it attends to none
  public int cacheBits() {
    return switch (attends()) {
      case Attention.Module module -> module.cacheBits();
      case Attention.InBanks _ -> macro.weightBits();
    };
  }

  /// Room for keys and values on the die.
  ///
  /// @throws IllegalStateException where it attends to none
  public double cacheBytes() {
    return switch (attends()) {
      case Attention.Module module -> module.memoryBytes();
      case Attention.InBanks _ -> (double) capacityBytes();
    };
  }

  /// The banks that multiply where keys and values lie.
  ///
  /// @throws IllegalStateException where it attends otherwise or not at all
  public Macro.DramBank attendingBanks() {
    return switch (attends()) {
      case Attention.InBanks _ when macro instanceof Macro.DramBank banks -> banks;
      case Attention.InBanks _, Attention.Module _ ->
          throw new IllegalStateException("the die does not attend in banks");
    };
  }

  /// How the die attends.
  ///
  /// @throws IllegalStateException where it does not
  public Attention attends() {
    if (attention == null) {
      throw new IllegalStateException("the die does not attend");
    }
    return attention;
  }

  /// Dense operations per second; a multiply-accumulate is two.
  public double peakOpsPerS() {
    return 2 * macro.macsPerS() * macros;
  }

  /// The whole die.
  public double areaMm2() {
    return computeMm2 + memoryMm2 + otherMm2;
  }
}
