package org.cimlet.cli.serve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.cli.input.MappingOptions;
import org.cimlet.cli.input.NamedNetwork;
import org.cimlet.cli.input.Origins;
import org.cimlet.cli.input.StorageOptions;
import org.cimlet.cli.input.Vocabulary;
import org.cimlet.cli.output.JsonOption;
import org.cimlet.cli.output.Output;
import org.cimlet.cli.output.ResultFiles;
import org.cimlet.cli.progress.ProgressLines;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.machine.MachineReader;
import org.cimlet.report.Origin;
import org.cimlet.report.ServeJson;
import org.cimlet.report.html.ServeHtml;
import org.cimlet.report.terminal.ServeTerminal;
import org.cimlet.run.BaselineSpec;
import org.cimlet.serve.ServeJob;
import org.cimlet.serve.ServeResult;
import org.cimlet.serve.Serving;
import org.cimlet.serve.measure.Slo;
import org.cimlet.serve.system.Prices;
import org.cimlet.serve.system.SystemFile;
import org.cimlet.serve.system.SystemReader;
import org.cimlet.serve.system.SystemSpec;
import org.cimlet.serve.traffic.Traffic;
import org.cimlet.serve.traffic.TrafficRule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet serve`: a trace of requests, served by packages and by GPUs.
@Command(
    name = "serve",
    description = "Serve a trace of requests with packages of chiplets and with GPUs.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ServeCommand implements Callable<Integer> {
  private static final int MOST_SERVERS = 1 << 14;
  private static final Pattern PROMISE =
      Pattern.compile("(ttft|tpot)=([0-9]{1,9}(?:\\.[0-9]{1,9})?|\\.[0-9]{1,9})");

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TRACE",
      arity = "0..1",
      defaultValue = "poisson:1",
      description =
          "a trace (Azure, BurstGPT or lengths as CSV; Mooncake or our own as JSON lines),"
              + " poisson:RATE or concurrency:N, with settings after commas: in:1024, out:128,"
              + " jitter:1 (lengths are drawn from this share of in and out up),"
              + " requests:10000, lengths:FILE (default: poisson:1)")
  private String trace = "";

  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      description = "as in cimlet run (default: the system file's, or llama-2-7b)")
  private @Nullable String network;

  @Option(
      names = "--tokenizer",
      paramLabel = "F",
      description =
          "vocabulary that counts the tokens of ShareGPT's conversations (default: the network's"
              + " folder)")
  private @Nullable String tokenizer;

  @Option(
      names = "--system",
      paramLabel = "F",
      description =
          "YAML file of pools, in place of --machine; several, separated by commas, are compared")
  private List<String> systems = List.of();

  @Option(
      names = "--machine",
      paramLabel = "M",
      defaultValue = "comb-200mb-36-aim-36",
      description = "YAML file or shipped name (default: comb-200mb-36-aim-36)")
  private String machine = "";

  @Option(
      names = "--packages",
      paramLabel = "N",
      defaultValue = "1",
      description = "packages of the machine (default: 1)")
  private int packages;

  @Mixin private StorageOptions storage;

  @Mixin private MappingOptions mapping;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "64",
      description = "sequences for which an automatic mapping is chosen (default: 64)")
  private int batch;

  @Option(
      names = "--prefill-chunk",
      paramLabel = "N",
      defaultValue = "16",
      description = "tokens of a prompt that set out together in a package (default: 16)")
  private int chunk;

  @Option(
      names = "--baseline",
      paramLabel = "GPU[:KEY=VALUE,...]",
      defaultValue = "h100",
      description =
          "GPUs that serve the same trace, as in cimlet run, or none; scheduled by vLLM v1's rule"
              + " (default: h100)")
  private List<String> baselines = List.of();

  @Option(
      names = "--groups",
      paramLabel = "N",
      defaultValue = "1",
      description = "groups of GPUs, each with the whole network (default: 1)")
  private int groups;

  @Option(
      names = "--slo",
      paramLabel = "T",
      description =
          "what counts as served in time, like ttft=2,tpot=0.05 in seconds (default: the system"
              + " file's, or that)")
  private @Nullable String slo;

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "multiple of the trace's rate at which requests come (default: 1)")
  private double scale;

  @Option(
      names = "--loads",
      paramLabel = "X,...",
      split = ",",
      description = "multiples of the rate at which systems are compared, like 0.5,1,2,4")
  private List<Double> loads = List.of();

  @Option(
      names = "--size",
      paramLabel = "SHARE",
      arity = "0..1",
      fallbackValue = "0.99",
      description = "find the fewest servers for a share served in time (default: 0.99)")
  private @Nullable Double size;

  @Option(
      names = "--warm-up",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "share of the requests, the first ones, left out of latencies (default: 0)")
  private double warmUp;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of traffic made by chance (default: 1)")
  private long seed;

  @Mixin private JsonOption json;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "write a report with plots, one self-contained file")
  private @Nullable String html;

  @Mixin private RequestOutputs requests;

  @Option(
      names = "--uncertainty",
      paramLabel = "N",
      arity = "0..1",
      fallbackValue = "20",
      description =
          "serve the same requests with N samples of every system, its numbers drawn within their"
              + " ranges (default: 20)")
  private @Nullable Integer uncertainty;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads; results do not depend on them (default: all processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json-schema", description = "print the JSON Schema of the result and exit")
  private boolean schema;

  /// Made by picocli.
  public ServeCommand() {}

  @Override
  public Integer call() {
    Output output = new Output(spec.commandLine().getOut());
    if (schema) {
      output.print(ServeJson.schema());
      return 0;
    }
    ResultFiles files =
        requests
            .addTo(new ResultFiles().add("--json", json.file().orElse(null)).add("--html", html))
            .checked(spec.root().commandLine().getParseResult().originalArgs());
    ServeJob job = job();
    try (ProgressLines progress = new ProgressLines(spec.commandLine().getErr())) {
      ServeResult result = requests.run(job, output, log -> Serving.run(job, progress, log));
      progress.erase();
      json.write(output, () -> ServeJson.of(result, origin()));
      if (html != null) {
        output.write("--html", html, ServeHtml.of(result, origin()));
      }
      if (!files.takeTerminal()) {
        output.print(ServeTerminal.of(result, Output.ink()) + files.written());
      }
    }
    return 0;
  }

  private Origin origin() {
    List<SystemFile> read = systems.stream().flatMap(ServeCommand::files).toList();
    List<String> names = new ArrayList<>(List.of(trace, machine));
    systems.forEach(system -> names.addAll(List.of(system.split(",", -1))));
    return Origins.of(
        spec.root().commandLine().getParseResult().originalArgs(), networkName(read), names);
  }

  private ServeJob job() {
    checked("--scale", scale);
    loads.forEach(load -> checked("--loads", load));
    List<SystemFile> files = systems.stream().flatMap(ServeCommand::files).toList();
    String name = networkName(files);
    Traffic traffic = TrafficRule.parse(trace, seed, new Vocabulary(name, tokenizer));
    if (traffic.facts().requestsPerS() == 0 && (scale != 1 || !loads.isEmpty() || size != null)) {
      throw InvalidInputException.of(
          size != null ? "--size" : scale != 1 ? "--scale" : "--loads",
          "must be left out where requests come as others end or all at once, got %s"
              .formatted(traffic.name()));
    }
    NamedNetwork named = NamedNetwork.of(name);
    List<SystemSpec> all = new ArrayList<>();
    if (files.isEmpty()) {
      all.add(packages(named));
    }
    files.forEach(file -> all.add(file.system()));
    baselines.stream()
        .flatMap(text -> BaselineSpec.parse(text).stream())
        .forEach(gpus -> all.add(SystemSpec.gpus(gpus, count("--groups", groups), weights(named))));
    return new ServeJob(
        named.network(),
        traffic.scaled(scale),
        all,
        slos(files),
        files.isEmpty() ? Prices.USUAL : files.getFirst().prices(),
        share("--warm-up", warmUp, 0, 0.99),
        loads,
        size == null ? 0 : share("--size", size, 0.01, 1),
        samples(),
        count("--threads", threads));
  }

  private static Stream<SystemFile> files(String names) {
    return Arrays.stream(names.split(",", -1)).map(SystemReader::read);
  }

  private String networkName(List<SystemFile> files) {
    String asked = network;
    for (SystemFile file : files) {
      String own = file.network();
      if (asked == null) {
        asked = own;
      } else if (own != null && !own.equals(asked)) {
        throw InvalidInputException.of(
            "--network", "must be one for all systems, got %s and %s".formatted(asked, own));
      }
    }
    return asked == null ? "llama-2-7b" : asked;
  }

  private SystemSpec packages(NamedNetwork named) {
    return SystemSpec.packages(
        MachineReader.open(machine),
        count("--packages", packages),
        weights(named),
        mapping.mapping(),
        count("--batch", batch),
        count("--prefill-chunk", chunk));
  }

  /// As the packages store them; with a system file, which says it for each pool, 16 bits.
  private WeightStorage weights(NamedNetwork named) {
    return systems.isEmpty()
        ? storage.storage(
            named.stored(),
            () -> Compiler.machine(MachineReader.open(machine).machine()).chiplet().macro())
        : WeightStorage.dense(16);
  }

  private List<Slo> slos(List<SystemFile> files) {
    if (slo != null) {
      return List.of(slo(slo));
    }
    return files.stream()
        .map(SystemFile::slos)
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse(List.of(Slo.USUAL));
  }

  private static Slo slo(String text) {
    double ttft = Slo.USUAL.ttftS();
    double tpot = Slo.USUAL.tpotS();
    Set<String> given = new HashSet<>();
    for (String item : text.split(",", -1)) {
      Matcher promise = PROMISE.matcher(item);
      if (!promise.matches() || !given.add(promise.group(1))) {
        throw InvalidInputException.of(
            "--slo", "must be ttft=SECONDS,tpot=SECONDS, each once, got '%s'".formatted(text));
      }
      double seconds = checked("--slo", Double.parseDouble(promise.group(2)));
      if (promise.group(1).equals("ttft")) {
        ttft = seconds;
      } else {
        tpot = seconds;
      }
    }
    return new Slo("", ttft, tpot);
  }

  private int samples() {
    Integer asked = uncertainty;
    if (asked != null && (asked < 2 || asked > 10_000)) {
      throw InvalidInputException.of(
          "--uncertainty", "must be a number of samples from 2 to 10,000, got " + asked);
    }
    return asked == null ? 0 : asked;
  }

  private static int count(String option, int value) {
    if (value < 1 || value > MOST_SERVERS) {
      throw InvalidInputException.of(
          option, "must be from 1 to %s, got %s".formatted(MOST_SERVERS, value));
    }
    return value;
  }

  private static double share(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw InvalidInputException.of(
          option, "must be a share from %s to %s, got %s".formatted(least, most, value));
    }
    return value;
  }

  private static double checked(String option, double value) {
    if (!(value >= 1e-6 && value <= 1e6)) {
      throw InvalidInputException.of(
          option, "must be a number from 0.000001 to 1,000,000, got " + value);
    }
    return value;
  }
}
