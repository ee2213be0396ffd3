package org.cimlet.execute.network;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cimlet.network.NetworkSpec.Attention.Latent;
import org.cimlet.network.NetworkSpec.Indexer;
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
  /// @param picks the positions looked back on; null where all are
  /// @param out back to the residual stream
  record Latents(
      Latent shape,
      @Nullable WeightedLinear queryDown,
      @Nullable NormWeights queryNorm,
      WeightedLinear query,
      WeightedLinear latent,
      NormWeights latentNorm,
      WeightedLinear keyValue,
      @Nullable Picks picks,
      WeightedLinear out)
      implements Mixer {
    @Override
    public Stream<WeightedLinear> linears() {
      return Stream.of(
              Stream.ofNullable(queryDown),
              Stream.of(query, latent, keyValue),
              Stream.ofNullable(picks)
                  .flatMap(one -> Stream.of(one.query(), one.key(), one.weights())),
              Stream.of(out))
          .flatMap(each -> each);
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
          picks == null ? null : picks.withLinears(change),
          out.with(change));
    }
  }

  /// What picks the positions that latent attention looks back on.
  ///
  /// @param query from the query's latent to the indexer's queries
  /// @param key to the key that all its heads share
  /// @param keyNorm of that key, with a bias
  /// @param weights to a number for each of its heads
  record Picks(
      Indexer shape,
      WeightedLinear query,
      WeightedLinear key,
      NormWeights keyNorm,
      WeightedLinear weights) {
    private Picks withLinears(UnaryOperator<LinearWeights> change) {
      return new Picks(shape, query.with(change), key.with(change), keyNorm, weights.with(change));
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

  /// A state space with a decay for each element (Mamba).
  ///
  /// @param shape sizes
  /// @param in to inputs and gate
  /// @param convolution over inputs
  /// @param parts from the convolved inputs to low-rank steps, `B` and `C`
  /// @param steps from their low rank to one a channel
  /// @param decayLogarithms natural logarithms of the negative decays, `[channels, state]`
  /// @param skips by which inputs go past the state, one a channel
  /// @param stepNorm of the low-rank steps; null where nothing is normed, as the two others
  /// @param inputNorm of `B`
  /// @param outputNorm of `C`
  /// @param out back to the residual stream
  record Scan(
      Recurrence.SelectiveScan shape,
      WeightedLinear in,
      Convolution convolution,
      WeightedLinear parts,
      WeightedLinear steps,
      FloatRows decayLogarithms,
      FloatRows skips,
      @Nullable NormWeights stepNorm,
      @Nullable NormWeights inputNorm,
      @Nullable NormWeights outputNorm,
      WeightedLinear out)
      implements Mixer {
    @Override
    public Stream<WeightedLinear> linears() {
      return Stream.of(in, parts, steps, out);
    }

    @Override
    public Scan withLinears(UnaryOperator<LinearWeights> change) {
      return new Scan(
          shape,
          in.with(change),
          convolution,
          parts.with(change),
          steps.with(change),
          decayLogarithms,
          skips,
          stepNorm,
          inputNorm,
          outputNorm,
          out.with(change));
    }
  }

  /// Kimi's delta attention.
  ///
  /// @param shape sizes
  /// @param in whose results together are queries, keys, values, strengths
  /// @param convolutions over queries, keys and values
  /// @param decayDown to a low rank of the steps
  /// @param decayUp from it to one an element of a key
  /// @param gateDown to a low rank of the gate
  /// @param gateUp from it to one an element of a value
  /// @param stepBias added to the steps
  /// @param decayLogarithms natural logarithms of the negative decays, one a head
  /// @param norm of each head's result, before the gate
  /// @param out back to the residual stream
  record ChannelDelta(
      Recurrence.ChannelDelta shape,
      List<WeightedLinear> in,
      List<Convolution> convolutions,
      WeightedLinear decayDown,
      WeightedLinear decayUp,
      WeightedLinear gateDown,
      WeightedLinear gateUp,
      FloatRows stepBias,
      FloatRows decayLogarithms,
      NormWeights norm,
      WeightedLinear out)
      implements Mixer {
    /// Copies the lists.
    public ChannelDelta {
      in = List.copyOf(in);
      convolutions = List.copyOf(convolutions);
    }

    @Override
    public Stream<WeightedLinear> linears() {
      return Stream.concat(in.stream(), Stream.of(decayDown, decayUp, gateDown, gateUp, out));
    }

    @Override
    public ChannelDelta withLinears(UnaryOperator<LinearWeights> change) {
      return new ChannelDelta(
          shape,
          in.stream().map(linear -> linear.with(change)).toList(),
          convolutions,
          decayDown.with(change),
          decayUp.with(change),
          gateDown.with(change),
          gateUp.with(change),
          stepBias,
          decayLogarithms,
          norm,
          out.with(change));
    }
  }

  /// Lightning attention (MiniMax).
  ///
  /// @param shape sizes
  /// @param in to each head's query, key and value
  /// @param gate of the normed result
  /// @param norm of all heads' results together
  /// @param out back to the residual stream
  record Lightning(
      Recurrence.Lightning shape,
      WeightedLinear in,
      WeightedLinear gate,
      NormWeights norm,
      WeightedLinear out)
      implements Mixer {
    @Override
    public Stream<WeightedLinear> linears() {
      return Stream.of(in, gate, out);
    }

    @Override
    public Lightning withLinears(UnaryOperator<LinearWeights> change) {
      return new Lightning(shape, in.with(change), gate.with(change), norm, out.with(change));
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
