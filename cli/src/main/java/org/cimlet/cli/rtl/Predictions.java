package org.cimlet.cli.rtl;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.machine.MachineSpec;
import org.cimlet.rtl.Prediction;
import org.cimlet.rtl.RtlFolder.FlipFlops;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.technology.comb.MacroLogic;
import org.cimlet.technology.liberty.StandardCells;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.CellLibrary;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Gates;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.logic.SkipperGates;
import org.cimlet.technology.scaling.ProcessPoint;
import org.jspecify.annotations.Nullable;

/// What the macro model says of a part's circuits: in a library's cells, or in usual ones in the
/// machine's process.
///
/// @param library whose cells it is made of
/// @param nandUm2 area of its NAND gate
/// @param nandPs delay of its NAND gate
/// @param loadFj energy of a load that changes
record Predictions(CellLibrary library, double nandUm2, double nandPs, double loadFj) {
  private static final double PS_PER_NS = 1e3;

  /// @param cells null for usual ones
  static List<Prediction> of(
      Part part,
      Design design,
      boolean bitSerial,
      MachineSpec machine,
      @Nullable StandardCells cells) {
    MacroLogic logic =
        new MacroLogic(
            ProcessPoint.usual(
                machine.process().nodeNm().value(), machine.process().voltageV().value()));
    if (cells == null) {
      return new Predictions(
              CellLibrary.USUAL,
              logic.nandUm2().value(),
              logic.nandPs().value(),
              logic.gateFj().value())
          .of(part, design, bitSerial);
    }
    CellLibrary library = cells.library(/* withAdders= */ false);
    return new Predictions(library, library.nandUm2(), library.nandPs(), library.loadFj())
        .of(part, design, bitSerial);
  }

  private List<Prediction> of(Part part, Design design, boolean bitSerial) {
    List<Prediction> predictions = new ArrayList<>();
    if (design.isPacked() && part != Part.ADDER_TREE) {
      int times = design.groupsPerRow();
      SkipperGates skipper =
          SkipperGates.of(
              library, design.group(), design.kept(), design.inputBits(), design.fastDecoder());
      if (part != Part.BUTTERFLY) {
        predictions.add(prediction("decoder", skipper.decoder(), times));
      }
      if (part != Part.MASK_DECODER && part != Part.BUTTERFLY) {
        predictions.add(prediction("gates", skipper.gates(), times));
      }
      if (part != Part.MASK_DECODER) {
        predictions.add(prediction("butterfly", skipper.butterfly(), times));
      }
    }
    FlipFlops flipFlops = FlipFlops.of(part, design, bitSerial);
    if (!part.needsSkipper()) {
      Gates datapath = datapath(design, bitSerial).gates(library, Operands.RANDOM, true);
      double accumulator = library.registerArea() * design.accumulatorBits();
      predictions.add(
          prediction(
              "multipliers, tree, accumulator's adder",
              new Gates(datapath.area() - accumulator, datapath.depth(), datapath.switched()),
              1));
    }
    if (bitSerial && !part.needsSkipper() && part != Part.ADDER_TREE) {
      // counts are inverted where they are subtracted; gates let sums so far through
      int countBits = Integer.SIZE - Integer.numberOfLeadingZeros(design.columns());
      double gates =
          library.xor().area() * design.weightBits() * countBits
              + design.productBits()
              + design.accumulatorBits();
      predictions.add(prediction("signs and sums so far", new Gates(gates, 0, 0), 1));
    }
    if (flipFlops.all() > 0) {
      // of a bit-serial edge, held inputs turn
      int muxes = flipFlops.held() + (bitSerial ? design.heldInputs() * design.inputBits() : 0);
      double gates = library.registerArea() * flipFlops.all() + library.mux().area() * muxes;
      predictions.add(prediction("registers", new Gates(gates, 0, 0), 1));
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

  private Prediction prediction(String of, Gates gates, int times) {
    return new Prediction(
        of,
        gates.area() * times,
        gates.area() * times * nandUm2,
        gates.depth() * nandPs / PS_PER_NS,
        gates.switched() * times * loadFj);
  }
}
