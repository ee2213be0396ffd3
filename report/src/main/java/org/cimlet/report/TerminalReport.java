package org.cimlet.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Machine;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Agreement;
import org.cimlet.report.facts.AppraisalFacts;
import org.cimlet.report.facts.BottleneckParagraph;
import org.cimlet.report.facts.DieWords;
import org.cimlet.report.facts.Extrapolations;
import org.cimlet.report.facts.Fact;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.facts.MovedWords;
import org.cimlet.report.facts.ProgrammingFacts;
import org.cimlet.report.facts.RoundsParagraph;
import org.cimlet.report.facts.RunWords;
import org.cimlet.run.Figures;
import org.cimlet.run.Result;
import org.cimlet.simulate.Simulation;

/// A run as a person reads it at a terminal.
public final class TerminalReport {
  private static final int WIDTH = 96;
  private static final int BAR = 30;
  private static final String INDENT = "  ";

  private final Result result;
  private final Plan plan;
  private final Estimate estimate;
  private final Ink ink;
  private final StringBuilder out = new StringBuilder();

  private TerminalReport(Result result, Ink ink) {
    this.result = result;
    this.plan = result.plan();
    this.estimate = result.estimate();
    this.ink = ink;
  }

  /// @param colour whether to write ANSI styles
  public static String of(Result result, boolean colour) {
    TerminalReport text = new TerminalReport(result, new Ink(colour));
    text.heading();
    text.answer();
    text.simulation();
    text.time();
    text.energy();
    text.placement();
    text.traffic();
    text.wall();
    text.baselines();
    text.appraisal();
    text.uncertainty();
    text.provenance();
    return text.out.toString();
  }

  private void heading() {
    Program program = plan.program();
    Machine machine = plan.machine();
    Packing packing = packing();
    line("");
    line(INDENT + ink.bold(program.name() + " on " + machine.name()));
    Lines.wrap(machine.summary(), WIDTH - 4).forEach(part -> line(INDENT + ink.dim(part)));
    line(
        INDENT
            + ink.dim(
                "%s %s weights · prompt %s · context %s · batch %s · %s"
                    .formatted(
                        packing.pattern(),
                        packing.word().toUpperCase(Locale.ROOT),
                        Si.grouped(plan.scenario().promptTokens()),
                        Si.grouped(plan.scenario().contextTokens()),
                        Si.grouped(plan.scenario().batch()),
                        result.simulated().isPresent() ? "simulation" : "estimate")));
    line(INDENT + ink.dim("─".repeat(WIDTH - 4)));
  }

  private Packing packing() {
    return plan.program().layers().getFirst().steps().getFirst().stacks().getFirst().packing();
  }

  private void answer() {
    Estimate.Decode decode = estimate.decode();
    fact(
        "One stream",
        "%s a token, %s"
            .formatted(
                Si.of(decode.tpotBatch1S(), "s"), Si.of(1 / decode.tpotBatch1S(), "token/s")));
    fact(
        "First token",
        "%s after a prompt of %s tokens"
            .formatted(
                Si.of(estimate.prefill().ttftS(), "s"), Si.grouped(estimate.prefill().tokens())));
    if (decode.batch() > 1) {
      fact(
          "%s streams".formatted(Si.grouped(decode.batch())),
          "%s a token, %s together"
              .formatted(
                  Si.of(decode.tpotS(), "s"), Si.of(decode.throughputTokensPerS(), "token/s")));
    }
    Figures facts = new Figures(plan, estimate);
    fact("Many streams", RunWords.peak(facts));
    fact(
        "Energy",
        "%s a token, host included; %s with many streams"
            .formatted(
                Si.of(decode.energyPerTokenJ(), "J"),
                Si.of(facts.saturatedEnergyPerTokenJ(), "J")));
    fact(
        "Size",
        "%s mm² of %s%s, %s peak"
            .formatted(
                Si.plain(plan.machine().areaMm2()),
                DieWords.of(plan.machine().dies()),
                stacked(plan.machine().topology().height()),
                Si.of(plan.machine().peakOpsPerS(), "op/s")));
    BottleneckParagraph limit = new BottleneckParagraph(facts);
    for (RoundsParagraph loaded : RoundsParagraph.of(facts)) {
      fact("Rounds", loaded.what() + " " + loaded.how());
      loaded.warnings().forEach(this::warning);
    }
    fact("Limit", limit.throughput() + limit.chiplets() + " " + limit.scenario());
    if (!packing().isDense()) {
      warning(
          "what %s costs depends on retraining: pruned in one shot a network is ruined (docs/studies/pruning.md)"
              .formatted(packing().pattern()));
    }
    Extrapolations.of(plan.machine()).forEach(this::warning);
  }

