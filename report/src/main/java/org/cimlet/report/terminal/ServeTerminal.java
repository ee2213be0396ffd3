package org.cimlet.report.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Lines;
import org.cimlet.report.facts.Wording;
import org.cimlet.serve.ServeResult;
import org.cimlet.serve.ServeResult.OfSystem;
import org.cimlet.serve.measure.ClassSummary;
import org.cimlet.serve.measure.Range;
import org.cimlet.serve.measure.Slo;
import org.cimlet.serve.measure.Spread;

/// Served requests at a terminal: a column for each system.
public final class ServeTerminal {
  private static final String UNKNOWN = "–";

  private final ServeResult result;
  private final Sheet sheet;

  private ServeTerminal(ServeResult result, Ink ink) {
    this.result = result;
    sheet = new Sheet(ink);
  }

  /// All of it.
  ///
  /// @param colour whether styles are written
  public static String of(ServeResult result, boolean colour) {
    return of(result, new Ink(colour));
  }

  /// For a terminal.
  public static String of(ServeResult result, Ink ink) {
    return new ServeTerminal(result, ink).text();
  }

  private String text() {
    heading();
    pools();
    clients();
    classes();
    servers();
    loads();
    sizes();
    uncertainty();
    result.systems().forEach(this::warnings);
    return sheet.toString();
  }

  private void heading() {
    sheet.title(result.job().network().name() + " serves " + result.job().traffic().name());
    sheet.subtitle(
        "%s requests%s · prompt %s and answer %s tokens in the mean, together %s at most"
            .formatted(
                Si.grouped(result.traffic().requests()),
                result.traffic().requestsPerS() > 0
                    ? ", %s a second".formatted(Si.plain(result.traffic().requestsPerS()))
                    : "",
                Si.plain(result.traffic().meanInput()),
                Si.plain(result.traffic().meanOutput()),
                Si.grouped(result.traffic().longest())));
    Slo slo = result.systems().getFirst().all().slo();
    sheet.subtitle(
        "in time: TTFT of %s and TPOT of %s at most"
            .formatted(Si.of(slo.ttftS(), "s"), Si.of(slo.tpotS(), "s")));
    sheet.rule();
  }

  private void pools() {
    sheet.section("Systems");
    for (OfSystem system : result.systems()) {
      for (ServeResult.OfPool pool : system.pools()) {
        sheet.fact(
            label(system.system().name()),
            "%s%s x %s: %s; KV cache for %s"
                .formatted(
                    system.pools().size() > 1 ? pool.name() + ", " : "",
                    Si.grouped(pool.count()),
                    pool.hardware(),
                    pool.detail(),
                    pool.kvTokens() == Long.MAX_VALUE
                        ? "any number of tokens"
                        : Si.grouped(pool.kvTokens()) + " tokens each"));
      }
    }
  }

  private static String label(String name) {
    return Lines.shorten(name, 16);
  }

  private TextTable table(String corner) {
    TextTable table = new TextTable("    ");
    List<String> cells = new ArrayList<>(List.of(corner));
    result.systems().forEach(system -> cells.add(heading(system)));
    return table.row(cells.toArray(String[]::new));
  }

  private String heading(OfSystem system) {
    int width = Math.max(8, 44 / result.systems().size());
    String name = system.system().name();
    return Lines.shorten(name, width);
  }

  private void row(TextTable table, String label, Function<OfSystem, String> cell) {
    List<String> cells = new ArrayList<>(List.of(label));
    result.systems().forEach(system -> cells.add(cell.apply(system)));
    table.row(cells.toArray(String[]::new));
  }

  private void clients() {
    sheet.section("Clients");
    TextTable table = table("");
    row(table, "served in time", system -> Wording.percent(system.all().attainment()));
    row(table, "requests/s", system -> Si.plain(system.requestsPerS()));
    row(table, "requests/s in time", system -> Si.plain(system.goodputPerS()));
    spread(table, "TTFT", system -> system.all().ttft());
    spread(table, "TPOT", system -> system.all().tpot());
    spread(table, "end to end", system -> system.all().endToEnd());
    spread(table, "queue", system -> system.all().queue());
    row(table, "refused", system -> Si.grouped(system.totals().refused()));
    sheet.table(table);
  }

