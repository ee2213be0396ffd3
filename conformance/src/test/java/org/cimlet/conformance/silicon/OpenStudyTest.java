package org.cimlet.conformance.silicon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.cimlet.technology.comb.CombMacro;
import org.cimlet.technology.comb.CombShape;
import org.cimlet.technology.comb.MacroLogic;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.CellLibrary;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.silicon.Comparison;
import org.cimlet.technology.silicon.Comparison.Figure;
import org.cimlet.technology.silicon.Comparison.Group;
import org.cimlet.technology.silicon.PublishedMacro;
import org.cimlet.technology.silicon.PublishedMacro.Published;
import org.cimlet.technology.silicon.PublishedMacros;
import org.junit.jupiter.api.Test;

/// What a figure may be by everything that its publication leaves open: operands where none are
/// stated, how the tree adds, and into how many stages a cycle's way is cut. Who knows no more and
/// promises a figure must allow for the root of the largest over the smallest.
class OpenStudyTest {
  private static final int MOST_STAGES = 3;

  /// Gates that a flip-flop's set-up and the clock's skew are worth, in each stage.
  private static final double CLOCKING_GATES = 5;

  /// @param published in the figure's unit
  /// @param least of its readings
  /// @param most of them
  private record Open(
      String macro, Figure figure, String at, double published, double least, double most) {
    double promise() {
      return Math.sqrt(most / least);
    }

    boolean isInside() {
      return published >= least && published <= most;
    }
  }

  @Test
  void what_is_left_open_is_as_the_page_says() throws IOException {
    List<Open> rows = rows();
    List<String> table = new ArrayList<>();
    table.add("| figure | macro | at | published | least | most | can be promised within |");
    table.add("|---|---|---|---|---|---|---|");
    for (Figure figure : Figure.values()) {
      rows.stream()
          .filter(row -> row.figure() == figure)
          .forEach(row ->
              table.add(
                  String.format(
                      Locale.ROOT,
                      "| %s | %s | %s | %.3g | %.3g | %.3g | %.2f |",
                      name(figure),
                      row.macro(),
                      row.at(),
                      row.published(),
                      row.least(),
                      row.most(),
                      row.promise())));
    }
    SiliconPage.holds("open", table);
  }

