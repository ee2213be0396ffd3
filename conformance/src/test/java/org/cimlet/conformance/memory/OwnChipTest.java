package org.cimlet.conformance.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A chip that Cimlet does not ship, in a user's own YAML: 20 chips of UPMEM's DRAM with a
/// processor at each bank.
class OwnChipTest {
  private static final String UPMEM =
      """
      schema: cimlet.machine/1
      name: my-upmem
      summary: 20 UPMEM chips of 8 processors, each at its bank of 64 MB
      process:
        name: 20 nm DRAM
        node_nm: {value: 20, assumed: "a guess"}
        voltage_v: {value: 1.2, assumed: "DDR4"}
      chiplet:
        macros: 8
        partial_sum_fan_in: 1
        macro:
          kind: dram_bank
          inputs_per_row: 8
          rows: 8388608
          format: int
          weight_bits: 8
          input_bits: 8
          accumulator_bits: 32
          rows_per_page: 128
          banks_per_activation: 8
          stationary: input
          buffer_words: 65536
          accumulators: 1
          timing:
            t_ccd_ns: {value: 12.05, derived: "8 B; 1.7 TB/s over 2,560 processors"}
            fill_ns: {value: 10, assumed: "from the host"}
            result_ns: {value: 10, assumed: "to the host"}
            t_rcd_ns: {value: 15, assumed: "DDR4"}
            t_rrd_ns: {value: 5, assumed: "DDR4"}
            t_faw_ns: {value: 25, assumed: "DDR4"}
            t_ras_ns: {value: 32, assumed: "DDR4"}
            t_rtp_ns: {value: 7.5, assumed: "DDR4"}
            t_rp_ns: {value: 15, assumed: "DDR4"}
            t_refi_ns: {value: 7800, assumed: "DDR4"}
            t_rfc_ns: {value: 260, assumed: "DDR4 of 4 Gbit"}
          read_fj_per_bit: {value: 500, assumed: "a guess"}
          multiply_fj: {value: 5000, assumed: "a processor's instructions"}
          activate_fj: {value: 1000000, assumed: "a guess"}
          refresh_fj: {value: 8000000, assumed: "a guess"}
        distribution_gbit_s: {value: 19.2, assumed: "a chip's share of a DIMM"}
        buffer_fj_per_bit: {value: 100, assumed: "a guess"}
        compute_mm2: {value: 10, assumed: "a guess"}
        memory_mm2: {value: 40, assumed: "a guess"}
        other_mm2: {value: 5, assumed: "a guess"}
        leakage_mw: {value: 100, assumed: "a guess"}
      topology: {kind: custom, chiplets: 20, edges: [], host_at: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]}
      links:
        chiplet:
          bandwidth_gbit_s: {value: 19.2, assumed: "not used"}
          latency_ns: {value: 100, assumed: "not used"}
          energy_fj_per_bit: {value: 10000, assumed: "not used"}
        host:
          bandwidth_gbit_s: {value: 19.2, derived: "DDR4-2400, 8 of 64 pins"}
          latency_ns: {value: 100, assumed: "a memory access"}
          energy_fj_per_bit: {value: 10000, assumed: "DDR4"}
      substrate: {kind: organic, spacing_mm: {value: 5, assumed: "a DIMM"}}
      host:
        name: a server
        compute_tops: {value: 10, assumed: "a guess"}
        compute_efficiency: {value: 0.5, assumed: "a guess"}
        dispatch_ns: {value: 500, assumed: "a guess"}
        operation_fj: {value: 10000, assumed: "a guess"}
        idle_w: {value: 90, assumed: "a guess"}
        memory:
          capacity_gb: {value: 64, assumed: "a guess"}
          bandwidth_gb_s: {value: 100, assumed: "a guess"}
          bandwidth_efficiency: {value: 0.8, assumed: "a guess"}
          energy_fj_per_bit: {value: 15000, assumed: "a guess"}
          kv_cache_bits: 8
      """;

  @Test
  void aUsersOwnChipRunsInBothEngines(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("my-upmem.yaml");
    Files.writeString(file, UPMEM);
    Plan plan =
        new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(8))
            .compile(MachineReader.read(file.toString()), new Scenario(16, 16, 1, 16));
    Estimate estimate = Estimator.estimate(plan);
    Simulation.Decode events =
        Simulator.decode(plan, SimulationOptions.measuring(4), Simulator.Progress.NONE);
    // 6.607e9 bytes through one chip after the other, 8 x 8 B each 12.05 ns, pages and refresh
    // apart
    double atLeastS = 6.607e9 / (64 / 12.05e-9);
    assertThat(estimate.decode().tpotBatch1S()).isBetween(atLeastS, 1.15 * atLeastS);
    assertThat(events.times().meanPs() / 1e12)
        .isCloseTo(estimate.decode().tpotBatch1S(), withPercentage(5));
  }
}
