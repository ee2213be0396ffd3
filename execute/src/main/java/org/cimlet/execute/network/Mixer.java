package org.cimlet.execute.network;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cimlet.network.NetworkSpec.Attention.Latent;
import org.cimlet.network.Recurrence;
import org.jspecify.annotations.Nullable;

/// What mixes a token with those before it: the weights of attention, or of a recurrence.
public sealed interface Mixer {
  /// Its linears.
  Stream<WeightedLinear> linears();

  /// The same with its linears stored otherwise.
  Mixer withLinears(UnaryOperator<LinearWeights> change);

  /// Grouped attention.
  ///
  /// @param queryKeyValue linears whose results together are queries, keys, values; where attention
  ///   is gated, each head's query is followed by its gate
  /// @param sinks a score of each head that takes part in its softmax and weighs nothing; null
  ///   where there are none
  /// @param out back to the residual stream
  record Heads(List<WeightedLinear> queryKeyValue, @Nullable FloatRows sinks, WeightedLinear out)
      implements Mixer {
    /// Copies the list.
    public Heads {
      queryKeyValue = List.copyOf(queryKeyValue);
    }

    @Override
    public Stream<WeightedLinear> linears() {
      return Stream.concat(queryKeyValue.stream(), Stream.of(out));
    }

    @Override
    public Heads withLinears(UnaryOperator<LinearWeights> change) {
      return new Heads(
          queryKeyValue.stream().map(linear -> linear.with(change)).toList(),
          sinks,
          out.with(change));
    }
  }

  /// Multi-head latent attention.
  ///
  /// @param shape sizes
  /// @param queryDown to the query's latent; null where the query is made of the token itself
  /// @param queryNorm of that latent; null where there is none
  /// @param query to each head's query: its plain elements, then those that are rotated
  /// @param latent to the latent of keys and values, then the rotated key that all heads share
  /// @param latentNorm of that latent
  /// @param keyValue from the latent to each head's plain key elements, then its value
  /// @param out back to the residual stream
  record Latents(
      Latent shape,
      @Nullable WeightedLinear queryDown,
      @Nullable NormWeights queryNorm,
      WeightedLinear query,
      WeightedLinear latent,
      NormWeights latentNorm,
      WeightedLinear keyValue,
      WeightedLinear out)
      implements Mixer {
    @Override
    public Stream<WeightedLinear> linears() {
      Stream<WeightedLinear> all = Stream.of(query, latent, keyValue, out);
      return queryDown == null ? all : Stream.concat(Stream.of(queryDown), all);
    }

    @Override
    public Latents withLinears(UnaryOperator<LinearWeights> change) {
      return new Latents(
          shape,
          queryDown == null ? null : queryDown.with(change),
          queryNorm,
          query.with(change),
          latent.with(change),
          latentNorm,
          keyValue.with(change),
          out.with(change));
    }
  }

  /// A convolution of each channel over its last few inputs.
  ///
  /// @param weights `[channels, kernel]`, the last for the token itself
  /// @param bias one row; null where there is none
  record Convolution(FloatRows weights, @Nullable FloatRows bias) {}

  /// A state space with one decay a head (Mamba 2).
  ///
  /// @param shape sizes
  /// @param in to gate, inputs, `B`, `C` and steps
  /// @param convolution over inputs, `B` and `C`
  /// @param stepBias added to the steps, one a head
  /// @param decayLogarithms natural logarithms of the negative decays, one a head
  /// @param skips by which inputs go past the state, one a head
  /// @param norm of the gated result, in as many parts as there are groups; null where there is
  ///   none
  /// @param out back to the residual stream
  record StateSpace(
      Recurrence.StateSpace shape,
      WeightedLinear in,
      Convolution convolution,
      FloatRows stepBias,
      FloatRows decayLogarithms,
      FloatRows skips,
      @Nullable NormWeights norm,
      WeightedLinear out)
      implements Mixer {
    @Override
    public Stream<WeightedLinear> linears() {
      return Stream.of(in, out);
    }

    @Override
    public StateSpace withLinears(UnaryOperator<LinearWeights> change) {
      return new StateSpace(
          shape,
          in.with(change),
          convolution,
          stepBias,
          decayLogarithms,
          skips,
          norm,
          out.with(change));
    }
  }

  /// The gated delta rule (Qwen3-Next, Qwen3.5).
  ///
  /// @param shape sizes
  /// @param in whose results together are queries, keys, values, gates, then strengths and steps
  /// @param byKeyHead whether those of a key head and its value heads lie together
  /// @param convolution over queries, keys and values
  /// @param stepBias added to the steps, one a value head
  /// @param decayLogarithms natural logarithms of the negative decays, one a value head
  /// @param norm of each head's result
  /// @param out back to the residual stream
  record Delta(
      Recurrence.DeltaRule shape,
      List<WeightedLinear> in,
      boolean byKeyHead,
      Convolution convolution,
      FloatRows stepBias,
      FloatRows decayLogarithms,
      NormWeights norm,
      WeightedLinear out)
      implements Mixer {
    /// Copies the list.
    public Delta {
      in = List.copyOf(in);
    }

    @Override
    public Stream<WeightedLinear> linears() {
      return Stream.concat(in.stream(), Stream.of(out));
    }

    @Override
    public Delta withLinears(UnaryOperator<LinearWeights> change) {
      return new Delta(
          shape,
          in.stream().map(linear -> linear.with(change)).toList(),
          byKeyHead,
          convolution,
          stepBias,
          decayLogarithms,
          norm,
          out.with(change));
    }
  }

  /// A short convolution between two gates (LFM2).
  ///
  /// @param in to the gate before it, the gate behind it, and its inputs
  record GatedConvolution(WeightedLinear in, Convolution convolution, WeightedLinear out)
      implements Mixer {
    @Override
    public Stream<WeightedLinear> linears() {
      return Stream.of(in, out);
    }

    @Override
    public GatedConvolution withLinears(UnaryOperator<LinearWeights> change) {
      return new GatedConvolution(in.with(change), convolution, out.with(change));
    }
  }
}
