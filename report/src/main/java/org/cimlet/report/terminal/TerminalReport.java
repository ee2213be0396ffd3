package org.cimlet.report.terminal;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cimlet.appraise.OutputSpread;
import org.cimlet.appraise.Uncertainty;
import org.cimlet.estimate.BandwidthWall;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.Plan;
import org.cimlet.plan.program.Packing;
import org.cimlet.plan.program.Program;
import org.cimlet.quantity.Evidence;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Agreement;
import org.cimlet.report.facts.AssessmentFacts;
import org.cimlet.report.facts.BottleneckWords;
import org.cimlet.report.facts.CeilingRow;
import org.cimlet.report.facts.DieWords;
import org.cimlet.report.facts.Extrapolations;
import org.cimlet.report.facts.NetworkWords;
import org.cimlet.report.facts.ProgrammingFacts;
import org.cimlet.report.facts.ReloadWords;
import org.cimlet.report.facts.RemedyWords;
import org.cimlet.report.facts.RequestRow;
import org.cimlet.report.facts.RunWords;
import org.cimlet.report.facts.SpreadWords;
import org.cimlet.report.facts.VerdictWords;
import org.cimlet.report.facts.Wording;
import org.cimlet.run.Answer;
import org.cimlet.run.Baseline;
import org.cimlet.run.Figures;
import org.cimlet.run.Result;
import org.cimlet.run.Verdict;

/// A run as a person reads it at a terminal.
public final class TerminalReport {
  private static final int LINKS = 4;

  /// A longer name of a baseline stands in the section's title alone, so that its table fits.
  private static final int LONGEST_HEADING = 13;

  private static final String INDENT = "    ";

  private final Result result;
  private final Plan plan;
  private final Estimate estimate;
  private final Answer answer;
  private final Figures figures;
  private final Sheet sheet;

  private TerminalReport(Result result, Sheet sheet) {
    this.result = result;
    this.plan = result.plan();
    this.estimate = result.estimate();
    this.answer = result.answer();
    this.figures = result.figures();
    this.sheet = sheet;
  }

  /// @param colour whether to write ANSI styles
  public static String of(Result result, boolean colour) {
    return of(result, new Ink(colour));
  }

  /// For a terminal.
  public static String of(Result result, Ink ink) {
    Sheet sheet = new Sheet(ink);
    TerminalReport run = new TerminalReport(result, sheet);
    run.heading();
    run.summary();
    run.verdicts();
    run.simulation();
    run.ceilings();
    run.time();
    run.energy();
    run.placement();
    run.links();
    run.wall();
    run.remedies();
    run.baselines();
    run.requests();
    run.assessment();
    run.uncertainty();
    run.provenance();
    return sheet.toString();
  }

  private void heading() {
    Packing packing = figures.packing();
    sheet.title(plan.program().name() + " on " + plan.machine().name());
    sheet.subtitle(plan.machine().summary());
    sheet.subtitle(
        "%s %s weights%s · prompt %s · context %s · batch %s%s · %s"
            .formatted(
                packing.pattern(),
                packing.word().toUpperCase(Locale.ROOT),
                NetworkWords.headApart(figures),
                Si.grouped(plan.scenario().promptTokens()),
                Si.grouped(plan.scenario().contextTokens()),
                Si.grouped(plan.scenario().batch()),
                microBatch(),
                result.simulated().isPresent() ? "simulation" : "estimate"));
    sheet.rule();
  }

  private String microBatch() {
    int sequences = plan.scenario().microBatch();
    return sequences == 1 ? "" : " in micro-batches of " + Si.grouped(sequences);
  }

