package org.cimlet.execute.network;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.execute.network.Architecture.Mixing;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.Attention.Latent;
import org.cimlet.network.NetworkSpec.Indexer;
import org.cimlet.network.Recurrence;
import org.jspecify.annotations.Nullable;

/// Attention and recurrences of a layer by HuggingFace's names, which differ from class to class.
final class MixerTensors {
  private static final List<String> RECURRENT = List.of("mamba", "mixer", "conv", "linear_attn");

  private final Architecture a;
  private final TensorSource source;

  MixerTensors(Architecture architecture, TensorSource source) {
    this.a = architecture;
    this.source = source;
  }

  List<Mixer> mixers(String layer, int index) {
    if (a.variations().mixing().isEmpty()) {
      return List.of(heads(layer));
    }
    Mixing mixing = a.variations().mixing().get(index);
    List<Mixer> mixers = new ArrayList<>();
    switch (mixing.attention()) {
      case Attention.Grouped _ -> mixers.add(heads(layer));
      case Latent latent -> mixers.add(latents(latent, layer + "self_attn."));
      case Attention.None _ -> {}
    }
    switch (mixing.recurrence()) {
      case Recurrence.StateSpace state -> mixers.add(stateSpace(state, recurrent(layer)));
      case Recurrence.DeltaRule delta -> mixers.add(delta(delta, recurrent(layer)));
      case Recurrence.GatedConvolution convolution ->
          mixers.add(convolution(convolution, recurrent(layer)));
      case Recurrence.None _ -> {}
      case Recurrence.SelectiveScan scan -> mixers.add(scan(scan, recurrent(layer)));
      case Recurrence.ChannelDelta delta -> mixers.add(channelDelta(delta, layer + "self_attn."));
      case Recurrence.Lightning lightning -> mixers.add(lightning(lightning, layer + "self_attn."));
    }
    return mixers;
  }

  private String recurrent(String layer) {
    return layer
        + RECURRENT.stream()
            .filter(name -> source.hasMatrix(layer + name + ".out_proj.weight"))
            .findFirst()
            .orElse(RECURRENT.getFirst())
        + ".";
  }

  /// Where a layer's attention stands.
  String attention(String layer) {
    boolean inMixer =
        !source.hasMatrix(layer + "self_attn.q_proj.weight")
            && source.hasMatrix(layer + "mixer.q_proj.weight");
    return layer + (inMixer ? "mixer." : "self_attn.");
  }

  private Mixer heads(String layer) {
    String at = attention(layer);
    int hidden = a.hiddenSize();
    int queries = (a.variations().attentionGate() ? 2 : 1) * a.querySize();
    boolean fused = source.hasMatrix(at + "qkv_proj.weight");
    return new Mixer.Heads(
        fused
            ? List.of(source.linear(at + "qkv_proj", queries + a.keySize() + a.valueSize(), hidden))
            : List.of(
                source.linear(at + "q_proj", queries, hidden),
                source.linear(at + "k_proj", a.keySize(), hidden),
                source.linear(at + "v_proj", a.valueSize(), hidden)),
        a.variations().sinks() ? source.vector(at + "sinks", a.heads()) : null,
        source.linear(source.first(at, "o_proj", "out_proj"), hidden, a.attendedSize()));
  }

  private Mixer latents(Latent shape, String at) {
    int hidden = a.hiddenSize();
    int rank = shape.queryRank();
    boolean low = rank > 0;
    return new Mixer.Latents(
        shape,
        low ? source.linear(at + "q_a_proj", rank, hidden) : null,
        low ? norm(at + "q_a_layernorm", rank) : null,
        source.linear(at + (low ? "q_b_proj" : "q_proj"), a.querySize(), low ? rank : hidden),
        source.linear(at + "kv_a_proj_with_mqa", shape.latentRank() + shape.rotaryDim(), hidden),
        norm(at + "kv_a_layernorm", shape.latentRank()),
        source.linear(
            at + "kv_b_proj",
            shape.heads() * (shape.plainDim() + shape.valueDim()),
            shape.latentRank()),
        shape.indexer().exists() ? picks(shape, at + "indexer.") : null,
        source.linear(at + "o_proj", hidden, a.attendedSize()));
  }

  private Mixer.Picks picks(Latent attention, String at) {
    Indexer shape = attention.indexer();
    String norm = at + "k_norm";
    return new Mixer.Picks(
        shape,
        source.linear(at + "wq_b", shape.heads() * shape.headDim(), attention.queryRank()),
        source.linear(at + "wk", shape.headDim(), a.hiddenSize()),
        new NormWeights(
            source.vector(norm + ".weight", shape.headDim()),
            source.vector(norm + ".bias", shape.headDim())),
        source.linear(at + "weights_proj", shape.heads(), a.hiddenSize()));
  }

