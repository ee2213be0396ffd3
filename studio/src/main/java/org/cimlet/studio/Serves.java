package org.cimlet.studio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cimlet.compile.Parallelism;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineFile;
import org.cimlet.network.NetworkSpec;
import org.cimlet.report.html.ServeHtml;
import org.cimlet.run.BaselineSpec;
import org.cimlet.run.Progress;
import org.cimlet.serve.ServeJob;
import org.cimlet.serve.Serving;
import org.cimlet.serve.measure.Slo;
import org.cimlet.serve.system.Prices;
import org.cimlet.serve.system.SystemFile;
import org.cimlet.serve.system.SystemReader;
import org.cimlet.serve.system.SystemSpec;
import org.cimlet.serve.traffic.Traffic;
import org.cimlet.serve.traffic.TrafficRule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Serves traffic with the machine as it stands, or a system of the folder, as `cimlet serve` does;
/// keeps the last pages.
final class Serves {
  private static final int KEPT = 6;
  private static final long MOST_REQUESTS = 20_000;
  private static final int MOST_PACKAGES = 1 << 14;
  private static final long SEED = 1;

  private final Workspace workspace;
  private final Map<Long, String> pages =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > KEPT;
        }
      };
  private long last;

  Serves(Workspace workspace) {
    this.workspace = workspace;
  }

  /// What is asked: words of `cimlet serve`'s options.
  ///
  /// @param system a file of the folder; empty for packages of the machine in the editor
  private record Asked(String trace, String system, int packages, Slo slo, List<Double> loads) {
    static Asked of(JsonNode json) {
      return new Asked(
          text(json, "trace", "poisson:1,requests:200"),
          text(json, "system", ""),
          (int) number("--packages", text(json, "packages", "1"), MOST_PACKAGES),
          new Slo(
              "",
              number("--slo", text(json, "ttft", "2"), 1e6),
              number("--slo", text(json, "tpot", "0.05"), 1e6)),
          Arrays.stream(text(json, "loads", "").split(",", -1))
              .filter(load -> !load.isBlank())
              .map(load -> number("--loads", load.strip(), 1e6))
              .toList());
    }

    private static String text(JsonNode json, String key, String usual) {
      String text = json.path(key).asString("").strip();
      return text.isEmpty() ? usual : text;
    }

    private static double number(String option, String text, double most) {
      if (text.matches("[0-9]{0,9}(\\.[0-9]{1,9})?") && !text.isEmpty()) {
        double value = Double.parseDouble(text);
        if (value > 0 && value <= most) {
          return value;
        }
      }
      throw InvalidInputException.of(option, "must be a number above 0, got " + text);
    }
  }

  /// Serves, and keeps the page.
  ///
  /// @param baselines as they are found
  /// @return the page's number, and what answers the same on the command line
  /// @throws InvalidInputException with everything that is wrong
  synchronized ObjectNode serve(
      JsonNode json,
      Question question,
      NetworkSpec network,
      MachineFile machine,
      String file,
      String... baselines) {
    Asked asked = Asked.of(json);
    Traffic traffic = TrafficRule.parse(found(asked.trace()), SEED);
    if (traffic.facts().requests() > MOST_REQUESTS) {
      throw InvalidInputException.of(
          "TRACE",
          "must be at most %s requests here, got %s; run cimlet serve"
              .formatted(MOST_REQUESTS, traffic.facts().requests()));
    }
    long start = System.nanoTime();
    List<SystemSpec> systems = new ArrayList<>();
    List<Slo> slos = List.of(asked.slo());
    Prices prices = Prices.USUAL;
    if (asked.system().isEmpty()) {
      systems.add(
          SystemSpec.packages(
              machine,
              asked.packages(),
              question.storage(),
              Parallelism.parse(question.mapping(), 0),
              question.batch(),
              question.prefillChunk()));
    } else {
      String name = workspace.found(asked.system()).toString();
      References.judge(workspace, name, workspace.read(asked.system()));
      SystemFile read = SystemReader.read(name);
      systems.add(read.system());
      prices = read.prices();
    }
    for (String baseline : baselines) {
      BaselineSpec.parse(baseline)
          .forEach(gpus -> systems.add(SystemSpec.gpus(gpus, 1, question.storage())));
    }
    ServeJob job = new ServeJob(network, traffic, systems, slos, prices, 0, asked.loads(), 0, 0, 1);
    pages.put(++last, ServeHtml.of(Serving.run(job, Progress.NONE, Serving.RequestLog.NONE)));
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("id", last).put("ms", (System.nanoTime() - start) / 1_000_000);
    return root.put("command", "./" + command(asked, question, file));
  }

  /// A page that was made.
  ///
  /// @throws InvalidInputException where it is no longer kept
  synchronized String page(long id) {
    String page = pages.get(id);
    if (page == null) {
      throw InvalidInputException.of(
          "result", "must be one of the last %s, got %s; serve again".formatted(KEPT, id));
    }
    return page;
  }

  /// A rule stays but for the file it may name; anything else is a file of the folder.
  private String found(String trace) {
    if (!trace.startsWith("poisson:") && !trace.startsWith("concurrency:")) {
      return workspace.found(trace).toString();
    }
    return Arrays.stream(trace.split(",", -1))
        .map(item ->
            item.startsWith("lengths:")
                ? "lengths:" + workspace.found(item.substring("lengths:".length()))
                : item)
        .collect(Collectors.joining(","));
  }

  private static String command(Asked asked, Question question, String file) {
    List<String> words =
        new ArrayList<>(List.of("cimlet", "serve", asked.trace(), "--network", question.network()));
    if (asked.system().isEmpty()) {
      words.addAll(List.of("--machine", file, "--packages", "" + asked.packages()));
      words.addAll(List.of("--weights", question.weights(), "--compress", question.compress()));
      words.addAll(List.of("--mapping", question.mapping(), "--batch", "" + question.batch()));
      words.addAll(List.of("--prefill-chunk", "" + question.prefillChunk()));
    } else {
      words.addAll(List.of("--system", asked.system()));
    }
    words.add("--slo");
    words.add("ttft=%s,tpot=%s".formatted(asked.slo().ttftS(), asked.slo().tpotS()));
    if (!asked.loads().isEmpty()) {
      words.add("--loads");
      words.add(asked.loads().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    words.addAll(List.of("--baseline", question.baselines()));
    return Question.line(words);
  }
}
