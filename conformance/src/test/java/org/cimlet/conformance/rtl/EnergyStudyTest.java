package org.cimlet.conformance.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Percentage;
import org.cimlet.conformance.silicon.SiliconPage;
import org.cimlet.quantity.Si;
import org.cimlet.rtl.Origin;
import org.cimlet.rtl.RtlFolder;
import org.cimlet.rtl.RtlJob;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.technology.liberty.StandardCells;
import org.cimlet.technology.logic.Adders;
import org.cimlet.technology.logic.CellLibrary;
import org.cimlet.technology.logic.Datapath;
import org.cimlet.technology.logic.Multiplier;
import org.cimlet.technology.logic.Operands;
import org.cimlet.technology.logic.SkipperGates;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What decoding, routing and multiplying take in simulations of synthesized gates, and what the
/// model's netlists take in the same cells.
class EnergyStudyTest {
  private static final Path PAGE = Path.of("../docs/studies/rtl.md");

  /// Of a row, in femtojoules: control words are in flip-flops, whose own energy does not count.
  private record Row(double decode, double route, double multiply) {}

  private static double[] recorded(Library library) throws IOException {
    try (InputStream in = EnergyStudyTest.class.getResourceAsStream("/energies.csv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String name = library.name().toLowerCase(Locale.ROOT) + ",";
      String line = text.lines().filter(row -> row.startsWith(name)).findFirst().orElseThrow();
      List<String> cells = List.of(line.split(",", -1));
      return cells.stream().skip(1).mapToDouble(Double::parseDouble).toArray();
    }
  }

  private static Row simulated(Library library, int settled) throws IOException {
    double[] all = recorded(library);
    return new Row(all[settled], all[4 + settled] - all[settled], all[8 + settled]);
  }

  private static Row modelled(Library library) {
    CellLibrary cells = library.cells().library(/* withAdders= */ false);
    SkipperGates skipper = SkipperGates.of(cells, 32, 8, 8);
    Datapath dot = new Datapath(8, 8, 8, 8, 8, Multiplier.ARRAY, Adders.COMPRESSOR, false, 32);
    // the accumulator's flip-flops: their clock, and half of them changing
    double registers = 32 * (1.5 + 0.75);
    double tree = dot.gates(cells, Operands.RANDOM, true).switched() - registers;
    double fj = cells.loadFj();
    return new Row(skipper.decoder().switched() * fj, skipper.routed() * fj, tree * fj);
  }

  /// Nothing is fitted.
  @ParameterizedTest
  @EnumSource
  void decoding_and_routing_take_their_share_of_multiplying(Library library) throws IOException {
    Row model = modelled(library);
    Row gates = simulated(library, 0);
    double decode = model.decode() / model.multiply() / (gates.decode() / gates.multiply());
    double route = model.route() / model.multiply() / (gates.route() / gates.multiply());
    assertThat(model.multiply() / gates.multiply()).isBetween(0.8, 1.2);
    assertThat(decode).isBetween(0.75, 1.25);
    assertThat(route).isBetween(0.75, 1.25);
  }

  @Test
  void the_table_is_as_the_page_says() throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        "| library | decode, route, multiply: fJ a row | without glitches | changes of a gate, tree"
            + " | shares of multiplying | without glitches | by the model | model's multiply, fJ"
            + " |");
    table.add("|---|---|---|---|---|---|---|---|");
    for (Library library : Library.values()) {
      Row gates = simulated(library, 0);
      Row settled = simulated(library, 1);
      Row model = modelled(library);
      double[] all = recorded(library);
      table.add(
          "| %s | %s | %s | %s, %s settled | %s | %s | %s | %s |"
              .formatted(
                  library.title(),
                  fj(gates),
                  fj(settled),
                  share(all[10]),
                  share(all[11]),
                  shares(gates),
                  shares(settled),
                  shares(model),
                  Si.plain(model.multiply())));
    }
    SiliconPage.holds(PAGE, "energies", table);
  }

  private static String fj(Row row) {
    return "%s, %s, %s"
        .formatted(Si.plain(row.decode()), Si.plain(row.route()), Si.plain(row.multiply()));
  }

  private static String shares(Row row) {
    return "%s, %s"
        .formatted(share(row.decode() / row.multiply()), share(row.route() / row.multiply()));
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /// An inverter and an exclusive or: two change with every change of a, one with b's.
  @Test
  void gates_change_as_their_inputs_do() {
    StandardCells cells = Library.OSU180.cells();
    String netlist =
        """
        module two(a, b, y);
          input [0:0] a;
          input b;
          output y;
          wire \\n[1] ;
          INVX1 _0_ ( .A(a[0]), .Y(\\n[1] ) );
          XOR2X1 _1_ ( .A(\\n[1] ), .B(b), .Y(y) );
        endmodule
        """;
    GateSimulation circuit = new GateSimulation(MappedNetlist.read(netlist, cells), cells);
    assertThat(circuit.get("y", 0)).isEqualTo(-1L);
    circuit.forget();
    circuit.set("a", 0, -1L);
    circuit.settle();
    assertThat(circuit.get("y", 0)).isZero();
    assertThat(circuit.toggles()).isCloseTo(2, within(1e-12));
    circuit.set("b", 0, 1L);
    circuit.settle();
    assertThat(circuit.get("y", 0)).isEqualTo(1L);
    assertThat(circuit.toggles()).isCloseTo(2 + 1.0 / 64, within(1e-12));
  }

  /// A library may charge an input that leaves the output as it is: the second of a NAND gate whose
  /// first is 0, with 3 fJ of a rise and 1 of a fall; with the first at 1, its change is the
  /// output's, which the library charges 5.
  @Test
  void inputs_take_energy_where_the_output_stays() {
    StandardCells cells =
        StandardCells.read(
            """
            library(l) {
              time_unit : "1ps"; capacitive_load_unit(1, ff); nom_voltage : 1;
              cell(N) {
                area : 1;
                pin(A) { direction : input; capacitance : 0; }
                pin(B) {
                  direction : input; capacitance : 0;
                  internal_power() { rise_power(scalar) { values("3"); } fall_power(scalar) { values("1"); } }
                }
                pin(Y) {
                  direction : output; function : "!(A B)";
                  internal_power() { rise_power(scalar) { values("5"); } fall_power(scalar) { values("5"); } }
                }
              }
            }
            """);
    String netlist =
        "module m(a, b, y); input a; input b; output y; N _0_ (.A(a), .B(b), .Y(y)); endmodule";
    GateSimulation circuit = new GateSimulation(MappedNetlist.read(netlist, cells), cells);
    circuit.forget();
    circuit.set("b", 0, -1L);
    circuit.settle();
    assertThat(circuit.fj()).isCloseTo(2, within(1e-12));
    assertThat(circuit.settledFj()).isCloseTo(2, within(1e-12));
    circuit.set("a", 0, -1L);
    circuit.settle();
    circuit.set("b", 0, 0L);
    circuit.settle();
    assertThat(circuit.fj()).isCloseTo(2 + 5 + 5, within(1e-12));
    assertThat(circuit.settledFj()).isCloseTo(2 + 5 + 5, within(1e-12));
  }

  /// The recorded figures come out again, where there is time to synthesize.
  @Test
  void recorded_energies_come_out_again(@TempDir Path folder)
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Boolean.getBoolean("rtl.full"), () -> "takes minutes: -Drtl.full=true runs it");
    StandardCells cells = Library.OSU180.cells();
    Design packed = new Design(32, 8, 8, 192, 8, 8, 32, 0);
    double[] all = recorded(Library.OSU180);
    SwitchedParts decoder =
        SwitchedParts.skipper(synthesized(folder, Part.MASK_DECODER, packed), cells);
    assertThat(decoder.fj()).isCloseTo(all[0], Percentage.withPercentage(2));
    assertThat(decoder.settledFj()).isCloseTo(all[1], Percentage.withPercentage(2));
    SwitchedParts skipper =
        SwitchedParts.skipper(
            synthesized(folder, Part.ZERO_SKIPPER, packed.withPipeline(1)), cells);
    assertThat(skipper.fj()).isCloseTo(all[4], Percentage.withPercentage(2));
    SwitchedParts tree = SwitchedParts.tree(synthesized(folder, Part.ADDER_TREE, packed), cells);
    assertThat(tree.fj()).isCloseTo(all[8], Percentage.withPercentage(2));
    assertThat(tree.toggles()).isCloseTo(all[10], Percentage.withPercentage(2));
  }

  private static String synthesized(Path folder, Part part, Design design)
      throws IOException, InterruptedException {
    Path out = folder.resolve(part.label());
    RtlJob job =
        new RtlJob(part, design, false, 10, new Origin("fudan-28nm", "0", "0", 320e6), List.of());
    for (Map.Entry<String, String> file : RtlFolder.files(job).entrySet()) {
      Path path = out.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, file.getValue());
    }
    Process process =
        new ProcessBuilder("make", "-s", "synthesize")
            .directory(out.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    return Files.readString(out.resolve("build/netlist.v"));
  }
}
