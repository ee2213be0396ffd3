package org.cimlet.serve.system;

import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineFile;
import org.cimlet.run.BaselineSpec;
import org.cimlet.serve.engine.Pool;
import org.cimlet.serve.engine.StepPolicy;

/// Equal packages, or equal groups of GPUs, with one task.
///
/// @param name what it is called
/// @param role what its servers do
/// @param count of packages or groups
/// @param hardware what they are
public record PoolSpec(String name, Pool.Role role, int count, Hardware hardware) {
  /// Sequences for which a mapping is chosen.
  public static final int BATCH = 64;

  /// Tokens of a prompt that set out together. Fewer let the chiplets of a pipeline work at the
  /// same time sooner; more read the KV cache less often.
  public static final int CHUNK_TOKENS = 16;

  /// Tokens of a step, as servers set vLLM up for such GPUs.
  public static final int STEP_TOKENS = 8192;

  /// Sequences of a step, likewise.
  public static final int SEQUENCES = 1024;

  /// Sequences that run at the same time in a package, where its memory alone limits them.
  static final int MOST_SEQUENCES = 1 << 24;

  /// vLLM's share of a GPU's memory.
  public static final double MEMORY_SHARE = 0.9;

  /// What a server is.
  public sealed interface Hardware {
    /// A package of chiplets.
    ///
    /// @param file its machine file
    /// @param weights how weights are stored
    /// @param mapping how the network is cut over it
    /// @param batch sequences for which what the mapping leaves open is chosen
    /// @param chunkTokens tokens of a prompt that set out together
    /// @param sequences that run at the same time at most
    record Machine(
        MachineFile file,
        WeightStorage weights,
        Parallelism mapping,
        int batch,
        int chunkTokens,
        int sequences)
        implements Hardware {}

    /// A group of GPUs.
    ///
    /// @param gpus what they are and how they hold the network; as few as hold the weights where
    ///   their number is 0
    /// @param storage how packages they are compared with store weights, whose bits count where no
    ///   format is asked for
    /// @param policy what goes into a step
    /// @param memoryShare of their memory that weights, keys and values may take
    /// @param stepUs more for each step than the GPUs' own laws say
    /// @param sequenceUs more for each sequence of a step
    record Gpus(
        BaselineSpec gpus,
        WeightStorage storage,
        StepPolicy policy,
        double memoryShare,
        double stepUs,
        double sequenceUs)
        implements Hardware {}
  }

  /// The same with another count.
  public PoolSpec times(int factor) {
    return new PoolSpec(name, role, Math.multiplyExact(count, factor), hardware);
  }
}
