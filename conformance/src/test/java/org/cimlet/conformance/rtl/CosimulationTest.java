package org.cimlet.conformance.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.execute.macro.MacroActions;
import org.cimlet.execute.macro.PlacedLinears;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.products.LinearProducts;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.network.read.ShippedNetwork;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.machine.Macro;
import org.cimlet.plan.program.Packing;
import org.cimlet.rtl.Origin;
import org.cimlet.rtl.RtlFolder;
import org.cimlet.rtl.RtlJob;
import org.cimlet.rtl.folder.Cycles;
import org.cimlet.rtl.folder.GoldenVectors;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.tensor.WeightMatrix;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A layer of the network that ships runs through the emitted edge in Verilator: the sums that the
/// machine's macros made in `execute`, to the last integer, and as many rows.
class CosimulationTest {
  private static final String MACHINE = "comb-200mb-16";
  private static final int LARGEST = 127;

  /// Inputs of the first layer's queries, keys and values, as floats, with the linears.
  private static final class Recorder {
    private final List<WeightMatrix> linears = new ArrayList<>();
    private float[] in = new float[0];
    private int tokens;

    Arithmetic around(Arithmetic inner) {
      return (layer, stage, weighted) -> {
        LinearProducts products = inner.products(layer, stage, weighted);
        return layer == 0 && stage == Stage.QUERY_KEY_VALUE ? kept(products, weighted) : products;
      };
    }

    private LinearProducts kept(LinearProducts inner, List<WeightedLinear> weighted) {
      for (WeightedLinear linear : weighted) {
        if (linear.weights() instanceof LinearWeights.Integers(WeightMatrix matrix)) {
          linears.add(matrix);
        }
      }
      return new LinearProducts() {
        @Override
        public int inputs() {
          return inner.inputs();
        }

        @Override
        public int outputs() {
          return inner.outputs();
        }

        @Override
        public void multiply(float[] floats, int count, float[] out) {
          in = Arrays.copyOf(floats, count * inputs());
          tokens = count;
          inner.multiply(floats, count, out);
        }
      };
    }

    /// As `docs/format.md` says: over the largest magnitude, times 127, rounded half to even.
    List<byte[]> integers() {
      int size = in.length / tokens;
      List<byte[]> all = new ArrayList<>();
      for (int token = 0; token < tokens; token++) {
        float[] own = Arrays.copyOfRange(in, token * size, (token + 1) * size);
        float largest = 0;
        for (float value : own) {
          largest = Math.max(largest, Math.abs(value));
        }
        byte[] integers = new byte[size];
        for (int i = 0; i < size; i++) {
          integers[i] = (byte) Math.rint((double) own[i] / (largest / LARGEST));
        }
        all.add(integers);
      }
      return all;
    }
  }

  @Test
  void a_layer_of_the_demo_runs_through_the_emitted_edge(@TempDir Path folder)
      throws IOException, InterruptedException {
    for (String tool : List.of("make", "verilator", "g++")) {
      Assumptions.assumeTrue(isThere(tool), () -> "needs " + tool);
    }
    Path network = Files.createDirectory(folder.resolve("network"));
    ShippedNetwork.unpack("demo", network);
    Recorder recorder = new Recorder();
    try (NetworkFile file = NetworkFile.open(network)) {
      Transformer transformer =
          new Transformer(file.network(), recorder.around(Arithmetic.stored()));
      KvCache cache = new KvCache(file.network().architecture(), 4);
      transformer.read(cache, 72, 105, 32);
      Plan plan =
          new Compiler(
                  NetworkReader.read(network.toString()),
                  new WeightStorage(new Packing(8, 8, 32), Packing.dense(8)))
              .compile(MachineReader.read(MACHINE), new Scenario(1, 1, 1, 1));
      PlacedLinears placed = new PlacedLinears(plan, 0, 0, recorder.linears);
      List<byte[]> x = recorder.integers();
      List<int[]> sums = placed.multiply(x);
      assertThat(recorder.linears).hasSize(3);
      assertThat(x).hasSize(3);
      int outputs = sums.getFirst().length;
      String bench = bench(folder, plan, recorder.linears, x, sums);
      MacroActions actions = placed.actions();
      // 128 inputs in rows of 8 of 32: four rows an output
      assertThat(actions.rowReads()).isEqualTo(3L * outputs * 4);
      assertThat(actions.maskDecodes()).isEqualTo(actions.rowReads());
      // each row is looked at: whether a sum stands, and the last ones' sums
      assertThat(bench)
          .contains(
              "%s passed, 0 failed, %s clocks with a row"
                  .formatted(actions.rowReads(), actions.rowReads()));
    }
  }

  /// The linears one after the other through one edge.
  private static String bench(
      Path folder, Plan plan, List<WeightMatrix> linears, List<byte[]> x, List<int[]> sums)
      throws IOException, InterruptedException {
    Macro macro = plan.machine().chiplet().macro();
    Design design =
        new Design(
            32,
            8,
            macro.inputsPerRow(),
            macro.rows(),
            macro.weightBits(),
            macro.inputBits(),
            macro.accumulatorBits(),
            2);
    List<Cycles> parts = new ArrayList<>();
    int first = 0;
    for (WeightMatrix linear : linears) {
      int from = first;
      List<int[]> its =
          sums.stream().map(all -> Arrays.copyOfRange(all, from, from + linear.outputs())).toList();
      parts.add(GoldenVectors.of(design, linear, x, its));
      first += linear.outputs();
    }
    RtlJob job =
        new RtlJob(
            Part.MACRO_EDGE, design, false, 1, new Origin(MACHINE, "0", "0.1.0", 500e6), List.of());
    Path out = folder.resolve("edge");
    for (Map.Entry<String, String> file :
        RtlFolder.files(job, Cycles.together(parts), null).entrySet()) {
      Path path = out.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, file.getValue());
    }
    Process process =
        new ProcessBuilder("make", "-s", "verilate", "COUNT=1000", "OPTIMIZE=-O0")
            .directory(out.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  private static boolean isThere(String tool) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
  }
}
