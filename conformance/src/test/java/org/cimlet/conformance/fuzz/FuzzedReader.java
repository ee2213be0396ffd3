package org.cimlet.conformance.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.explore.space.SpaceReader;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.process.ProcessReader;
import org.cimlet.machine.substrate.SubstrateReader;
import org.cimlet.machine.timeloop.TimeloopImport;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.network.read.SpansReader;
import org.cimlet.report.JsonReport;
import org.cimlet.report.SavedResult;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.cimlet.serve.system.SystemReader;
import org.cimlet.serve.traffic.TraceReader;
import org.cimlet.technology.liberty.StandardCells;
import org.cimlet.tensor.file.GgufFile;
import org.cimlet.tensor.file.Tensor;
import org.cimlet.tensor.file.TensorFile;
import org.cimlet.tensor.tokenizer.Tokenizer;

/// A reader of files that users write or fetch, with files to begin from.
enum FuzzedReader {
  CONFIG("config.json", true) {
    @Override
    void read(Path file) {
      NetworkReader.read(file.toString());
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return Stream.concat(
          files(root.resolve("network/src/main/resources/org/cimlet/network/presets"), ".json"),
          files(root.resolve("../shared/data"), "config.json"));
    }
  },
  MACHINE("machine.yaml", true) {
    @Override
    void read(Path file) {
      MachineReader.read(file.toString());
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return files(root.resolve("machine/src/main/resources/org/cimlet/machine/presets"), ".yaml");
    }
  },
  /// What a run prints of a network.
  RUN_CONFIG("config.json", true) {
    @Override
    void read(Path file) throws IOException {
      Printed.run(file.toString(), "comb-200mb-36", "h100", file);
    }

    @Override
    List<byte[]> written() {
      return List.of(SmallNetwork.packed("config.json"));
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return CONFIG.seeds(root);
    }
  },
  /// What a run prints of a machine.
  RUN_MACHINE("machine.yaml", true) {
    @Override
    void read(Path file) throws IOException {
      Printed.run("stories260k", file.toString(), "h100", file);
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return MACHINE.seeds(root);
    }
  },
  /// What a run prints beside a GPU.
  RUN_GPU("gpu.yaml", true) {
    @Override
    void read(Path file) throws IOException {
      Printed.run("stories260k", "comb-200mb-36", file.toString(), file);
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return GPU.seeds(root);
    }
  },
  /// A result that was written before, and one beside it.
  RESULT("result.json", true) {
    @Override
    void read(Path file) {
      SavedResult.read(file);
    }

    @Override
    List<byte[]> written() {
      return List.of(
          utf8(
              JsonReport.of(
                  new Runner()
                      .run(
                          Job.of("stories260k", "comb-200mb-16")
                              .context(64)
                              .uncertainty(20)
                              .baselines("h100")
                              .build()))));
    }
  },
  GPU("gpu.yaml", true) {
    @Override
    void read(Path file) {
      GpuReader.read(file.toString());
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return files(
          root.resolve("machine/src/main/resources/org/cimlet/machine/gpu/presets"), ".yaml");
    }
  },
  PROCESS("process.yaml", true) {
    @Override
    void read(Path file) {
      ProcessReader.read(file.toString());
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return files(
          root.resolve("machine/src/main/resources/org/cimlet/machine/process/presets"), ".yaml");
    }
  },
  SUBSTRATE("substrate.yaml", true) {
    @Override
    void read(Path file) {
      SubstrateReader.read(file.toString());
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return files(
          root.resolve("machine/src/main/resources/org/cimlet/machine/substrate/presets"), ".yaml");
    }
  },
  SPANS("spans.yaml", true) {
    @Override
    void read(Path file) {
      SpansReader.read("--span", file.toString(), NetworkReader.read("demo"));
    }

    @Override
    List<byte[]> written() {
      StringBuilder spans = new StringBuilder("schema: cimlet.spans/1\nlayers:\n");
      for (NetworkSpec.Layer layer : NetworkReader.read("demo").layers()) {
        spans.append("  - [16").append(", 64".repeat(layer.attention().heads() - 1)).append("]\n");
      }
      return List.of(utf8(spans.toString()));
    }
  },
  SPACE("space.yaml", true) {
    @Override
    void read(Path file) throws IOException {
      SpaceReader.parse(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return files(
          root.resolve("explore/src/main/resources/org/cimlet/explore/space/presets"), ".yaml");
    }
  },
  TRACE("trace", true) {
    @Override
    void read(Path file) {
      TraceReader.read(file.toString());
    }

    @Override
    List<byte[]> written() {
      return SmallTraces.WITH_TIMES.stream().map(FuzzedReader::utf8).toList();
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return files(root.resolve("../shared/data/traces"), ".csv");
    }
  },
  LENGTHS("trace", true) {
    @Override
    void read(Path file) {
      TraceReader.lengths(file.toString(), String::length);
    }

    @Override
    List<byte[]> written() {
      return Stream.concat(SmallTraces.WITH_TIMES.stream(), SmallTraces.WITHOUT.stream())
          .map(FuzzedReader::utf8)
          .toList();
    }
  },
  SYSTEM("system.yaml", true) {
    @Override
    void read(Path file) {
      SystemReader.read(file.toString());
    }

    @Override
    List<byte[]> written() {
      return List.of(
          utf8(
              """
              schema: cimlet.serve/1
              name: prompts on GPUs
              network: llama-3.1-8b
              pools:
                prefill: {role: prefill, gpu: "h100:weights=bf16,tp=1", count: 2}
                decode: {role: decode, machine: comb-200mb-36-aim-36, compress: "8:32", count: 3}
              routing: prefix_affinity
              kv: {admit: reserve, prefix_cache: false, block_tokens: 32}
              handover: {gbit_s: 800, latency_us: 3}
              slo: {all: {ttft_s: 1, tpot_ms: 30}, batch: {ttft_s: 60, tpot_ms: 500}}
              prices: {years: 4}
              """));
    }
  },
  TOKENIZER("tokenizer.json", true) {
    @Override
    void read(Path file) {
      Tokenizer tokenizer = Tokenizer.open(file.getParent());
      tokenizer.decode(tokenizer.encode("Hello, wörld 42"));
    }

    @Override
    Stream<Path> seeds(Path root) {
      return Stream.of(
          root.resolve(
              "network/src/main/resources/org/cimlet/network/presets/demo/tokenizer.json"));
    }

    @Override
    List<byte[]> written() {
      return SmallTokenizers.all().stream().map(FuzzedReader::utf8).toList();
    }
  },
  SAFETENSORS("model.safetensors", false) {
    @Override
    void read(Path file) {
      try (TensorFile tensors = TensorFile.open(file)) {
        readAll(tensors);
      }
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return files(root.resolve("tensor/src/test/resources/fuzz"), "safetensors.zip");
    }

    @Override
    List<byte[]> written() {
      String header =
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
              + "\"b\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[16,24]}}";
      byte[] file = new byte[8 + header.length() + 24];
      file[0] = (byte) header.length();
      System.arraycopy(utf8(header), 0, file, 8, header.length());
      return List.of(file);
    }
  },
  /// The description of a packed network, its tensors beside it.
  PACKED("config.json", true) {
    @Override
    void read(Path file) {
      SmallNetwork.run(file.getParent());
    }

    @Override
    List<byte[]> written() {
      return List.of(SmallNetwork.packed("config.json"));
    }

    @Override
    void prepare(Path root, Path folder) throws IOException {
      Files.write(folder.resolve("model.safetensors"), SmallNetwork.packed("model.safetensors"));
    }
  },
  /// The tensors of a packed network, their description beside them.
  PACKED_TENSORS("model.safetensors", false) {
    @Override
    void read(Path file) {
      SmallNetwork.run(file.getParent());
    }

    @Override
    List<byte[]> written() {
      return List.of(SmallNetwork.packed("model.safetensors"));
    }

    @Override
    void prepare(Path root, Path folder) throws IOException {
      Files.write(folder.resolve("config.json"), SmallNetwork.packed("config.json"));
    }
  },
  SHARDS("model.safetensors.index.json", true) {
    @Override
    void read(Path file) {
      try (TensorFile tensors = TensorFile.open(file.getParent())) {
        readAll(tensors);
      }
    }

    @Override
    List<byte[]> written() {
      return List.of(
          utf8(
              """
              {"metadata": {"total_size": 24},
               "weight_map": {"a": "model-00001-of-00001.safetensors",
                "b": "model-00001-of-00001.safetensors"}}
              """));
    }

    @Override
    void prepare(Path root, Path folder) throws IOException {
      Files.write(
          folder.resolve("model-00001-of-00001.safetensors"), SAFETENSORS.written().getFirst());
    }
  },
  TIMELOOP("edge.arch.yaml", true) {
    @Override
    void read(Path file) {
      TimeloopImport.read(
          new TimeloopImport.Request(
              List.of(file, file.resolveSibling("edge.ert.yaml")),
              "comb-200mb-36",
              "mine",
              "",
              Set.of()),
          "mine.yaml");
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return files(root.resolve("docs/examples/timeloop"), ".arch.yaml");
    }

    @Override
    void prepare(Path root, Path folder) throws IOException {
      Files.copy(
          root.resolve("docs/examples/timeloop/edge-chip.ert.yaml"),
          folder.resolve("edge.ert.yaml"));
    }
  },
  LIBERTY("cells.lib", true) {
    @Override
    void read(Path file) throws IOException {
      try {
        StandardCells.read(Files.readString(file, StandardCharsets.ISO_8859_1));
      } catch (IllegalArgumentException e) {
        throw InvalidInputException.of(file.toString(), "must be Liberty: " + e.getMessage());
      }
    }

    @Override
    List<byte[]> written() {
      return List.of(utf8(SmallLibrary.TEXT));
    }
  },
  GGUF("network.gguf", false) {
    @Override
    void read(Path file) {
      try (GgufFile gguf = GgufFile.open(file)) {
        readAll(gguf.tensors());
      }
      SmallNetwork.run(file);
    }

    @Override
    List<byte[]> written() {
      return List.of(SmallGguf.file());
    }

    @Override
    Stream<Path> seeds(Path root) throws IOException {
      return files(root.resolve("tensor/src/test/resources/fuzz"), "gguf.zip");
    }
  };

  private final String file;
  private final boolean isText;

  FuzzedReader(String file, boolean isText) {
    this.file = file;
    this.isText = isText;
  }

  /// Reads a file as a command would.
  abstract void read(Path file) throws IOException;

  /// Puts what must lie beside the file into its folder.
  void prepare(Path root, Path folder) throws IOException {}

  /// How many changed files the tests read.
  int count() {
    return name().startsWith("RUN_") ? 40 : 300;
  }

  /// Files to begin from, in the checkout or beside it.
  Stream<Path> seeds(Path root) throws IOException {
    return Stream.empty();
  }

  /// Files to begin from that are written here.
  List<byte[]> written() {
    return List.of();
  }

  /// What it is called on disk.
  String file() {
    return file;
  }

  /// Whether it is words and numbers.
  boolean isText() {
    return isText;
  }

  /// All files to begin from, none over a quarter of a megabyte.
  List<byte[]> beginnings(Path root) {
    List<byte[]> all = new ArrayList<>(written());
    try (Stream<Path> files = seeds(root)) {
      for (Path seed : files.sorted().toList()) {
        if (seed.toString().endsWith(".zip")) {
          addEntries(seed, all);
        } else if (Files.size(seed) < 1 << 18) {
          all.add(Files.readAllBytes(seed));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static void addEntries(Path zip, List<byte[]> all) throws IOException {
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
      while (entries.getNextEntry() != null) {
        all.add(entries.readAllBytes());
      }
    }
  }

  private static Stream<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList().stream();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void readAll(TensorFile tensors) {
    for (Tensor tensor : tensors.tensors()) {
      if (tensor.rows() > 0 && tensor.columns() > 0 && tensor.columns() < 1 << 20) {
        tensor.row(tensor.rows() - 1);
      }
    }
  }
}