  private void spread(TextTable table, String label, Function<OfSystem, Spread> figure) {
    row(table, label + " median", system -> Si.of(figure.apply(system).p50(), "s"));
    row(table, label + " P90", system -> Si.of(figure.apply(system).p90(), "s"));
    row(table, label + " P99", system -> Si.of(figure.apply(system).p99(), "s"));
  }

  private void classes() {
    List<ClassSummary> first = result.systems().getFirst().classes();
    if (first.isEmpty()) {
      return;
    }
    sheet.section("Served in time, by class");
    TextTable table = table("class");
    for (int i = 0; i < first.size(); i++) {
      int index = i;
      row(
          table,
          first.get(i).group(),
          system -> Wording.percent(system.classes().get(index).attainment()));
    }
    sheet.table(table);
  }

  private void servers() {
    sheet.section("Servers");
    TextTable table = table("");
    row(table, "tokens read/s", system -> Si.plain(perS(system, system.inputTokens())));
    row(table, "tokens written/s", system -> Si.plain(perS(system, system.outputTokens())));
    row(
        table,
        "prompt tokens found computed",
        system ->
            Wording.percent(
                system.inputTokens() == 0
                    ? 0
                    : (double) system.prefixTokens() / system.inputTokens()));
    row(table, "busy", system -> each(system, pool -> Wording.percent(pool.mean().busyShare())));
    row(table, "running", system -> each(system, pool -> Si.plain(pool.mean().meanRunning())));
    row(
        table,
        "KV cache used",
        system -> each(system, pool -> Wording.percent(pool.mean().kvMean())));
    row(
        table,
        "KV cache peak",
        system -> each(system, pool -> Wording.percent(pool.mean().kvPeak())));
    row(
        table,
        "time a request waits for it",
        system -> each(system, pool -> Wording.percent(pool.mean().kvFullShare())));
    row(
        table,
        "preemptions a server",
        system -> each(system, pool -> Si.grouped(pool.mean().preemptions())));
    row(table, "power", system -> Si.of(system.watts(), "W"));
    row(
        table,
        "energy a token written",
        system ->
            system.outputTokens() == 0
                ? UNKNOWN
                : Si.of(system.joules() / system.outputTokens(), "J"));
    row(table, "cost made", system -> dollars(system.money().made()));
    row(table, "cost bought", system -> dollars(system.money().bought()));
    row(table, "$/M tokens, made", system -> cents(system.money().madePerMillion()));
    row(table, "$/M tokens, bought", system -> cents(system.money().boughtPerMillion()));
    sheet.table(table);
  }

  private static double perS(OfSystem system, long tokens) {
    return tokens / system.totals().seconds();
  }

  private static String each(OfSystem system, Function<ServeResult.OfPool, String> figure) {
    return String.join(" + ", system.pools().stream().map(figure).toList());
  }

  private static String dollars(Optional<Double> usd) {
    return usd.map(value -> "$" + Si.grouped(Math.round(value))).orElse(UNKNOWN);
  }

  private static String cents(Optional<Double> usd) {
    return usd.map(value -> "$" + Si.plain(value)).orElse(UNKNOWN);
  }

  private void loads() {
    List<ServeResult.AtLoad> first = result.systems().getFirst().loads();
    if (first.isEmpty()) {
      return;
    }
    sheet.section("Served in time, by load");
    TextTable table = table("requests/s");
    for (int i = 0; i < first.size(); i++) {
      int index = i;
      row(
          table,
          Si.plain(first.get(i).requestsPerS()),
          system ->
              Wording.percent(system.loads().get(index).attainment())
                  + (system.loads().get(index).saturated() ? " *" : "  "));
    }
    sheet.table(table);
    if (result.systems().stream()
        .flatMap(system -> system.loads().stream())
        .anyMatch(ServeResult.AtLoad::saturated)) {
      sheet.text("* saturated: the backlog grows");
    }
  }

