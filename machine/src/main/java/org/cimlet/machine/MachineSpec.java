package org.cimlet.machine;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cimlet.machine.process.ProcessSpec;
import org.cimlet.machine.substrate.SubstrateSpec;
import org.cimlet.quantity.Provenance;
import org.cimlet.quantity.Sourced;
import org.jspecify.annotations.Nullable;

/// A package of compute-in-memory chiplets with its host, as written; `machine.schema.json`
/// describes the file.
///
/// Counts and shapes are choices and stand alone; every technology number is
/// [org.cimlet.quantity.Sourced]. Units are in the names.
///
/// @param name what reports call it
/// @param summary one line on what it is
/// @param process the chiplets' process
/// @param chiplet one die of those that hold the layers' weights; all dies where there are no
///   others
/// @param otherDies dies of further kinds among the topology's chiplets, in the order of their uses
/// @param topology how dies and host are wired
/// @param links what the wires can do
/// @param substrate what carries the dies
/// @param host who does attention, sampling and what the dies leave over
/// @param board what carries and feeds the package
/// @param weightMemory where weights are loaded from that do not fit the package, if there is such
///   a memory
/// @param making what the files say that the machine names
/// @param production how many are made; without it what is paid once is not spread
/// @param cooling the way of heat; without it no temperatures
/// @param provenance every sourced number by its key path, in the order of these records, which is
///   that of the shipped files, so that it does not depend on how a file is arranged
public record MachineSpec(
    String name,
    String summary,
    SiliconProcess process,
    Chiplet chiplet,
    List<OtherDies> otherDies,
    TopologySpec topology,
    Links links,
    Substrate substrate,
    Host host,
    Board board,
    @Nullable WeightMemory weightMemory,
    Making making,
    @Nullable Production production,
    @Nullable Cooling cooling,
    List<Provenance> provenance) {
  /// Copies the lists.
  public MachineSpec {
    otherDies = List.copyOf(otherDies);
    provenance = List.copyOf(provenance);
  }

  /// The same with other links and hosts. The list of where numbers come from stays as it is: this
  /// is for sweeps, which ask the engines alone.
  public MachineSpec with(Links otherLinks, Host otherHost) {
    return new MachineSpec(
        name,
        summary,
        process,
        chiplet,
        otherDies,
        topology,
        otherLinks,
        substrate,
        otherHost,
        board,
        weightMemory,
        making,
        production,
        cooling,
        provenance);
  }

  /// A manufacturing process at its operating point.
  ///
  /// @param thresholdV threshold as a clock law takes it from two points; absent for the process's
  ///   usual one
  /// @param leakageExponent power of the voltage with which leakage rises; absent for 1
  public record SiliconProcess(
      String name,
      Sourced nodeNm,
      Sourced voltageV,
      @Nullable Sourced thresholdV,
      @Nullable Sourced leakageExponent) {}

  /// Dies of another kind than the layers' weights lie on.
  ///
  /// @param use what they are for
  /// @param name what reports call them
  /// @param count how many of the topology's chiplets they are
  /// @param at their places; empty for the last ones that no other kind names
  /// @param made what their process takes to make; absent where the file names no preset
  public record OtherDies(
      Use use,
      String name,
      int count,
      List<Integer> at,
      SiliconProcess process,
      Chiplet chiplet,
      @Nullable ProcessSpec made) {

    /// What dies are for.
    public enum Use {
      /// Keeping keys and values, and attending near them.
      KV_CACHE,
      /// Holding the head, and looking up the embedding.
      EMBEDDING_HEAD;

      /// As files write it.
      public String key() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /// Copies the list.
    public OtherDies {
      at = List.copyOf(at);
    }
  }

  /// One die.
  ///
  /// @param macros compute-in-memory macros on the die
  /// @param partialSumFanIn macros whose partial sums the die can add: how finely a linear's inputs
  ///   may be cut over macros; a power of two
  /// @param distributionGbitS rate at which activations reach the macros' edges and results leave
  ///   them
  /// @param bufferFjPerBit energy of an activation bit through the edge buffers, in and out
  /// @param vectorUnit element-wise unit for norms, activations and residuals; without one the host
  ///   does them
  /// @param units whether vector unit and attention take turns with the macros; absent where they
  ///   work beside them
  /// @param computeMm2 area of multipliers, adders and control
  /// @param memoryMm2 area of the arrays
  /// @param otherMm2 area of links, vector unit and everything else
  /// @param leakageMw leakage of the die, of a DRAM die its standby power
  /// @param losses of time and energy; those that the file leaves out are the usual ones
  public record Chiplet(
      int macros,
      int partialSumFanIn,
      MacroSpec macro,
      Sourced distributionGbitS,
      Sourced bufferFjPerBit,
      @Nullable VectorUnit vectorUnit,
      @Nullable Units units,
      @Nullable AttentionModule attentionModule,
      @Nullable BankAttention attentionInBanks,
      Sourced computeMm2,
      Sourced memoryMm2,
      Sourced otherMm2,
      Sourced leakageMw,
      Losses losses) {

    /// How the units of a die work.
    public enum Units {
      /// Each beside the others.
      SIDE_BY_SIDE,
      /// One at a time.
      IN_TURN
    }
  }

  /// What a die loses beside its arithmetic: time between operations and within them, energy of
  /// control, power of its clock.
  ///
  /// @param stepControlNs for which a unit waits before an operation, busy for all others
  /// @param sustainedShare of the peak rate of rows that macros reach while rows stream; absent for
  ///   DRAM banks, whose commands are timed one by one
  /// @param controlEnergyShare energy of control on top of that of operations
  /// @param clockPfPerMm2 capacitance of logic that the clock charges in a cycle; absent for DRAM
  ///   dies, whose standby power has it
  /// @param clockMemoryShare of that over the area of the arrays; absent for DRAM dies
  public record Losses(
      Sourced stepControlNs,
      @Nullable Sourced sustainedShare,
      Sourced controlEnergyShare,
      @Nullable Sourced clockPfPerMm2,
      @Nullable Sourced clockMemoryShare) {}

  /// Boards that carry and feed the package.
  ///
  /// @param powerW of one board whatever the load: interfaces, management, regulators themselves
  /// @param conversionEfficiency share of the power into a board that reaches the package
  public record Board(int count, Sourced powerW, Sourced conversionEfficiency) {}

  /// Attention on the die: multipliers for scores and weighted values, and where its keys and
  /// values lie.
  ///
  /// @param macsPerCycle multiply-accumulates a cycle of the macro clock
  /// @param operationFj energy of one operation, a multiply-accumulate being two
  /// @param memory of its own; absent where keys and values lie in the die's arrays
  /// @param inArrays how they lie there; absent where they have a memory
  public record AttentionModule(
      int macsPerCycle,
      Sourced operationFj,
      @Nullable AttentionMemory memory,
      @Nullable ArrayCache inArrays) {}

  /// Keys and values in a die's arrays.
  ///
  /// @param kvCacheBits bits of one cached element
  public record ArrayCache(int kvCacheBits) {}

  /// Attention in the banks of a DRAM die, which multiply keys and values where they lie.
  ///
  /// @param operationsPerCycle softmax operations a cycle of the macro clock
  /// @param operationFj energy of one of them
  public record BankAttention(int operationsPerCycle, Sourced operationFj) {}

  /// Where a die's attention module keeps keys and values.
  ///
  /// @param kvCacheBits bits of one cached element
  public record AttentionMemory(
      Sourced capacityMb, Sourced bandwidthGbS, Sourced energyFjPerBit, int kvCacheBits) {}

  /// The butterfly that brings each kept weight its input.
  ///
  /// @param group inputs a mask covers
  /// @param decodeFj energy of decoding one mask into switch settings
  /// @param routeFj energy of routing one group's inputs through the butterfly
  public record ZeroSkipper(int group, Sourced decodeFj, Sourced routeFj) {}

  /// Element-wise arithmetic on the die.
  ///
  /// @param operationsPerCycle operations a cycle of the macro clock
  /// @param residualBits bits of one element of the residual stream
  public record VectorUnit(int operationsPerCycle, int residualBits, Sourced operationFj) {}

  /// What one direction of a link can do.
  public record Link(Sourced bandwidthGbitS, Sourced latencyNs, Sourced energyFjPerBit) {}

  /// The kinds of link.
  ///
  /// @param stack between dies of one stack; present where dies are stacked
  /// @param global between groups of dies; present where the topology has global wires
  /// @param packetBytes bytes of a packet
  /// @param bufferPackets packets an input buffer behind a link holds beyond those in flight
  public record Links(
      Link chiplet,
      Link host,
      @Nullable Link stack,
      @Nullable Link global,
      int packetBytes,
      int bufferPackets) {}

  /// What carries the dies.
  ///
  /// @param kind `organic`, `fan_out`, `silicon_interposer`, `hybrid_bonded`, or `none` for a
  ///   single die
  /// @param spacingMm gap between dies, or between stacks of them
  public record Substrate(String kind, Sourced spacingMm) {}

  /// The processor beside the chiplets.
  ///
  /// @param count equal hosts, each with a memory of its own for the keys and values of its streams
  /// @param computeTops peak operations at the cache's precision
  /// @param computeEfficiency share of the peak that attention reaches
  /// @param dispatchNs time to notice an arrival and start work on it
  /// @param operationFj energy of one operation
  /// @param idleW power with nothing to do
  /// @param priceUsd of one host; absent where the file does not say
  public record Host(
      String name,
      int count,
      Sourced computeTops,
      Sourced computeEfficiency,
      Sourced dispatchNs,
      Sourced operationFj,
      Sourced idleW,
      @Nullable Sourced priceUsd,
      HostMemory memory) {}

  /// Where keys, values and the embedding lie.
  ///
  /// @param bandwidthEfficiency share of the bandwidth that reading the cache reaches
  /// @param kvCacheBits bits of one cached element
  public record HostMemory(
      Sourced capacityGb,
      Sourced bandwidthGbS,
      Sourced bandwidthEfficiency,
      Sourced energyFjPerBit,
      int kvCacheBits) {}

  /// Memory from which weights are loaded into the chiplets, one weight set after another, where a
  /// network does not fit the package.
  ///
  /// @param at beside what there is one; null for the hosts
  /// @param capacityGb of each
  /// @param bandwidthGbS what long reads of each reach
  /// @param readFjPerBit reading a bit, the memory's interface included
  public record WeightMemory(
      @Nullable At at, Sourced capacityGb, Sourced bandwidthGbS, Sourced readFjPerBit) {
    /// Beside what a memory lies.
    public enum At {
      HOSTS,
      CHIPLETS
    }
  }

  /// How many are made.
  ///
  /// @param volume packages in all
  public record Production(Sourced volume) {}

  /// The way of heat from the dies to the air.
  ///
  /// @param ambientC temperature around
  /// @param limitC hottest that a die may be
  /// @param dieUm thickness of a die
  /// @param timUm thermal interface material between die and lid, and between lid and sink
  /// @param timWMk its conductivity, in W/(m K)
  /// @param lidMm thickness of the lid
  /// @param lidWMk its conductivity
  /// @param sinkMm thickness of the sink's base
  /// @param sinkWMk its conductivity
  /// @param sinkKW resistance from the base to the air, in K/W
  /// @param leakage how static power rises; absent where it stays as stated
  public record Cooling(
      Sourced ambientC,
      Sourced limitC,
      Sourced dieUm,
      Sourced timUm,
      Sourced timWMk,
      Sourced lidMm,
      Sourced lidWMk,
      Sourced sinkMm,
      Sourced sinkWMk,
      Sourced sinkKW,
      @Nullable Leakage leakage) {}

  /// How static power rises with temperature.
  ///
  /// @param atC temperature at which the file states it
  /// @param doublingK kelvin in which it doubles
  public record Leakage(Sourced atC, Sourced doublingK) {}

  /// Dies in a stack: successive chiplets, the lowest first; 1 where they lie side by side.
  public int stackHeight() {
    SubstrateSpec carrying = making.substrate();
    return carrying == null || carrying.stack() == null ? 1 : carrying.stack().height();
  }

  /// The zero skipper, where the macro has one.
  public Optional<ZeroSkipper> zeroSkipper() {
    return switch (chiplet.macro()) {
      case MacroSpec.DigitalSram sram -> Optional.ofNullable(sram.zeroSkipper());
      case MacroSpec.DramBank _,
          MacroSpec.DigitalNvm _,
          MacroSpec.AnalogCrossbar _,
          MacroSpec.ChargeSram _ ->
          Optional.empty();
    };
  }
}