  private static String stacked(int height) {
    return height == 1 ? "" : " in stacks of " + height;
  }

  private void simulation() {
    if (result.simulated().isEmpty()) {
      return;
    }
    Simulation simulation = result.simulated().get();
    section("Simulated event by event, beside the estimate");
    TextTable table =
        new TextTable(INDENT + INDENT).row("", "simulated", "estimated", "estimate / simulation");
    for (Agreement agreement : Agreement.of(simulation, estimate)) {
      table.row(
          agreement.figure(),
          Si.of(agreement.simulated(), agreement.unit()),
          Si.of(agreement.estimated(), agreement.unit()),
          Si.plain(agreement.ratio()));
    }
    out.append(table.render(ink));
    fact("Measured", Agreement.measured(simulation));
  }

  private void time() {
    section("Where the time of a lone stream's token goes");
    double total = estimate.decode().tpotBatch1S();
    estimate.time().stream()
        .filter(share -> share.seconds() > 0)
        .sorted(Comparator.comparingDouble(Estimate.TimeShare::seconds).reversed())
        .forEach(share ->
            bar(share.part().label(), share.seconds(), total, Si.of(share.seconds(), "s")));
  }

  private void energy() {
    section("Where the energy of a token goes");
    double total = estimate.decode().energyPerTokenJ();
    estimate.energy().stream()
        .filter(share -> share.joulesPerToken() > 0)
        .sorted(Comparator.comparingDouble(Estimate.EnergyShare::joulesPerToken).reversed())
        .forEach(share ->
            bar(
                share.action().label(),
                share.joulesPerToken(),
                total,
                Si.of(share.joulesPerToken(), "J")));
  }

  private void placement() {
    Program program = plan.program();
    Machine machine = plan.machine();
    Figures facts = new Figures(plan, estimate);
    long perChiplet = machine.chiplet().capacityBytes();
    section("Placement");
    fact(
        "Weights",
        "%s in %s layers, %s in the head, %s in the embedding"
            .formatted(
                Si.grouped(program.linearWeights()),
                program.layers().size(),
                Si.grouped(program.headWeights()),
                Si.grouped(program.embeddingWeights())));
    fact(
        "Stored",
        "%s of %s; by bytes %s chiplets for the layers, %s with the head"
            .formatted(
                Si.of((double) facts.storedOnChiplets(), "B"),
                Si.of((double) perChiplet * facts.linears().count(), "B"),
                Si.grouped(Math.ceilDiv(program.storedLayerBytes(), perChiplet)),
                Si.grouped(Math.ceilDiv(facts.storedOnChiplets(), perChiplet))));
    fact("Parallelism", RunWords.mapping(facts));
    fact(
        "Chiplets",
        "%s of %s used with padding; the busiest is busy %s of the time, %s with many streams"
            .formatted(
                facts.chipletsUsed(),
                facts.linears().count(),
                Si.percent(facts.busiest(facts.linears(), ChipletLoad::utilisation)),
                Si.percent(facts.busiestChipletAtSaturation())));
    for (String kind : DieWords.others(facts)) {
      fact("Other dies", kind);
    }
  }

  private void traffic() {
    section("Busiest links");
    TextTable table =
        new TextTable(INDENT + INDENT).row("link", "per token", "used", "used by many streams");
    estimate.links().stream()
        .sorted(Comparator.comparingDouble(Estimate.LinkLoad::utilisationAtPeak).reversed())
        .limit(4)
        .filter(link -> link.bitsPerToken() > 0)
        .forEach(link ->
            table.row(
                link.name(),
                Si.of(link.bitsPerToken(), "bit"),
                Si.percent(link.utilisation()),
                Si.percent(link.utilisationAtPeak())));
    out.append(table.render(ink));
  }