  private void summary() {
    Answer.Decode decode = answer.decode();
    sheet.fact(
        "TPOT at batch 1",
        "%s, %s"
            .formatted(Si.of(decode.tpotBatch1S(), "s"), Wording.rate(1 / decode.tpotBatch1S())));
    if (decode.batch() > 1) {
      sheet.fact(
          "TPOT at batch " + Si.grouped(decode.batch()),
          "%s, %s in total"
              .formatted(Si.of(decode.tpotS(), "s"), Wording.rate(decode.throughputTokensPerS())));
    }
    sheet.fact(
        "TTFT",
        "%s (prompt %s)"
            .formatted(
                Si.of(answer.prefill().ttftS(), "s"), Si.grouped(answer.prefill().tokens())));
    sheet.fact("Peak throughput", RunWords.peak(figures, decode));
    sheet.fact(
        "Energy",
        "%s/token at batch %s, %s/token at peak throughput; host included"
            .formatted(
                Si.of(decode.energyPerTokenJ(), "J"),
                Si.grouped(decode.batch()),
                Si.of(decode.peakEnergyPerTokenJ(), "J")));
    int height = plan.machine().topology().height();
    sheet.fact(
        "Area",
        "%s of %s%s"
            .formatted(
                Wording.area(plan.machine().areaMm2()),
                DieWords.of(plan.machine().dies()),
                height == 1 ? "" : " in stacks of " + height));
    sheet.fact("Peak compute", Wording.tops(plan.machine()));
    sheet.fact("Bottleneck", new BottleneckWords(figures, answer).all());
    ReloadWords.of(figures)
        .ifPresent(reload -> {
          sheet.fact(
              "Weight reload",
              reload.all() + (result.simulated().isPresent() ? " In closed form." : ""));
          reload.warnings().forEach(sheet::warning);
        });
    NetworkWords.pruning(result)
        .ifPresent(warning -> sheet.warning(warning + " (docs/studies/pruning.md)"));
    NetworkWords.warnings(result).forEach(sheet::warning);
    Extrapolations.of(plan.machine()).forEach(sheet::warning);
  }

  /// For the one who decides: what is better and worse than what would be bought instead.
  private void verdicts() {
    for (Verdict verdict : result.verdicts()) {
      VerdictWords words = new VerdictWords(verdict);
      sheet.section(words.title());
      String other = words.baseline().length() > LONGEST_HEADING ? "baseline" : words.baseline();
      TextTable table = new TextTable(INDENT).row("", "this machine", other, "");
      words
          .rows()
          .forEach(row -> table.row(row.measure(), row.machine(), row.baseline(), row.times()));
      sheet.table(table);
      ranges(words).ifPresent(sheet::table);
      sheet.fact("In words", words.sentence());
      sheet.fact("Terms", words.terms());
    }
  }

  /// Where nine samples in ten lie; empty where nothing was sampled.
  private static Optional<TextTable> ranges(VerdictWords words) {
    List<VerdictWords.Row> known =
        words.rows().stream().filter(VerdictWords.Row::hasRange).toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    TextTable table =
        new TextTable(INDENT).row("5 % to 95 % of samples", "this machine", words.baseline());
    known.forEach(row -> table.row(row.measure(), row.range(), row.baselineRange()));
    return Optional.of(table);
  }

  private void simulation() {
    result
        .simulated()
        .ifPresent(simulation -> {
          sheet.section("Simulation and estimate");
          TextTable table = new TextTable(INDENT).row("", "simulated", "estimated", "est/sim");
          for (Agreement agreement : Agreement.of(result)) {
            table.row(
                agreement.figure(),
                agreement.text(agreement.simulated()),
                agreement.text(agreement.estimated()),
                Si.plain(agreement.ratio()));
          }
          sheet.table(table);
          sheet.fact("Measured", Agreement.measured(result, simulation));
          Agreement.reasons(result, simulation).forEach(why -> sheet.fact("Reason", why));
        });
  }

  /// What would limit next.
  private void ceilings() {
    sheet.section("Ceilings: what each resource alone would allow");
    TextTable table = new TextTable(INDENT).row("resource", "busiest", "tokens/s", "over lowest");
    for (CeilingRow row : CeilingRow.of(answer)) {
      table.row(row.resource(), row.name(), row.rate(), row.over());
    }
    sheet.table(table);
  }

