package org.cimlet.conformance.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.estimate.Estimate;
import org.cimlet.estimate.Estimator;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.plan.Action;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Scenario;
import org.cimlet.plan.SequenceMemory;
import org.cimlet.plan.machine.WordFormat;
import org.cimlet.run.Runner;
import org.cimlet.simulate.Simulation;
import org.cimlet.simulate.SimulationOptions;
import org.cimlet.simulate.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Machines that keep weights at rest and whose rates are published, none of which any number was
/// fitted to alone.
class PublishedMachinesTest {
  private static final Set<Action> OF_HOSTS =
      EnumSet.of(Action.HOST_COMPUTE, Action.HOST_MEMORY, Action.HOST_IDLE);

  private static Plan cards(int batch) {
    return new Compiler(NetworkReader.read("granite-3b-14"), WeightStorage.dense(4))
        .compile(
            MachineReader.read("northpole-16"),
            new Scenario(1, 2048, batch, 128),
            Parallelism.parse("pipelined", 0),
            Runner::merit);
  }

  /// 28,356 tokens/s of 28 sequences on 16 cards (Appuswamy et al., HPEC 2024).
  @Test
  void sixteenCardsHaveThePublishedRateWithinOneAndAHalf() {
    Plan plan = cards(28);
    double closed = Estimator.estimate(plan).decode().throughputTokensPerS();
    Simulation.Decode events =
        Simulator.decode(plan, SimulationOptions.measuring(28 * 8), Simulator.Progress.NONE);
    assertThat(closed).isBetween(28_356 / 1.5, 28_356 * 1.5);
    assertThat(events.tokensPerS()).isBetween(28_356 / 1.5, 28_356 * 1.5);
  }

  /// 672 W at that rate, the host left out: 23.7 mJ a token.
  @Test
  void theirEnergyIsThePublishedWithinTwo() {
    Estimate estimate = Estimator.estimate(cards(28));
    double cardsJ =
        estimate.energy().stream()
            .filter(share -> !OF_HOSTS.contains(share.action()))
            .mapToDouble(Estimate.EnergyShare::joulesPerToken)
            .sum();
    assertThat(cardsJ).isBetween(23.7e-3 / 2, 23.7e-3 * 2);
    assertThat(cardsJ * estimate.decode().throughputTokensPerS()).isBetween(672.0 / 2, 672.0 * 2);
  }

  /// What a layer's weights leave of a card, 224 MiB - 4096 x (10,240 + 3 x 14,336) / 2 bytes,
  /// holds 30 sequences of 2,048 x 2,048 bytes; 28 are published.
  @Test
  void aCardHoldsItsLayerAndTheCacheOfThePublishedSequences() {
    double leftBytes = 224.0 * (1 << 20) - 4096.0 * (10_240 + 3 * 14_336) / 2;
    long sequences = (long) (leftBytes / (2048 * 2048));
    assertThat(SequenceMemory.of(cards(28)).sequences()).isEqualTo(sequences).isEqualTo(30);
    assertThatThrownBy(() -> cards(31))
        .hasMessageContaining("must hold the KV cache of 31 sequences in the arrays of chiplet")
        .hasMessageContaining("left by its weights; lower --batch or --context");
  }

  /// Llama-3.1-8B at INT8 is 7.50 GB on 192 MB of SRAM: the memories of two dies, 288 GB/s each,
  /// read it in 13.0 ms, and the rest of a token is short.
  @Test
  void aCardReloadsItsWeightsAtTheBandwidthOfBothMemories() {
    Plan plan =
        new Compiler(NetworkReader.read("llama-3.1-8b"), WeightStorage.dense(8))
            .compile(
                MachineReader.read("wormhole-n300"),
                new Scenario(128, 128, 1, 128),
                Parallelism.AUTO,
                Runner::merit);
    Estimate estimate = Estimator.estimate(plan);
    double bytes = plan.program().storedBytes();
    assertThat(bytes).isBetween(7.50e9, 7.51e9);
    assertThat(Objects.requireNonNull(estimate.reload()).seconds())
        .isBetween(bytes / 576e9, 1.01 * bytes / 576e9);
    double simulatedS =
        Simulator.decode(plan, SimulationOptions.measuring(2), Simulator.Progress.NONE)
                .times()
                .meanPs()
            / 1e12;
    assertThat(simulatedS / estimate.decode().tpotS()).isBetween(0.98, 1.02);
    assertThat(simulatedS).isBetween(13.0e-3, 1.15 * 13.0e-3);
  }

  private static Plan devices(String parallelism, int context, int batch) {
    return new Compiler(NetworkReader.read("llama-2-7b"), WeightStorage.dense(WordFormat.BF16, 16))
        .compile(
            MachineReader.read("cent-aim-8"),
            new Scenario(1, context, batch, 1),
            Parallelism.parse(parallelism, 0),
            Runner::merit);
  }

  /// LLaMA-2-7B cut over 8 CXL devices takes 0.980, 1.691 and 2.336 ms a token at three contexts,
  /// as its authors simulate it (CENT, ASPLOS 2025, results of its artifact).
  @ParameterizedTest
  @CsvSource({"128, 0.980", "2176, 1.691", "4096, 2.336"})
  void eightCxlDevicesTakeThePublishedTimeWithinOneAndThreeTenths(int context, double ms) {
    Plan plan = devices("mixed:8", context, 1);
    double closedMs = Estimator.estimate(plan).decode().tpotS() * 1e3;
    Simulation.Decode events =
        Simulator.decode(plan, SimulationOptions.measuring(4), Simulator.Progress.NONE);
    assertThat(closedMs).isBetween(ms / 1.3, ms * 1.3);
    assertThat(1e3 / events.tokensPerS()).isBetween(ms / 1.3, ms * 1.3);
  }

  /// Pipelined they make 3,917 and 2,850 tokens/s at two contexts.
  @ParameterizedTest
  @CsvSource({"512, 3917", "2176, 2850"})
  void eightCxlDevicesHaveThePublishedRateWithinOneAndThreeTenths(int context, double rate) {
    Plan plan = devices("pipelined", context, 32);
    double closed = Estimator.estimate(plan).decode().throughputTokensPerS();
    Simulation.Decode events =
        Simulator.decode(plan, SimulationOptions.measuring(32 * 4), Simulator.Progress.NONE);
    assertThat(closed).isBetween(rate / 1.3, rate * 1.3);
    assertThat(events.tokensPerS()).isBetween(rate / 1.3, rate * 1.3);
  }
}