  /// With the bars beside them.
  @Test
  void what_can_be_promised_is_as_the_page_says() throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        "| figure | bar: median, worst | found | can be promised: median, worst | published lies in what is open |");
    table.add("|---|---|---|---|---|");
    double[][] bars = {{1.12, 1.7}, {1.2, 1.5}, {1.25, 1.6}};
    for (Figure figure : Figure.values()) {
      List<Open> rows = rows().stream().filter(row -> row.figure() == figure).toList();
      double[] promises = rows.stream().mapToDouble(Open::promise).toArray();
      double[] found =
          PublishedMacros.comparisons().stream()
              .filter(row -> row.figure() == figure && row.isPrediction())
              .mapToDouble(Comparison::factor)
              .toArray();
      double[] bar = bars[figure.ordinal()];
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %.2f, %.1f | %.2f, %.2f | %.2f, %.2f | %s of %s |",
              name(figure),
              bar[0],
              bar[1],
              SiliconPage.median(found),
              SiliconPage.worst(found),
              SiliconPage.median(promises),
              SiliconPage.worst(promises),
              rows.stream().filter(Open::isInside).count(),
              rows.size()));
      if (figure != Figure.AREA) {
        assertThat(SiliconPage.median(promises)).isGreaterThan(bar[0]);
        assertThat(SiliconPage.worst(promises)).isGreaterThan(bar[1]);
      }
    }
    SiliconPage.holds("promised", table);
  }

  /// Two rows of one chip that differ in operands alone: who does not know them misses one of the
  /// two by the root of their ratio, without any model.
  @Test
  void operands_alone_are_worth_more_than_five() {
    double[] metis =
        PublishedMacros.comparisons().stream()
            .filter(row -> row.macro().startsWith("Metis") && row.figure() == Figure.ENERGY)
            .mapToDouble(Comparison::published)
            .toArray();
    assertThat(metis).hasSize(2);
    assertThat(Math.sqrt(metis[0] / metis[1])).isBetween(2.33, 2.35);
  }

  private static String name(Figure figure) {
    return figure.name().toLowerCase(Locale.ROOT);
  }

  private static List<Open> rows() {
    return PublishedMacros.all().stream()
        .filter(macro -> macro.group() != Group.WHOLE_CHIP)
        .flatMap(OpenStudyTest::rows)
        .toList();
  }

  private static Stream<Open> rows(PublishedMacro macro) {
    List<Comparison> predicted =
        macro.comparisons().stream().filter(Comparison::isPrediction).toList();
    List<Open> open = new ArrayList<>();
    for (Published figure : macro.figures()) {
      Figure kind =
          switch (figure) {
            case Published.Efficiency _ -> Figure.ENERGY;
            case Published.Cycle _ -> Figure.DELAY;
            case Published.Area _ -> Figure.AREA;
          };
      double published =
          switch (figure) {
            case Published.Efficiency energy -> 2000 / energy.topsPerW();
            case Published.Cycle cycle -> cycle.ns();
            case Published.Area area -> area.mm2();
          };
      predicted.stream()
          .filter(row -> row.figure() == kind && Math.abs(row.published() / published - 1) < 1e-9)
          .forEach(row -> {
            double[] readings = readings(macro, figure, row.modelled()).sorted().toArray();
            open.add(
                new Open(
                    macro.name(),
                    kind,
                    row.at(),
                    published,
                    readings[0],
                    readings[readings.length - 1]));
          });
    }
    return open.stream();
  }

  private static DoubleStream readings(PublishedMacro macro, Published figure, double modelled) {
    CombShape shape = macro.shape();
    return switch (figure) {
      case Published.Efficiency energy ->
          trees(shape)
              .flatMap(tree ->
                  operands(shape)
                      .map(each ->
                          new CombMacro(tree, macro.nodeNm(), energy.voltageV()).with(each)))
              .mapToDouble(each -> each.multiplyFj().value());
      case Published.Cycle cycle ->
          trees(shape).flatMapToDouble(tree -> stages(macro.nodeNm(), cycle.voltageV(), tree));
      case Published.Area _ -> {
        double rippling = gates(shape);
        double all = (double) macro.banks() * macro.outputs() * shape.trees();
        double gateMm2 = nand(macro.nodeNm(), 0.9).nandUm2().value() / 1e6;
        yield trees(shape).mapToDouble(tree -> modelled + all * (gates(tree) - rippling) * gateMm2);
      }
    };
  }

  private static double gates(CombShape shape) {
    return shape.datapath().size(CellLibrary.USUAL).area() * shape.adderCircuit().areaRatio();
  }

  private static MacroLogic nand(double nodeNm, double voltageV) {
    return new MacroLogic(ProcessPoint.usual(nodeNm, voltageV));
  }

  private static DoubleStream stages(double nodeNm, double voltageV, CombShape shape) {
    double gates = shape.datapath().size(CellLibrary.USUAL).depth();
    double nandNs = nand(nodeNm, voltageV).nandPs().value() / 1000;
    return DoubleStream.iterate(1, stages -> stages <= MOST_STAGES, stages -> stages + 1)
        .map(stages -> nandNs * (gates / stages + CLOCKING_GATES));
  }

  private static Stream<Operands> operands(CombShape shape) {
    Stream<Operands> stated = Stream.of(shape.operands());
    return shape.operands().areAssumed()
        ? Stream.concat(stated, Stream.of(Operands.SPARSE, Operands.RANDOM))
        : stated;
  }

  private static Stream<CombShape> trees(CombShape shape) {
    return Adders.EXACT.stream().map(adders -> with(shape, adders)).distinct();
  }

  /// With another tree, where it is not said to err.
  static CombShape with(CombShape shape, Adders adders) {
    Datapath its = shape.datapath();
    if (!Adders.EXACT.contains(its.adders())) {
      return shape;
    }
    Datapath other =
        new Datapath(
            its.channels(),
            its.weightBits(),
            its.weightSliceBits(),
            its.inputBits(),
            its.inputBitsPerCycle(),
            its.multiplier(),
            adders,
            its.perBitColumn() && adders == Adders.RIPPLE,
            its.accumulatorBits());
    return new CombShape(
        shape.columns(),
        shape.depth(),
        other,
        shape.adderCircuit(),
        shape.operands(),
        shape.weightsChange(),
        shape.cell(),
        shape.access(),
        shape.group());
  }
}