  private void time() {
    sheet.section("TPOT at batch 1 by resource" + closedForm());
    double total = estimate.decode().tpotBatch1S();
    estimate.time().stream()
        .filter(share -> share.seconds() > 0)
        .sorted(Comparator.comparingDouble(Estimate.TimeShare::seconds).reversed())
        .forEach(share ->
            sheet.bar(
                share.resource().label(),
                share.seconds() / total,
                Si.of(share.seconds(), "s"),
                Wording.share(share.seconds() / total)));
  }

  /// Said where the run shows a simulation and the section does not.
  private String closedForm() {
    return result.simulated().isPresent() ? " (estimate)" : "";
  }

  private void energy() {
    sheet.section("Energy per token by action");
    double total = answer.decode().energyPerTokenJ();
    if (total == 0) {
      sheet.fact("None", "the machine states 0 for every energy");
    }
    answer.energy().stream()
        .filter(share -> share.joulesPerToken() > 0)
        .sorted(Comparator.comparingDouble(Estimate.EnergyShare::joulesPerToken).reversed())
        .forEach(share ->
            sheet.bar(
                share.action().label(),
                share.joulesPerToken() / total,
                Si.of(share.joulesPerToken(), "J"),
                Wording.share(share.joulesPerToken() / total)));
  }

  private void placement() {
    Program program = plan.program();
    long perChiplet = plan.machine().chiplet().capacityBytes();
    sheet.section("Placement");
    sheet.fact(
        "Weights",
        "%s in %s layers, %s in the head, %s in the embedding"
            .formatted(
                Si.grouped(program.linearWeights()),
                program.layers().size(),
                Si.grouped(program.headWeights()),
                Si.grouped(program.embeddingWeights())));
    sheet.fact(
        "Stored",
        "%s %s %s; at least %s for the layers, %s with the head"
            .formatted(
                Si.of((double) figures.storedOnChiplets(), "B"),
                plan.placement().isReloaded() ? "reloaded into" : "of",
                Si.of((double) perChiplet * figures.linears().count(), "B"),
                Wording.count(Math.ceilDiv(program.storedLayerBytes(), perChiplet), "chiplet"),
                Si.grouped(Math.ceilDiv(figures.storedOnChiplets(), perChiplet))));
    sheet.fact("Parallelism", RunWords.mapping(figures, answer));
    sheet.fact(
        "Chiplets",
        "%s of %s used; macros of the busiest %s utilised, %s at peak throughput"
            .formatted(
                figures.chipletsUsed(),
                figures.linears().count(),
                Wording.share(answer.busiest(figures.linears(), ChipletLoad::utilisation)),
                Wording.share(answer.busiest(figures.linears(), ChipletLoad::utilisationAtPeak))));
    for (String kind : DieWords.others(figures, answer)) {
      sheet.fact("Other dies", kind);
    }
  }

  private void links() {
    sheet.section("Busiest links");
    TextTable table =
        new TextTable(INDENT).row("link", "traffic", "utilisation", "at peak throughput");
    answer.links().stream()
        .sorted(Comparator.comparingDouble(Estimate.LinkLoad::utilisationAtPeak).reversed())
        .limit(LINKS)
        .filter(link -> link.bitsPerToken() > 0)
        .forEach(link ->
            table.row(
                link.name(),
                Si.of(link.bitsPerToken(), "bit/token"),
                Wording.share(link.utilisation()),
                Wording.share(link.utilisationAtPeak())));
    sheet.table(table);
  }

  private void wall() {
    BandwidthWall wall = result.wall();
    sheet.section("Bandwidth needed at " + Wording.rate(wall.tokensPerS()));
    sheet.fact(
        "Weights", Si.of(wall.weightBytesPerS(), "B/s") + " if streamed from memory at batch 1");
    sheet.fact(
        "Activations",
        "%s to %s if weights are resident"
            .formatted(
                Si.of(wall.activationBitsPerSMin(), "bit/s"),
                Si.of(wall.activationBitsPerSMax(), "bit/s")));
    sheet.fact(
        "KV cache",
        "%s at context %s, whether weights are resident or streamed"
            .formatted(
                Si.of(wall.kvCacheBytesPerS(), "B/s"),
                Si.grouped(plan.scenario().contextTokens())));
  }