  private void sizes() {
    if (result.job().attainment() == 0) {
      return;
    }
    sheet.section("Fewest for %s in time".formatted(Wording.percent(result.job().attainment())));
    TextTable table = table("");
    row(table, "servers", system -> sized(system, size -> servers(system, size)));
    row(table, "in time", system -> sized(system, size -> Wording.percent(size.attained())));
    row(
        table,
        "packages' work alone takes",
        system -> sized(system, size -> size.bound() > 0 ? Si.plain(size.bound()) : UNKNOWN));
    row(table, "power", system -> sized(system, size -> Si.of(size.watts(), "W")));
    row(table, "cost made", system -> sized(system, size -> dollars(size.money().made())));
    row(table, "cost bought", system -> sized(system, size -> dollars(size.money().bought())));
    row(
        table,
        "$/M tokens, made",
        system -> sized(system, size -> cents(size.money().madePerMillion())));
    row(
        table,
        "$/M tokens, bought",
        system -> sized(system, size -> cents(size.money().boughtPerMillion())));
    sheet.table(table);
    for (OfSystem system : result.systems()) {
      if (result.job().isOutOfReach(system.totals())) {
        double refused = system.totals().refusedShare(result.traffic().requests());
        sheet.text(
            "%s: none, as %s of all requests are longer than the network or a server's memory"
                .formatted(system.system().name(), Wording.percent(refused)));
      }
    }
  }

  private static String servers(OfSystem system, ServeResult.Size size) {
    return each(system, pool -> Si.grouped((long) size.factor() * pool.count()));
  }

  private static String sized(OfSystem system, Function<ServeResult.Size, String> figure) {
    return system.sized().map(figure).orElse("none");
  }

  private void uncertainty() {
    if (result.job().samples() == 0) {
      return;
    }
    sheet.section("Uncertainty, 5 to 95 %% of %s samples".formatted(result.job().samples()));
    TextTable table = table("");
    range(table, "served in time", ServeResult.Moving::attainment, Wording::percent);
    range(table, "power", ServeResult.Moving::watts, watts -> Si.of(watts, "W"));
    range(table, "$/M tokens, made", ServeResult.Moving::madePerMillionUsd, Si::plain);
    range(table, "$/M tokens, bought", ServeResult.Moving::boughtPerMillionUsd, Si::plain);
    if (result.job().attainment() > 0) {
      range(table, "fewest, times as written", ServeResult.Moving::factor, Si::plain);
      range(table, "power of those", ServeResult.Moving::sizedWatts, watts -> Si.of(watts, "W"));
      range(table, "$/M of those, made", ServeResult.Moving::sizedMadePerMillionUsd, Si::plain);
      range(table, "$/M of those, bought", ServeResult.Moving::sizedBoughtPerMillionUsd, Si::plain);
    }
    sheet.table(table);
  }

  private void range(
      TextTable table,
      String label,
      Function<ServeResult.Moving, Range> range,
      Function<Double, String> word) {
    row(
        table,
        label,
        system ->
            system
                .spread()
                .map(range)
                .filter(Range::isKnown)
                .map(known -> word.apply(known.low()) + " to " + word.apply(known.high()))
                .orElse(UNKNOWN));
  }

  private void warnings(OfSystem system) {
    String name = system.system().name();
    if (system.totals().saturated()) {
      sheet.warning(
          "%s is saturated: the backlog grows, to %s requests as the last one came; latencies say how long the traffic lasted, not what a client may expect"
              .formatted(name, Si.grouped(system.totals().waitingAtEnd())));
    }
    if (system.totals().unserved() > 0) {
      sheet.warning(
          "%s left %s requests unserved: more came than can be served"
              .formatted(name, Si.grouped(system.totals().unserved())));
    }
    if (system.totals().refused() > 0) {
      sheet.warning(
          "%s refused %s requests that are longer than the network reads or than its KV cache holds; they count as not in time"
              .formatted(name, Si.grouped(system.totals().refused())));
    }
  }
}
