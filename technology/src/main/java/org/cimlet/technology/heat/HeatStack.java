package org.cimlet.technology.heat;

import java.util.List;

/// A package as heat sees it: layers of equal extent, one on another, cut into cells; no heat
/// leaves by the sides.
///
/// @param widthM across
/// @param depthM down
/// @param columns cells across
/// @param rows cells down
/// @param layers from the bottom to the sink
/// @param sinkWPerK heat that leaves by the top for each kelvin above ambient, spread evenly
/// @param boardWPerK the same by the bottom; 0 where nothing does
/// @param ambientC temperature around
public record HeatStack(
    double widthM,
    double depthM,
    int columns,
    int rows,
    List<HeatLayer> layers,
    double sinkWPerK,
    double boardWPerK,
    double ambientC) {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException where there is no cell, or no way out for the heat
  public HeatStack {
    layers = List.copyOf(layers);
    if (!(widthM > 0) || !(depthM > 0) || columns < 1 || rows < 1 || layers.isEmpty()) {
      throw new IllegalArgumentException(
          "a package must have cells, got %s x %s of %s m x %s m in %s layers"
              .formatted(columns, rows, widthM, depthM, layers.size()));
    }
    if (!(sinkWPerK >= 0) || !(boardWPerK >= 0) || !(sinkWPerK + boardWPerK > 0)) {
      throw new IllegalArgumentException(
          "heat must leave by sink or board, got %s and %s W/K".formatted(sinkWPerK, boardWPerK));
    }
  }

  /// Cells of one layer.
  int cellsPerLayer() {
    return Math.multiplyExact(rows, columns);
  }

  double cellWidthM() {
    return widthM / columns;
  }

  double cellDepthM() {
    return depthM / rows;
  }

  double cellAreaM2() {
    return cellWidthM() * cellDepthM();
  }
}