  private void remedies() {
    RemedyWords words = new RemedyWords(result);
    if (!words.isNeeded()) {
      return;
    }
    sheet.section(words.title());
    words.facts().forEach(sheet::fact);
    sheet.text(words.note());
  }

  private void baselines() {
    if (result.baselines().isEmpty() && result.machines().isEmpty()) {
      return;
    }
    sheet.section("Baselines");
    TextTable table =
        new TextTable(INDENT).row("", "batch", "TPOT", "tokens/s", "J/token", "bottleneck");
    baseline(table, result);
    result.machines().forEach(machine -> baseline(table, machine));
    for (GpuEstimate gpu : result.gpus()) {
      for (GpuEstimate.At at : batches(gpu)) {
        table.row(
            gpu.devices() == 1 ? gpu.gpu().name() : gpu.devices() + " x " + gpu.gpu().name(),
            Si.grouped(at.batch()),
            Si.of(at.tpotS(), "s"),
            Si.plain(at.throughputTokensPerS()),
            Si.of(at.energyPerTokenJ(), "J"),
            at.bottleneck());
      }
    }
    sheet.table(table);
  }

  private static void baseline(TextTable table, Result machine) {
    Answer.Decode decode = machine.answer().decode();
    table.row(
        machine.plan().machine().name(),
        Si.grouped(decode.batch()),
        Si.of(decode.tpotS(), "s"),
        Si.plain(decode.throughputTokensPerS()),
        Si.of(decode.energyPerTokenJ(), "J"),
        decode.bottleneck().resource().label());
  }

  private void requests() {
    List<RequestRow> rows = RequestRow.of(result);
    if (rows.isEmpty()) {
      return;
    }
    sheet.section(RequestRow.title(result));
    TextTable table = new TextTable(INDENT).row("", "prompts", "answers", "total", "tokens/s");
    for (RequestRow row : rows) {
      table.row(row.system(), row.prompts(), row.answers(), row.total(), row.rate());
    }
    sheet.table(table);
  }

  private static List<GpuEstimate.At> batches(GpuEstimate gpu) {
    return gpu.largestBatch() > gpu.atBatch().batch()
        ? List.of(gpu.atBatch(), gpu.atLargestBatch())
        : List.of(gpu.atBatch());
  }

  private void assessment() {
    sheet.section("Cost, programming, cooling and export rules");
    AssessmentFacts.of(result.assessment()).forEach(sheet::fact);
    ProgrammingFacts.of(estimate.programming(), result.job().updatesPerDay()).forEach(sheet::fact);
    AssessmentTables.money(result).ifPresent(sheet::table);
    AssessmentTables.withBaselines(result).ifPresent(sheet::table);
  }

  private void uncertainty() {
    result
        .moving()
        .ifPresent(moving -> {
          sheet.section("Uncertainty (5/50/95 %)");
          sheet.table(AssessmentTables.spreads(moving));
          for (OutputSpread spread : moving.spreads()) {
            sheet.fact("Main drivers", spread.name() + ": " + SpreadWords.drivers(spread));
          }
          sheet.fact("Method", SpreadWords.method(moving));
        });
    for (Baseline baseline : result.baselines()) {
      Uncertainty moving = baseline.uncertainty();
      if (moving != null) {
        sheet.fact("Baseline", baseline.estimate().gpu().name() + ": " + SpreadWords.drawn(moving));
      }
    }
  }

  private void provenance() {
    sheet.section("Sources of the machine's numbers");
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
    sheet.text(counts + "; --html and --json list each with its source");
    sheet.line("");
  }
}
