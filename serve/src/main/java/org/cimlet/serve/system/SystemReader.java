package org.cimlet.serve.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.Diagnostics;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.document.Keys;
import org.cimlet.machine.MachineReader;
import org.cimlet.plan.program.Packing;
import org.cimlet.run.BaselineSpec;
import org.cimlet.serve.engine.FleetSpec;
import org.cimlet.serve.engine.KvSpec;
import org.cimlet.serve.engine.Pool;
import org.cimlet.serve.engine.StepPolicy;
import org.cimlet.serve.measure.Slo;
import tools.jackson.databind.node.ObjectNode;

/// Reads systems from YAML.
public final class SystemReader {
  private static final String SCHEMA = "cimlet.serve/1";
  private static final int MOST_SERVERS = 1 << 14;
  private static final String READER = "a system";

  private final Document document;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Keys root;

  private SystemReader(Document document) {
    this.document = document;
    root = Keys.of(document, diagnostics);
  }

  /// Reads a file.
  ///
  /// @throws InvalidInputException with everything that is wrong
  public static SystemFile read(String file) {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      throw InvalidInputException.of(
          "--system", "must name a .yaml file of a system, got '%s'".formatted(file));
    }
    return new SystemReader(Document.read(path)).read();
  }

  /// Reads a text.
  ///
  /// @param fileName what diagnostics call it
  static SystemFile parse(String fileName, String yaml) {
    return new SystemReader(Document.parse(fileName, yaml, Document.Format.YAML)).read();
  }

  private SystemFile read() {
    String schema = root.word("schema").orElse("");
    if (!schema.equals(SCHEMA)) {
      root.report("schema", "must be %s, got %s".formatted(SCHEMA, root.shown("schema")));
    }
    Optional<String> network = root.word("network");
    String name = root.word("name").orElse(document.fileName());
    Keys pools = root.within("pools", "name pools, such as decode: {machine: comb-200mb-36}");
    List<PoolSpec> read = new ArrayList<>();
    for (String pool : names("pools")) {
      pools.find(pool).ifPresent(keys -> read.add(pool(pool, keys)));
    }
    pools.reportUnknown(READER);
    checkRoles(read);
    FleetSpec.Routing routing =
        root.has("routing")
            ? root.oneOf("routing", FleetSpec.Routing.LEAST_KV)
            : FleetSpec.Routing.LEAST_KV;
    Optional<Keys> kv = root.find("kv");
    KvSpec.Admit admit =
        kv.filter(keys -> keys.has("admit"))
            .map(keys -> keys.oneOf("admit", KvSpec.Admit.GROW))
            .orElse(KvSpec.Admit.GROW);
    boolean prefixCache = kv.map(keys -> keys.flag("prefix_cache", true)).orElse(true);
    int block = kv.map(keys -> keys.optionalWhole("block_tokens", 1, 1024).orElse(16)).orElse(16);
    FleetSpec.Handover handover = handover();
    double requestMs =
        root.find("overhead")
            .map(keys -> closed(keys, keys.number("request_ms", 0, 1e6)))
            .orElse(SystemSpec.REQUEST_MS);
    List<Slo> slos = slos();
    Prices prices = prices();
    kv.ifPresent(keys -> keys.reportUnknown(READER));
    root.reportUnknown(READER);
    diagnostics.throwIfAny();
    return new SystemFile(
        network.orElse(null),
        new SystemSpec(
            name, read, routing, admit, prefixCache, Math.max(1, block), handover, requestMs),
        slos,
        prices);
  }

  private List<String> names(String key) {
    return document.root().get(key) instanceof ObjectNode object
        ? List.copyOf(object.propertyNames())
        : List.of();
  }

  private static double closed(Keys keys, double value) {
    keys.reportUnknown(READER);
    return value;
  }

  private void checkRoles(List<PoolSpec> pools) {
    boolean both = pools.stream().anyMatch(pool -> pool.role() == Pool.Role.BOTH);
    boolean reads = pools.stream().anyMatch(pool -> pool.role() == Pool.Role.PREFILL);
    boolean writes = pools.stream().anyMatch(pool -> pool.role() == Pool.Role.DECODE);
    if (both ? reads || writes : !reads || !writes) {
      root.report(
          "pools",
          "must all have the role both, or some prefill and some decode; give each its role");
    }
  }

  private PoolSpec pool(String name, Keys keys) {
    Pool.Role role = keys.has("role") ? keys.oneOf("role", Pool.Role.BOTH) : Pool.Role.BOTH;
    int count = Math.max(1, keys.optionalWhole("count", 1, MOST_SERVERS).orElse(1));
    Optional<String> machine = keys.word("machine");
    Optional<String> gpu = keys.word("gpu");
    if (machine.isPresent() == gpu.isPresent()) {
      keys.report("machine", "must be given, or gpu in its place, and not both");
      throw new InvalidInputException(diagnostics.found());
    }
    PoolSpec.Hardware hardware =
        machine.isPresent() ? machine(machine.get(), keys) : gpus(gpu.orElseThrow(), keys, role);
    keys.reportUnknown(READER);
    return new PoolSpec(name, role, count, hardware);
  }

  private PoolSpec.Hardware machine(String name, Keys keys) {
    return new PoolSpec.Hardware.Machine(
        at("machine", keys, () -> MachineReader.open(name)),
        storage(keys),
        Parallelism.parse(keys.word("mapping").orElse("auto"), 0),
        Math.max(1, keys.optionalWhole("batch", 1, 1 << 16).orElse(PoolSpec.BATCH)),
        Math.max(1, keys.optionalWhole("chunk_tokens", 1, 1 << 16).orElse(PoolSpec.CHUNK_TOKENS)),
        Math.max(
            1,
            keys.optionalWhole("sequences", 1, PoolSpec.MOST_SEQUENCES)
                .orElse(PoolSpec.MOST_SEQUENCES)));
  }

  private static WeightStorage storage(Keys keys) {
    Packing dense = Packing.dense(8);
    Optional<String> compress = keys.word("compress");
    if (compress.isEmpty() || compress.get().equals("none")) {
      return new WeightStorage(dense, dense);
    }
    if (!compress.get().matches("[0-9]{1,2}:[0-9]{1,2}")) {
      keys.report("compress", "must be none or N:M, such as 8:32, got " + keys.shown("compress"));
      return new WeightStorage(dense, dense);
    }
    int colon = compress.get().indexOf(':');
    int kept = Integer.parseInt(compress.get().substring(0, colon));
    int group = Integer.parseInt(compress.get().substring(colon + 1));
    if (kept < 1 || kept >= group || group > 64) {
      keys.report("compress", "must be N:M with 1 <= N < M <= 64, got " + keys.shown("compress"));
      return new WeightStorage(dense, dense);
    }
    return new WeightStorage(new Packing(8, kept, group), dense);
  }

  /// What a key names. What is wrong with the name is said at the key; what is wrong in the file
  /// that it names, there.
  private <T> T at(String key, Keys keys, Supplier<T> named) {
    try {
      return named.get();
    } catch (InvalidInputException e) {
      for (Diagnostic each : e.diagnostics()) {
        if (each.file().startsWith("--")) {
          keys.report(key, each.message());
        } else {
          diagnostics.add(each);
        }
      }
      throw new InvalidInputException(diagnostics.found());
    }
  }

  private PoolSpec.Hardware gpus(String text, Keys keys, Pool.Role role) {
    List<BaselineSpec> gpus = at("gpu", keys, () -> BaselineSpec.parse(text));
    if (gpus.size() != 1) {
      keys.report("gpu", "must be one GPU, such as h100:tp=2, got " + keys.shown("gpu"));
    }
    StepPolicy.Kind kind =
        keys.has("policy") ? keys.oneOf("policy", StepPolicy.Kind.MIXED) : StepPolicy.Kind.MIXED;
    if (kind == StepPolicy.Kind.STATIC && role != Pool.Role.BOTH) {
      keys.report("policy", "must be mixed or prefill_first in a pool that hands over, got static");
    }
    return new PoolSpec.Hardware.Gpus(
        gpus.isEmpty() ? BaselineSpec.parse("h100").getFirst() : gpus.getFirst(),
        WeightStorage.dense(16),
        new StepPolicy(
            kind,
            Math.max(1, keys.optionalWhole("step_tokens", 1, 1 << 20).orElse(PoolSpec.STEP_TOKENS)),
            Math.max(1, keys.optionalWhole("sequences", 1, 1 << 16).orElse(PoolSpec.SEQUENCES))),
        keys.has("memory_share") ? keys.number("memory_share", 0.05, 1) : PoolSpec.MEMORY_SHARE,
        keys.has("step_us") ? keys.number("step_us", 0, 1e6) : 0,
        keys.has("sequence_us") ? keys.number("sequence_us", 0, 1e6) : 0);
  }

  private FleetSpec.Handover handover() {
    return root.find("handover")
        .map(keys -> {
          double gbitS = keys.positive("gbit_s");
          double latencyUs = keys.has("latency_us") ? keys.number("latency_us", 0, 1e6) : 10;
          keys.reportUnknown(READER);
          return new FleetSpec.Handover(gbitS * 1e9 / 8, Math.round(latencyUs * 1e6));
        })
        .orElse(SystemSpec.LINK);
  }

  private List<Slo> slos() {
    List<Slo> slos = new ArrayList<>();
    root.find("slo")
        .ifPresent(classes -> {
          for (String name : names("slo")) {
            classes
                .find(name)
                .ifPresent(keys -> {
                  double ttftS = keys.positive("ttft_s");
                  double tpotMs = keys.positive("tpot_ms");
                  keys.reportUnknown(READER);
                  slos.add(new Slo(name.equals("all") ? "" : name, ttftS, tpotMs / 1e3));
                });
          }
          classes.reportUnknown(READER);
        });
    return slos;
  }

  private Prices prices() {
    return root.find("prices")
        .map(keys -> {
          Prices prices =
              new Prices(
                  keys.positiveOr("years", Prices.USUAL.years()),
                  keys.positiveOr("usd_per_kwh", Prices.USUAL.usdPerKwh()),
                  keys.positiveOr("pue", Prices.USUAL.pue()));
          keys.reportUnknown(READER);
          return prices;
        })
        .orElse(Prices.USUAL);
  }
}
