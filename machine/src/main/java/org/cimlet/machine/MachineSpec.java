package org.cimlet.machine;

import java.util.List;
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
/// @param topology how dies and host are wired
/// @param links what the wires can do
/// @param substrate what carries the dies
/// @param host who does attention, sampling and what the dies leave over
/// @param weightMemory where weights are loaded from that do not fit the package, if there is such
///   a memory
/// @param provenance every sourced number by its key path, in the order of these records, which is
///   that of the shipped files, so that it does not depend on how a file is arranged
/// @param making what it takes to make and to cool it, as far as the file says
/// @param otherDies dies of further kinds among the topology's chiplets, in the order of their uses
public record MachineSpec(
    String name,
    String summary,
    SiliconProcess process,
    Chiplet chiplet,
    Topology topology,
    Links links,
    Substrate substrate,
    Host host,
    @Nullable WeightMemory weightMemory,
    List<Provenance> provenance,
    Making making,
    List<OtherDies> otherDies) {
  /// Copies the lists.
  public MachineSpec {
    provenance = List.copyOf(provenance);
    otherDies = List.copyOf(otherDies);
  }

  /// A machine of equal dies, of whose making nothing is said, and whose package must hold all
  /// weights.
  public MachineSpec(
      String name,
      String summary,
      SiliconProcess process,
      Chiplet chiplet,
      Topology topology,
      Links links,
      Substrate substrate,
      Host host,
      List<Provenance> provenance) {
    this(
        name,
        summary,
        process,
        chiplet,
        topology,
        links,
        substrate,
        host,
        null,
        provenance,
        Making.UNTOLD,
        List.of());
  }

  /// The same machine with a memory from which weights are loaded that do not fit the package.
  public MachineSpec withWeightMemory(WeightMemory memory) {
    return new MachineSpec(
        name,
        summary,
        process,
        chiplet,
        topology,
        links,
        substrate,
        host,
        memory,
        provenance,
        making,
        otherDies);
  }

  /// A manufacturing process at its operating point.
  public record SiliconProcess(String name, Sourced nodeNm, Sourced voltageV) {}

  /// Dies of another kind than the layers' weights lie on.
  ///
  /// @param use what they are for
  /// @param name what reports call them
  /// @param count how many of the topology's chiplets they are
  /// @param at their places; empty for the last ones that no other kind names
  /// @param made what their process takes to make; absent where the file names no preset
  /// @param processPreset how the file names it
  public record OtherDies(
      Use use,
      String name,
      int count,
      List<Integer> at,
      SiliconProcess process,
      Chiplet chiplet,
      @Nullable ProcessSpec made,
      @Nullable String processPreset) {

    /// What dies are for.
    public enum Use {
      /// Keeping keys and values, and attending near them.
      KEYS_VALUES("keys_values"),
      /// Holding the head, and looking up the embedding.
      EMBEDDING_HEAD("embedding_head");

      private final String key;

      Use(String key) {
        this.key = key;
      }

      /// As files write it.
      public String key() {
        return key;
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
  /// @param computeMm2 area of multipliers, adders and control
  /// @param memoryMm2 area of the arrays
  /// @param otherMm2 area of links, vector unit and everything else
  /// @param leakageMw static power of the die
  public record Chiplet(
      int macros,
      int partialSumFanIn,
      MacroSpec macro,
      Sourced distributionGbitS,
      Sourced bufferFjPerBit,
      @Nullable VectorUnit vectorUnit,
      @Nullable AttentionModule attentionModule,
      @Nullable BankAttention attentionInBanks,
      Sourced computeMm2,
      Sourced memoryMm2,
      Sourced otherMm2,
      Sourced leakageMw) {
    /// A die whose attention is the host's.
    public Chiplet(
        int macros,
        int partialSumFanIn,
        MacroSpec macro,
        Sourced distributionGbitS,
        Sourced bufferFjPerBit,
        @Nullable VectorUnit vectorUnit,
        Sourced computeMm2,
        Sourced memoryMm2,
        Sourced otherMm2,
        Sourced leakageMw) {
      this(
          macros,
          partialSumFanIn,
          macro,
          distributionGbitS,
          bufferFjPerBit,
          vectorUnit,
          null,
          null,
          computeMm2,
          memoryMm2,
          otherMm2,
          leakageMw);
    }
  }

  /// Attention on the die: multipliers for scores and weighted values, and where its keys and
  /// values lie.
  ///
  /// @param macsPerCycle multiply-accumulates a cycle of the macro clock
  /// @param operationFj energy of one operation, a multiply-accumulate being two
  public record AttentionModule(int macsPerCycle, Sourced operationFj, AttentionMemory memory) {}

  /// Attention in the banks of a DRAM die, which multiply keys and values where they lie.
  ///
  /// @param operationsPerCycle softmax operations a cycle of the macro clock
  /// @param operationFj energy of one of them
  public record BankAttention(int operationsPerCycle, Sourced operationFj) {}

  /// Where a die's attention module keeps keys and values.
  ///
  /// @param cacheBits bits of one cached element
  public record AttentionMemory(
      Sourced capacityMb, Sourced bandwidthGbS, Sourced energyFjPerBit, int cacheBits) {}

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

  /// How chiplets and host are wired. Chiplets are numbered from 0, row by row.
  public sealed interface Topology {
    /// Chiplets in the package.
    int chiplets();

    /// Chiplets hosts have a link to. Of several hosts each has an equal run of the list.
    List<Integer> hostAt();

    /// Each die linked to its neighbours in rows and columns.
    record Mesh(int rows, int columns, List<Integer> hostAt) implements Topology {
      /// Copies the list.
      public Mesh {
        hostAt = List.copyOf(hostAt);
      }

      @Override
      public int chiplets() {
        return Math.multiplyExact(rows, columns);
      }
    }

    /// A mesh whose rows and columns close into rings.
    record Torus(int rows, int columns, List<Integer> hostAt) implements Topology {
      /// Copies the list.
      public Torus {
        hostAt = List.copyOf(hostAt);
      }

      @Override
      public int chiplets() {
        return Math.multiplyExact(rows, columns);
      }
    }

    /// Each die linked to the next, the last to the first.
    record Ring(int chiplets, List<Integer> hostAt) implements Topology {
      /// Copies the list.
      public Ring {
        hostAt = List.copyOf(hostAt);
      }
    }

    /// Each die linked to chiplet 0.
    record Star(int chiplets, List<Integer> hostAt) implements Topology {
      /// Copies the list.
      public Star {
        hostAt = List.copyOf(hostAt);
      }
    }

    /// Each die linked to each other.
    record FullyConnected(int chiplets, List<Integer> hostAt) implements Topology {
      /// Copies the list.
      public FullyConnected {
        hostAt = List.copyOf(hostAt);
      }
    }

    /// Any undirected wiring.
    record Custom(int chiplets, List<Edge> edges, List<Integer> hostAt) implements Topology {
      /// Copies the lists.
      public Custom {
        edges = List.copyOf(edges);
        hostAt = List.copyOf(hostAt);
      }
    }

    /// One wire between two chiplets, both directions.
    record Edge(int a, int b) {}
  }

  /// What one direction of a link can do.
  public record Link(Sourced bandwidthGbitS, Sourced latencyNs, Sourced energyFjPerBit) {}

  /// The kinds of link.
  ///
  /// @param stack between dies of one stack; present where dies are stacked
  public record Links(Link chiplet, Link host, @Nullable Link stack) {
    /// Links of dies that lie side by side.
    public Links(Link chiplet, Link host) {
      this(chiplet, host, null);
    }
  }

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
  public record Host(
      String name,
      int count,
      Sourced computeTops,
      Sourced computeEfficiency,
      Sourced dispatchNs,
      Sourced operationFj,
      Sourced idleW,
      HostMemory memory) {}

  /// Where keys, values and the embedding lie.
  ///
  /// @param bandwidthEfficiency share of the bandwidth that reading the cache reaches
  /// @param cacheBits bits of one cached element
  public record HostMemory(
      Sourced capacityGb,
      Sourced bandwidthGbS,
      Sourced bandwidthEfficiency,
      Sourced energyFjPerBit,
      int cacheBits) {}

  /// Memory beside every host from which weights are loaded into the chiplets, round after round,
  /// where a network does not fit the package.
  ///
  /// @param bandwidthGbS what long reads reach
  /// @param readFjPerBit reading a bit, the memory's interface included
  public record WeightMemory(Sourced capacityGb, Sourced bandwidthGbS, Sourced readFjPerBit) {}

  /// Dies in a stack: successive chiplets, the lowest first; 1 where they lie side by side.
  public int stackHeight() {
    SubstrateSpec carrying = making.substrate();
    return carrying == null || carrying.stack() == null ? 1 : carrying.stack().height();
  }

  /// The zero skipper, where the macro has one.
  public Optional<ZeroSkipper> zeroSkipper() {
    return chiplet.macro() instanceof MacroSpec.DigitalSram comb
        ? Optional.ofNullable(comb.zeroSkipper())
        : Optional.empty();
  }
}
