package org.cimlet.studio;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Sha256;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.report.JsonReport;
import org.cimlet.report.Origin;
import org.cimlet.report.SavedResult;
import org.cimlet.report.html.HtmlReport;
import org.cimlet.report.html.compare.CompareHtml;
import org.cimlet.run.Candidate;
import org.cimlet.run.Comparison;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.cimlet.tensor.file.SingleFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Runs jobs and keeps the last results for their reports: in closed form one at a time, by events
/// one at a time, neither waiting for the other.
final class Answers {
  private static final int KEPT = 24;
  private static final int MOST_COMPARED = 12;

  private final Workspace workspace;
  private final String version;
  private final Serves serves;
  private final Runner closedForm = new Runner();
  private final Runner events = new Runner();
  private final Map<String, NetworkSpec> networks = new LinkedHashMap<>();
  private final Map<Long, Kept> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Kept> eldest) {
          return size() > KEPT;
        }
      };
  private long last;

  /// A result with how it was made.
  private record Kept(Result result, Origin origin) {}

  Answers(Workspace workspace, String version) {
    this.workspace = workspace;
    this.version = version;
    this.serves = new Serves(workspace);
  }

  /// Runs a usual job, so that the first question finds everything ready.
  void warm() {
    run(Job.of("llama-2-7b", MachineReader.presets().getFirst()).build());
  }

  /// Who runs such jobs, and is locked while one runs.
  Runner runner(Engine engine) {
    return engine instanceof Engine.Events ? events : closedForm;
  }

  private Result run(Job job) {
    Runner runner = runner(job.engine());
    synchronized (runner) {
      return runner.run(job);
    }
  }

  /// Answers a question.
  ///
  /// @return the result as `cimlet run --json` has it, its number, the command, the time it took
  /// @throws InvalidInputException with everything that is wrong, where it stands
  ObjectNode answer(Question question) {
    long start = System.nanoTime();
    Job job = question.job(network(question.network()), machine(question), baselines(question));
    Result result = run(job);
    String file = named(question);
    Origin origin =
        new Origin(
            version,
            System.getProperty("cimlet.commit", "unknown"),
            question.command(file),
            List.of(
                new Origin.Input("network", question.network(), ""),
                new Origin.Input(
                    "machine", file, isShipped(question) ? "" : Sha256.hex(question.machine()))));
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("id", keep(new Kept(result, origin)));
    root.put("command", "./" + origin.command());
    root.set("result", JsonReport.tree(result, origin));
    root.put("ms", (System.nanoTime() - start) / 1_000_000);
    return root;
  }

  private synchronized long keep(Kept answered) {
    kept.put(++last, answered);
    return last;
  }

  private MachineFile machine(Question question) {
    if (isShipped(question)) {
      return MachineReader.open(question.name());
    }
    String file = workspace.root().resolve(fileName(question.name())).toString();
    References.judge(workspace, file, question.machine());
    return MachineReader.parse(file, question.machine());
  }

  private static boolean isShipped(Question question) {
    return MachineReader.presets().contains(question.name())
        && MachineReader.text(question.name()).equals(question.machine());
  }

  /// A shipped machine that was changed becomes a file of its name.
  private static String fileName(String name) {
    return MachineReader.presets().contains(name) ? name + ".yaml" : name;
  }

  /// What the command calls the machine; another folder than the studio's takes its own path.
  private static String named(Question question) {
    return isShipped(question) ? question.name() : "./" + fileName(question.name());
  }

  private synchronized NetworkSpec network(String name) {
    if (NetworkReader.presets().contains(name)) {
      return networks.computeIfAbsent(name, NetworkReader::read);
    }
    Path path = workspace.found(name);
    if (!SingleFile.isNamed(path)) {
      return NetworkReader.read(path.toString());
    }
    try (SingleFile file = SingleFile.open(path)) {
      return file.network();
    }
  }

  /// Shipped names stay; files are those of the folder.
  private String[] baselines(Question question) {
    return Arrays.stream(question.baselines().split(",", -1))
        .map(this::baseline)
        .toArray(String[]::new);
  }

  private String baseline(String text) {
    String name = text.split(":", 2)[0].strip();
    if (name.equals("none")
        || GpuReader.presets().contains(name)
        || MachineReader.presets().contains(name)
        || !(name.contains("/") || name.contains("."))) {
      return text;
    }
    String file = workspace.found(name).toString();
    References.judge(workspace, file, workspace.read(name));
    return file + text.substring(name.length());
  }

  /// Serves traffic with what a question says; see [Serves].
  ObjectNode served(JsonNode json) {
    Question question = Question.of(json);
    return serves.serve(
        json,
        question,
        network(question.network()),
        machine(question),
        named(question),
        baselines(question));
  }

  /// The page of what was served.
  String servedPage(long id) {
    return serves.page(id);
  }

  /// The report of a result.
  ///
  /// @throws InvalidInputException where it is no longer kept
  String html(long id) {
    Kept found = kept(id);
    return HtmlReport.of(found.result(), found.origin());
  }

  /// A result as `cimlet run --json` writes it.
  ///
  /// @throws InvalidInputException where it is no longer kept
  String json(long id) {
    Kept found = kept(id);
    return JsonReport.of(found.result(), found.origin());
  }

  /// Several results, what differs first.
  ///
  /// @param ids numbers of results, and files that `cimlet run --json` wrote, with commas between
  /// @throws InvalidInputException where there are fewer than two, or one is not there
  String compared(String ids) {
    String[] asked = ids.split(",", -1);
    if (asked.length < 2 || asked.length > MOST_COMPARED) {
      throw InvalidInputException.of("ids", "must be two to twelve results, got " + ids);
    }
    List<Candidate> found = new ArrayList<>();
    List<String> commands = new ArrayList<>();
    for (String id : asked) {
      if (id.matches("[0-9]{1,9}")) {
        Kept kept = kept(Long.parseLong(id));
        found.add(candidate(kept));
        commands.add(kept.origin().command());
      } else {
        Candidate saved = SavedResult.read(workspace.found(id));
        found.add(
            saved.named(
                "%s, batch %s (%s)".formatted(saved.name(), saved.conditions().batch(), id)));
        commands.add(id);
      }
    }
    return CompareHtml.of(new Comparison(found), String.join("; ", commands));
  }

  /// A system by what it is pinned for: its machine, changed or not, and the batch.
  private static Candidate candidate(Kept one) {
    Candidate candidate = Candidate.of(one.result());
    boolean isShipped = one.origin().inputs().getLast().sha256().isEmpty();
    return candidate.named(
        "%s%s, batch %s"
            .formatted(
                candidate.name(),
                isShipped ? "" : " changed",
                one.result().plan().scenario().batch()));
  }

  private synchronized Kept kept(long id) {
    Kept found = kept.get(id);
    if (found == null) {
      throw InvalidInputException.of(
          "result", "must be one of the last %s, got %s; run it again".formatted(KEPT, id));
    }
    return found;
  }
}
