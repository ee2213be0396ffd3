package org.cimlet.network;

/// What a layer keeps of the past where it does not attend: a state of fixed size, updated and read
/// by every token.
///
/// Operations are counted as a vector unit would issue them. An element of the state is decayed,
/// takes in the token (an outer product, a sum) and is read (a product, a sum).
public sealed interface Recurrence {
  /// Bits of an element of the state: the kernels that are published keep it in single precision.
  int STATE_BITS = 32;

  /// Decay, outer product, sum, and two to read.
  int UPDATE_OPS = 5;

  /// The same, after the state's own prediction has been taken off: two more.
  int DELTA_OPS = 7;

  /// Exponential, add, divide, two products for a gate; a norm's four.
  int GATE_OPS = 9;

  /// Elements of state kept for a sequence, the convolution's inputs included.
  long stateElements();

  /// Operations of a token on state, convolution and gates.
  long operations();

  /// Parameters that are in no linear: convolution, decays, norms.
  long vectorWeights();

  /// The layer keeps no state.
  record None() implements Recurrence {
    @Override
    public long stateElements() {
      return 0;
    }

    @Override
    public long operations() {
      return 0;
    }

    @Override
    public long vectorWeights() {
      return 0;
    }
  }

  /// A convolution of each channel over its last few inputs.
  ///
  /// @param channels each with weights of its own
  /// @param kernel inputs it reaches over, the token's own included
  record Convolution(int channels, int kernel, boolean bias) {
    long stateElements() {
      return (long) channels * (kernel - 1);
    }

    /// A product and a sum for each weight, and an activation.
    long operations() {
      return (2L * kernel + UPDATE_OPS) * channels;
    }

    long weights() {
      return (kernel + (bias ? 1L : 0)) * channels;
    }
  }

  /// A state space with one decay a head (Mamba 2): `in_proj` makes gate, inputs, `B`, `C` and
  /// steps.
  ///
  /// @param heads each with a state of `headDim * stateSize`
  /// @param groups heads of a group share `B` and `C`
  /// @param bias whether both linears add biases
  /// @param normed whether the result is normed
  record StateSpace(
      int heads,
      int headDim,
      int stateSize,
      int groups,
      int kernel,
      boolean bias,
      boolean convolutionBias,
      boolean normed)
      implements Recurrence {
    /// Width of the vector that the state is updated with.
    public int inner() {
      return heads * headDim;
    }

    /// Outputs of `in_proj`.
    public int projected() {
      return inner() + convolution().channels() + heads;
    }

    /// Of inputs, `B` and `C`.
    public Convolution convolution() {
      return new Convolution(inner() + 2 * groups * stateSize, kernel, convolutionBias);
    }

    @Override
    public long stateElements() {
      return (long) inner() * stateSize + convolution().stateElements();
    }

    @Override
    public long operations() {
      return (long) UPDATE_OPS * inner() * stateSize
          + convolution().operations()
          + (long) GATE_OPS * inner();
    }

    @Override
    public long vectorWeights() {
      return convolution().weights() + 3L * heads + (normed ? inner() : 0);
    }
  }

  /// A state space with a decay for each element of its state (Mamba): `x_proj` makes `B`, `C` and
  /// the low-rank steps that `dt_proj` widens.
  ///
  /// @param rank of the steps
  /// @param bias whether `in_proj` and `out_proj` add biases
  /// @param normed whether steps, `B` and `C` are normed by weights (Jamba)
  record SelectiveScan(
      int inner,
      int stateSize,
      int rank,
      int kernel,
      boolean bias,
      boolean convolutionBias,
      boolean normed)
      implements Recurrence {
    /// Of the inputs.
    public Convolution convolution() {
      return new Convolution(inner, kernel, convolutionBias);
    }

    @Override
    public long stateElements() {
      return (long) inner * stateSize + convolution().stateElements();
    }

    /// An exponential and a product more for each element's own decay.
    @Override
    public long operations() {
      return (UPDATE_OPS + 2L) * inner * stateSize
          + convolution().operations()
          + (long) GATE_OPS * inner;
    }

    @Override
    public long vectorWeights() {
      return convolution().weights()
          + (long) inner * stateSize
          + inner
          + (normed ? rank + 2L * stateSize : 0);
    }
  }

  /// The gated delta rule (Qwen3-Next, Qwen3.5): a state of `keyDim * valueDim` for each value
  /// head, from which what it predicts is taken off before the token is added.
  record DeltaRule(int keyHeads, int valueHeads, int keyDim, int valueDim, int kernel)
      implements Recurrence {
    /// Elements of all keys; queries have as many.
    public int keys() {
      return keyHeads * keyDim;
    }

    /// Elements of all values; the gate has as many.
    public int values() {
      return valueHeads * valueDim;
    }

    /// Of queries, keys and values.
    public Convolution convolution() {
      return new Convolution(2 * keys() + values(), kernel, false);
    }

    @Override
    public long stateElements() {
      return (long) values() * keyDim + convolution().stateElements();
    }

    @Override
    public long operations() {
      return (long) DELTA_OPS * values() * keyDim
          + convolution().operations()
          + (long) GATE_OPS * values();
    }

    @Override
    public long vectorWeights() {
      return convolution().weights() + 2L * valueHeads + valueDim;
    }
  }

  /// Kimi's delta attention: the delta rule with a decay for each channel of a key, and decay and
  /// gate projected by way of one head's width.
  record ChannelDelta(int heads, int headDim, int kernel) implements Recurrence {
    /// Elements of all queries; keys, values, decays and the gate have as many.
    public int inner() {
      return heads * headDim;
    }

    /// Of queries, keys and values.
    public Convolution convolution() {
      return new Convolution(3 * inner(), kernel, false);
    }

    @Override
    public long stateElements() {
      return (long) inner() * headDim + convolution().stateElements();
    }

    @Override
    public long operations() {
      return (long) DELTA_OPS * inner() * headDim
          + convolution().operations()
          + (long) GATE_OPS * inner();
    }

    @Override
    public long vectorWeights() {
      return convolution().weights() + heads + inner() + headDim;
    }
  }

  /// Lightning attention (MiniMax): linear attention with a fixed decay a head, normed and gated.
  record Lightning(int heads, int headDim) implements Recurrence {
    /// Elements of all queries; keys, values and the gate have as many.
    public int inner() {
      return heads * headDim;
    }

    @Override
    public long stateElements() {
      return (long) inner() * headDim;
    }

    @Override
    public long operations() {
      return (long) UPDATE_OPS * inner() * headDim + (long) GATE_OPS * inner();
    }

    @Override
    public long vectorWeights() {
      return inner();
    }
  }

  /// A short convolution between two gates (LFM2).
  record GatedConvolution(int channels, int kernel, boolean bias) implements Recurrence {
    /// Of the gated inputs.
    public Convolution convolution() {
      return new Convolution(channels, kernel, bias);
    }

    @Override
    public long stateElements() {
      return convolution().stateElements();
    }

    @Override
    public long operations() {
      return convolution().operations() + 2L * channels;
    }

    @Override
    public long vectorWeights() {
      return convolution().weights();
    }
  }
}
