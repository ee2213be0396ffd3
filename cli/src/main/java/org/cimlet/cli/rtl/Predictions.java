package org.cimlet.cli.rtl;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.machine.MachineSpec;
import org.cimlet.rtl.Prediction;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.technology.comb.MacroLogic;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Gates;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.logic.SkipperGates;
import org.cimlet.technology.scaling.ProcessPoint;

/// What the macro model says of a part's circuits in the machine's process.
final class Predictions {
  private static final double PS_PER_NS = 1e3;

  private Predictions() {}

  static List<Prediction> of(Part part, Design design, boolean bitSerial, MachineSpec machine) {
    MacroLogic logic =
        new MacroLogic(
            ProcessPoint.usual(
                machine.process().nodeNm().value(), machine.process().voltageV().value()));
    List<Prediction> predictions = new ArrayList<>();
    boolean edge = !part.needsSkipper();
    if (design.isPacked() && part != Part.ADDER_TREE) {
      SkipperGates skipper = SkipperGates.of(design.group(), design.kept(), design.inputBits());
      if (part != Part.BUTTERFLY) {
        predictions.add(prediction("decoder", skipper.decoder(), logic, 1));
      }
      if (part != Part.MASK_DECODER) {
        predictions.add(prediction("butterfly", skipper.butterfly(), logic, 1));
      }
    }
    if (edge) {
      predictions.add(
          prediction(
              "multipliers, tree, accumulator",
              datapath(design, bitSerial).gates(Operands.RANDOM, true),
              logic,
              1));
    }
    return predictions;
  }

  private static Datapath datapath(Design design, boolean bitSerial) {
    return new Datapath(
        design.columns(),
        design.weightBits(),
        design.weightBits(),
        design.inputBits(),
        bitSerial ? 1 : design.inputBits(),
        bitSerial ? Multiplier.SERIAL : Multiplier.ARRAY,
        Adders.COMPRESSOR,
        bitSerial,
        design.accumulatorBits());
  }

  private static Prediction prediction(String of, Gates gates, MacroLogic logic, int times) {
    return new Prediction(
        of,
        gates.area() * times,
        gates.area() * times * logic.nandUm2().value(),
        gates.depth() * logic.nandPs().value() / PS_PER_NS,
        gates.switched() * times * logic.gateFj().value());
  }
}
