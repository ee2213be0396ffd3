package org.cimlet.rtl.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cimlet.rtl.verilog.VerilogModule;
import org.cimlet.rtl.verilog.VerilogText;

/// A part of the datapath that is emitted with all it is made of.
public enum Part {
  /// Prefix popcount and LROTC.
  MASK_DECODER("mask to control words: prefix popcount and LROTC"),
  /// The inverse butterfly alone.
  BUTTERFLY("inverse butterfly: control words and inputs to gathered inputs"),
  /// Decoder, gates and butterfly.
  ZERO_SKIPPER("decoder, gates and butterfly"),
  /// Multipliers, Dadda tree, accumulator folded in.
  ADDER_TREE("multipliers and Dadda tree of a row, the accumulator folded in"),
  /// A macro's edge, for packed or dense rows.
  MACRO_EDGE("input registers, zero skipper, adder tree, accumulator; packed or dense rows"),
  /// COMB-MCM's edge.
  BIT_SERIAL_EDGE("counters of COMB-MCM: inputs come bit by bit"),
  /// Row memory and edge.
  MACRO("row memory and its edge");

  private final String summary;

  Part(String summary) {
    this.summary = summary;
  }

  /// As it is written on the command line, and the name of its module.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What it is, in words.
  public String summary() {
    return summary;
  }

  /// The part of a label.
  public static Optional<Part> of(String label) {
    return Arrays.stream(values()).filter(part -> part.label().equals(label)).findFirst();
  }

  /// Whether it needs a zero skipper.
  public boolean needsSkipper() {
    return switch (this) {
      case MASK_DECODER, BUTTERFLY, ZERO_SKIPPER -> true;
      case ADDER_TREE, MACRO_EDGE, BIT_SERIAL_EDGE, MACRO -> false;
    };
  }

  /// Whether a mask decoder is in it.
  public boolean hasDecoder(Design design) {
    return design.isPacked() && this != BUTTERFLY && this != ADDER_TREE;
  }

  /// Most registers on the way through it.
  public int mostRegisters(Design design) {
    return switch (this) {
      case MASK_DECODER, BUTTERFLY, ADDER_TREE -> 0;
      case ZERO_SKIPPER -> 2;
      case BIT_SERIAL_EDGE -> 1;
      case MACRO_EDGE, MACRO -> design.isPacked() ? 2 : 1;
    };
  }

  /// Its modules, itself first.
  ///
  /// @param bitSerial whether a macro's edge is bit-serial
  public List<VerilogModule> modules(Design design, boolean bitSerial) {
    List<VerilogModule> modules = new ArrayList<>();
    switch (this) {
      case MASK_DECODER -> modules.add(MaskDecoderRtl.module(shape(design), design.fastDecoder()));
      case BUTTERFLY -> modules.add(ButterflyRtl.module(shape(design), design.inputBits()));
      case ZERO_SKIPPER -> {
        modules.add(ZeroSkipperRtl.module(design));
        modules.addAll(MASK_DECODER.modules(design, false));
        modules.addAll(BUTTERFLY.modules(design, false));
      }
      case ADDER_TREE -> {
        modules.add(AdderTreeRtl.module(design));
        modules.addAll(adders());
      }
      case MACRO_EDGE -> {
        modules.add(MacroEdgeRtl.module(design));
        modules.addAll(ADDER_TREE.modules(design, false));
        if (design.isPacked()) {
          modules.addAll(ZERO_SKIPPER.modules(design, false));
        }
      }
      case BIT_SERIAL_EDGE -> {
        modules.add(BitSerialEdgeRtl.module(design));
        modules.addAll(adders());
      }
      case MACRO -> {
        Part edge = bitSerial ? BIT_SERIAL_EDGE : MACRO_EDGE;
        modules.add(MacroRtl.module(design, edge.label()));
        modules.addAll(edge.modules(design, bitSerial));
      }
    }
    return modules;
  }

  private static List<VerilogModule> adders() {
    return List.of(BitHeap.AdderCells.full(), BitHeap.AdderCells.half());
  }

  private static ButterflyShape shape(Design design) {
    return new ButterflyShape(design.group(), design.kept());
  }

  /// Files of its modules, by name.
  public List<SourceFile> sources(Design design, boolean bitSerial) {
    List<SourceFile> files = new ArrayList<>();
    for (VerilogModule module : modules(design, bitSerial)) {
      files.add(new SourceFile(module.name() + ".sv", VerilogText.of(module)));
    }
    if (this == MACRO) {
      files.add(new SourceFile(MacroRtl.MEMORY + ".sv", MacroRtl.memory(design)));
    }
    return files;
  }

  /// What it is to do, as a behavioural module of the same ports, itself first.
  public List<SourceFile> specifications(Design design, boolean bitSerial) {
    List<SourceFile> files = new ArrayList<>();
    files.add(new SourceFile(label() + "_spec.sv", Specifications.of(this, design, bitSerial)));
    if (this == MACRO) {
      Part edge = bitSerial ? BIT_SERIAL_EDGE : MACRO_EDGE;
      files.addAll(edge.specifications(design, bitSerial));
    }
    return files;
  }
}
