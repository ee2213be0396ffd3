package org.cimlet.technology.silicon;

import org.cimlet.quantity.Interval;

/// A published figure of a macro beside the same by its parts.
///
/// @param macro name
/// @param group who made it
/// @param figure which
/// @param at process and supply, in words
/// @param published in the figure's unit
/// @param modelled by the parts
/// @param band where the parts say it may lie
/// @param role whether a constant was fitted to it
/// @param source where the published figure comes from, and what of the macro is assumed
public record Comparison(
    String macro,
    Group group,
    Figure figure,
    String at,
    double published,
    double modelled,
    Interval band,
    Role role,
    String source) {

  /// Kinds of figure.
  public enum Figure {
    /// Femtojoules of a multiply-accumulate.
    ENERGY("fJ"),
    /// Square millimetres of the macro, with everything in it.
    AREA("mm²"),
    /// Nanoseconds of a cycle.
    DELAY("ns");

    private final String unit;

    Figure(String unit) {
      this.unit = unit;
    }

    public String unit() {
      return unit;
    }
  }

  /// Who made it.
  public enum Group {
    /// TSMC, in its own processes.
    TSMC,
    /// Others' products.
    PRODUCT,
    /// Universities and institutes.
    RESEARCH,
    /// What is published is the whole chip's: more than a macro takes.
    WHOLE_CHIP
  }

  /// What a figure is to the model.
  public enum Role {
    /// A constant was fitted to it.
    CALIBRATED,
    /// Nothing was.
    PREDICTED
  }

  /// Model over published.
  public double ratio() {
    return modelled / published;
  }

  /// The larger over the smaller: twice too much and half as much are equally wrong.
  public double factor() {
    return Math.max(ratio(), 1 / ratio());
  }

  /// Whether the published figure lies within the band.
  public boolean isInside() {
    return band.contains(published);
  }

  /// Whether it counts as a prediction of a macro.
  public boolean isPrediction() {
    return role == Role.PREDICTED && group != Group.WHOLE_CHIP;
  }
}