  private void wall() {
    BandwidthWall wall = result.wall();
    section("What must move at %s".formatted(Si.of(wall.tokensPerS(), "token/s")));
    fact("Weights", Si.of(wall.weightBytesPerS(), "B/s") + " if streamed from memory at batch 1");
    fact(
        "Activations",
        "%s to %s if weights are at rest"
            .formatted(
                Si.of(wall.activationBitsPerSMin(), "bit/s"),
                Si.of(wall.activationBitsPerSMax(), "bit/s")));
    fact("Keys, values", Si.of(wall.kvCacheBytesPerS(), "B/s") + " either way, at this context");
  }

  private void baselines() {
    if (result.baselines().isEmpty()) {
      return;
    }
    section("Beside GPUs");
    TextTable table =
        new TextTable(INDENT + INDENT).row("", "batch", "a token", "together", "J/token", "limit");
    Estimate.Decode decode = estimate.decode();
    table.row(
        plan.machine().name(),
        Si.grouped(decode.batch()),
        Si.of(decode.tpotS(), "s"),
        Si.of(decode.throughputTokensPerS(), "token/s"),
        Si.of(decode.energyPerTokenJ(), "J"),
        decode.bottleneck().part().label());
    for (GpuEstimate gpu : result.gpus()) {
      for (GpuEstimate.At at : batches(gpu)) {
        table.row(
            gpu.devices() == 1 ? gpu.gpu().name() : gpu.devices() + " x " + gpu.gpu().name(),
            Si.grouped(at.batch()),
            Si.of(at.tpotS(), "s"),
            Si.of(at.throughputTokensPerS(), "token/s"),
            Si.of(at.energyPerTokenJ(), "J"),
            at.bottleneck());
      }
    }
    out.append(table.render(ink));
  }

  private static List<GpuEstimate.At> batches(GpuEstimate gpu) {
    return gpu.largestBatch() > gpu.atBatch().batch()
        ? List.of(gpu.atBatch(), gpu.atLargestBatch())
        : List.of(gpu.atBatch());
  }

  private void appraisal() {
    section("What it takes to make, to load and to cool");
    List<Fact> facts = new ArrayList<>(AppraisalFacts.of(result.appraisal()));
    facts.addAll(ProgrammingFacts.of(estimate.programming(), result.job().updatesPerDay()));
    for (Fact told : facts) {
      fact(told.label(), told.text(), told.warning() ? ink::warn : UnaryOperator.identity());
    }
    AppraisalTerminal.besideBaselines(result).ifPresent(table -> out.append(table.render(ink)));
  }

  private void uncertainty() {
    result
        .moving()
        .ifPresent(moving -> {
          section("How far the answers may move");
          out.append(AppraisalTerminal.moved(moving).render(ink));
          for (OutputSpread moved : moving.spreads()) {
            fact("OutputSpread by", moved.name() + ": " + MovedWords.drivers(moved));
          }
          fact("Method", MovedWords.method(moving));
        });
  }

  private void provenance() {
    section("Where the numbers come from");
    StringBuilder counts = new StringBuilder();
    for (Evidence evidence : Evidence.values()) {
      long count =
          plan.machine().provenance().stream()
              .filter(line -> line.number().evidence() == evidence)
              .count();
      counts
          .append(counts.isEmpty() ? "" : ", ")
          .append(count)
          .append(' ')
          .append(evidence.label());
    }
    line(INDENT + INDENT + counts + "; --html and --json list each with its source");
    line("");
  }

  private void section(String title) {
    line("");
    line(INDENT + ink.accent(title));
  }

  private void fact(String label, String text) {
    fact(label, text, UnaryOperator.identity());
  }

  private void warning(String text) {
    fact("Mind", text, ink::warn);
  }

  /// @param style of each line, put on after breaking: what it writes has no width
  private void fact(String label, String text, UnaryOperator<String> style) {
    String head = pad(label, 15);
    for (String part : Lines.wrap(text, WIDTH - 19)) {
      line(INDENT + INDENT + ink.dim(head) + style.apply(part));
      head = " ".repeat(15);
    }
  }

  private void bar(String label, double value, double total, String figure) {
    int eighths = (int) Math.round(value / total * BAR * 8);
    String bar =
        "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉".charAt(eighths % 8 - 1));
    line(
        INDENT
            + INDENT
            + pad(label, 24)
            + ink.accent(pad(bar, BAR + 1))
            + padLeft(figure, 9)
            + padLeft(Si.percent(value / total), 9));
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
