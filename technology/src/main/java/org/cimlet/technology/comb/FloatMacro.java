package org.cimlet.technology.comb;

import org.cimlet.quantity.Interval;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.FloatAlignment;
import org.cimlet.technology.logic.FloatGates;
import org.cimlet.technology.logic.FloatWord;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.Scaled;

/// A macro of floating-point words in a process: an array that stores them whole, multipliers of
/// their mantissas, and what aligns and accumulates ([FloatGates]), all by the same gates as
/// [CombMacro]'s.
///
/// @param stored the array, with words of all their bits
/// @param mantissas the multipliers: the same trees with signed mantissas, inputs aligned
/// @param word of weights and inputs
/// @param sharing outputs that share what aligns their inputs
public record FloatMacro(
    CombMacro stored, CombMacro mantissas, FloatWord word, FloatAlignment alignment, int sharing) {
  /// As [CombMacro]'s energies lie off published ones.
  private static final double ENERGY_SPREAD = 1.3;

  private FloatGates gates() {
    return gates(mantissas.shape().operands());
  }

  private FloatGates gates(Operands operands) {
    return FloatGates.of(
        mantissas.shape().datapath(), word, alignment, operands, mantissas.shape().weightsChange());
  }

  /// Energy of one multiply with its share of aligning, adder tree and accumulation, in
  /// femtojoules. Values are normally distributed; of what operands say only zeros count.
  public Scaled multiplyFj() {
    return multiplyFj(gates());
  }

  private Scaled multiplyFj(FloatGates gates) {
    CombShape shape = mantissas.shape();
    Datapath datapath = shape.datapath();
    double switched =
        (gates.mantissas().switched() * shape.adderCircuit().energyRatio()
                + gates.switchedAround(sharing))
            / datapath.channels();
    return logic()
        .gateFj()
        .map(fj -> fj * switched)
        .plus(logic().pairFj().map(fj -> fj * datapath.pairs()));
  }

  /// Where that may lie.
  ///
  /// @param known whether the operands' zeros are
  public Interval multiplyFjRange(boolean known) {
    double value = multiplyFj().value();
    double low = known ? value : multiplyFj(gates(Operands.SPARSE)).value();
    double high = known ? value : multiplyFj(gates(Operands.RANDOM)).value();
    return new Interval(
        Math.min(low, value) / ENERGY_SPREAD, Math.max(high, value) * ENERGY_SPREAD);
  }

  /// Energy of what is no integer multiply, of one multiply, in femtojoules: exponents and their
  /// search, alignment, accumulation.
  public Scaled aroundFj() {
    double switched = gates().switchedAround(sharing) / mantissas.shape().datapath().channels();
    return logic().gateFj().map(fj -> fj * switched);
  }

  /// Area of everything that computes in square micrometres: registers of whole inputs, selectors,
  /// multipliers, and what aligns and accumulates in every tree.
  public Scaled logicUm2() {
    double around = mantissas.shape().trees() * gates().areaAround(sharing);
    return mantissas.logicUm2().plus(logic().nandUm2().map(nand -> nand * around));
  }

  /// Fastest clock in hertz: search, shift, and normalising and adding have a stage each, and as
  /// many cycles as a row of multiplies takes.
  ///
  /// @throws IllegalArgumentException where the supply does not lie above the threshold
  public Scaled clockHz() {
    double stage = gates().depthAround() / mantissas.shape().datapath().cycles();
    double own = mantissas.clockHz().value();
    return logic()
        .nandPs()
        .map(ps -> Math.min(own, 1e12 / (ps * (stage + CombMacro.CLOCKING_GATES))));
  }

  /// Static power in watts.
  public Scaled leakageW() {
    double perUm2 = mantissas.at().leakageWPerMm2() / 1e6;
    return stored.arrayUm2().plus(logicUm2()).map(um2 -> um2 * perUm2);
  }

  private MacroLogic logic() {
    return new MacroLogic(mantissas.at());
  }
}
