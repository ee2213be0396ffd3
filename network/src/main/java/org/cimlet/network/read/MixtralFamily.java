package org.cimlet.network.read;

import org.cimlet.document.Keys;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.read.Family.Header;
import org.cimlet.network.read.Heads.HeadDim;

/// Mixtral: Mistral's attention, and in every layer experts behind a router without bias.
final class MixtralFamily {
  private MixtralFamily() {}

  static NetworkSpec mixtral(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Quotient("hidden_size", common.hidden()));
    int window = SlidingWindow.read(config).orElse(SlidingWindow.UNLIMITED);
    Routing routing = Routing.read(config, "num_local_experts");
    Gated expert = new Gated(config.size("intermediate_size"), false);
    Experts experts = new Experts(routing.experts(), routing.active(), expert, 0, false);
    Layer layer = new Layer(heads.grouped(window, false, false), experts, 2 * common.hidden());
    return common.network(
        header,
        ComputationReader.of(config, common).theta(1e6).rootMeanSquare(1e-5, "silu"),
        _ -> layer);
  }
}
