package org.cimlet.studio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Sha256;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.report.JsonReport;
import org.cimlet.report.Origin;
import org.cimlet.report.html.HtmlReport;
import org.cimlet.report.html.compare.CompareHtml;
import org.cimlet.run.Candidate;
import org.cimlet.run.Comparison;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Runs jobs, one at a time, and keeps the last results for their reports.
final class Answers {
  private static final int KEPT = 24;

  private final Workspace workspace;
  private final String version;
  private final Runner runner = new Runner();
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
  }

  /// Runs a usual job, so that the first question finds everything ready.
  synchronized void warm() {
    runner.run(Job.of("llama-2-7b", MachineReader.presets().getFirst()).build());
  }

  /// Answers a question.
  ///
  /// @return the result as `cimlet run --json` has it, its number, the command, the time it took
  /// @throws InvalidInputException with everything that is wrong, where it stands
  synchronized ObjectNode answer(Question question) {
    long start = System.nanoTime();
    NetworkSpec network = network(question.network());
    Result result = runner.run(question.job(network, machine(question)));
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
    kept.put(++last, new Kept(result, origin));
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("id", last);
    root.put("command", "./" + origin.command());
    root.set("result", JsonMapper.shared().readTree(JsonReport.of(result, origin)));
    root.put("ms", (System.nanoTime() - start) / 1_000_000);
    return root;
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

  private NetworkSpec network(String name) {
    NetworkSpec known = networks.get(name);
    if (known != null && NetworkReader.presets().contains(name)) {
      return known;
    }
    NetworkSpec read =
        NetworkReader.presets().contains(name)
            ? NetworkReader.read(name)
            : NetworkReader.read(workspace.found(name).toString());
    networks.put(name, read);
    return read;
  }

  /// The report of a result.
  ///
  /// @throws InvalidInputException where it is no longer kept
  synchronized String html(long id) {
    Kept found = kept(id);
    return HtmlReport.of(found.result(), found.origin());
  }

  /// A result as `cimlet run --json` writes it.
  ///
  /// @throws InvalidInputException where it is no longer kept
  synchronized String json(long id) {
    Kept found = kept(id);
    return JsonReport.of(found.result(), found.origin());
  }

  /// Several results, what differs first.
  ///
  /// @param ids their numbers with commas between them
  /// @throws InvalidInputException where there are fewer than two, or one is no longer kept
  synchronized String compared(String ids) {
    if (!ids.matches("[0-9]{1,9}(,[0-9]{1,9}){1,11}")) {
      throw InvalidInputException.of("ids", "must be two to twelve results, got " + ids);
    }
    List<Kept> found = new ArrayList<>();
    for (String id : ids.split(",", -1)) {
      found.add(kept(Long.parseLong(id)));
    }
    return CompareHtml.of(
        new Comparison(found.stream().map(Answers::candidate).toList()),
        found.stream().map(one -> one.origin().command()).collect(Collectors.joining("; ")));
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

  private Kept kept(long id) {
    Kept found = kept.get(id);
    if (found == null) {
      throw InvalidInputException.of(
          "result", "must be one of the last %s, got %s; run it again".formatted(KEPT, id));
    }
    return found;
  }
}