  private Mixer scan(Recurrence.SelectiveScan shape, String at) {
    boolean normed = shape.normed();
    return new Mixer.Scan(
        shape,
        source.linear(at + "in_proj", 2 * shape.inner(), a.hiddenSize()),
        convolution(at + "conv1d", shape.convolution()),
        source.linear(at + "x_proj", shape.rank() + 2 * shape.stateSize(), shape.inner()),
        source.linear(at + "dt_proj", shape.inner(), shape.rank()),
        source.floats(at + "A_log", shape.inner(), shape.stateSize()),
        source.vector(at + "D", shape.inner()),
        normed ? norm(at + "dt_layernorm", shape.rank()) : null,
        normed ? norm(at + "b_layernorm", shape.stateSize()) : null,
        normed ? norm(at + "c_layernorm", shape.stateSize()) : null,
        source.linear(at + "out_proj", a.hiddenSize(), shape.inner()));
  }

  private Mixer channelDelta(Recurrence.ChannelDelta shape, String at) {
    int hidden = a.hiddenSize();
    int inner = shape.inner();
    Recurrence.Convolution each = new Recurrence.Convolution(inner, shape.kernel(), false);
    return new Mixer.ChannelDelta(
        shape,
        List.of(
            source.linear(at + "q_proj", inner, hidden),
            source.linear(at + "k_proj", inner, hidden),
            source.linear(at + "v_proj", inner, hidden),
            source.linear(at + "b_proj", shape.heads(), hidden)),
        List.of(
            convolution(at + "q_conv1d", each),
            convolution(at + "k_conv1d", each),
            convolution(at + "v_conv1d", each)),
        source.linear(at + "f_a_proj", shape.headDim(), hidden),
        source.linear(at + "f_b_proj", inner, shape.headDim()),
        source.linear(at + "g_a_proj", shape.headDim(), hidden),
        source.linear(at + "g_b_proj", inner, shape.headDim()),
        source.vector(at + "dt_bias", inner),
        source.column(at + "A_log", shape.heads()),
        norm(at + "o_norm", shape.headDim()),
        source.linear(at + "o_proj", hidden, inner));
  }

  private Mixer lightning(Recurrence.Lightning shape, String at) {
    int hidden = a.hiddenSize();
    int inner = shape.inner();
    return new Mixer.Lightning(
        shape,
        source.linear(at + "qkv_proj", 3 * inner, hidden),
        source.linear(at + "output_gate", inner, hidden),
        norm(at + "norm", inner),
        source.linear(at + "out_proj", hidden, inner));
  }

  private Mixer stateSpace(Recurrence.StateSpace shape, String at) {
    return new Mixer.StateSpace(
        shape,
        source.linear(at + "in_proj", shape.projected(), a.hiddenSize()),
        convolution(at + "conv1d", shape.convolution()),
        source.vector(at + "dt_bias", shape.heads()),
        source.vector(at + "A_log", shape.heads()),
        source.vector(at + "D", shape.heads()),
        shape.normed() ? norm(at + "norm", shape.inner()) : null,
        source.linear(at + "out_proj", a.hiddenSize(), shape.inner()));
  }

  private Mixer delta(Recurrence.DeltaRule shape, String at) {
    int hidden = a.hiddenSize();
    int mixed = 2 * shape.keys() + shape.values();
    boolean byKeyHead = source.hasMatrix(at + "in_proj_qkvz.weight");
    return new Mixer.Delta(
        shape,
        byKeyHead
            ? List.of(
                source.linear(at + "in_proj_qkvz", mixed + shape.values(), hidden),
                source.linear(at + "in_proj_ba", 2 * shape.valueHeads(), hidden))
            : List.of(
                source.linear(at + "in_proj_qkv", mixed, hidden),
                source.linear(at + "in_proj_z", shape.values(), hidden),
                source.linear(at + "in_proj_b", shape.valueHeads(), hidden),
                source.linear(at + "in_proj_a", shape.valueHeads(), hidden)),
        byKeyHead,
        convolution(at + "conv1d", shape.convolution()),
        source.vector(at + "dt_bias", shape.valueHeads()),
        source.vector(at + "A_log", shape.valueHeads()),
        norm(at + "norm", shape.valueDim()),
        source.linear(at + "out_proj", hidden, shape.values()));
  }

  private Mixer convolution(Recurrence.GatedConvolution shape, String at) {
    return new Mixer.GatedConvolution(
        source.linear(at + "in_proj", 3 * shape.channels(), a.hiddenSize()),
        convolution(at + "conv", shape.convolution()),
        source.linear(at + "out_proj", a.hiddenSize(), shape.channels()));
  }

  private Mixer.Convolution convolution(String name, Recurrence.Convolution shape) {
    @Nullable FloatRows bias =
        shape.bias() ? source.vector(name + ".bias", shape.channels()) : null;
    return new Mixer.Convolution(
        source.filters(name + ".weight", shape.channels(), shape.kernel()), bias);
  }

  private NormWeights norm(String name, int size) {
    return new NormWeights(source.vector(name + ".weight", size), null);
  }
}
