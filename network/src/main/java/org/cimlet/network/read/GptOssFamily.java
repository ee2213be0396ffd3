package org.cimlet.network.read;

import java.util.OptionalInt;
import org.cimlet.document.Keys;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.read.Family.Header;
import org.cimlet.network.read.Heads.HeadDim;

/// gpt-oss: experts with biases behind a router with biases, attention with biases and a learned
/// sink for each head, every other layer through a window.
final class GptOssFamily {
  private static final int HEAD_DIM = 64;
  private static final int SLIDING_WINDOW = 128;

  private GptOssFamily() {}

  static NetworkSpec gptOss(Header header, Keys config) {
    CommonConfig common = CommonConfig.read(config, false);
    Heads heads = Heads.readMentioned(config, new HeadDim.Fixed(HEAD_DIM));
    boolean bias = config.flag("attention_bias", true);
    Routing routing = Routing.read(config, "num_local_experts");
    Gated expert = new Gated(config.size("intermediate_size"), true);
    Experts experts = new Experts(routing.experts(), routing.active(), expert, 0, true);
    OptionalInt window = SlidingWindow.readOr(config, SLIDING_WINDOW);
    SlidingWindow windows =
        SlidingWindow.some(config, common.layers(), window, layer -> layer % 2 == 0);
    return common.network(
        header,
        ComputationReader.of(config, common).theta(150_000).rootMeanSquare(1e-5, "silu"),
        layer -> {
          Grouped attention =
              new Grouped(
                  heads.heads(),
                  heads.keyValueHeads(),
                  heads.headDim(),
                  windows.of(layer),
                  bias,
                  bias,
                  true);
          return new Layer(attention, experts, 2 * common.hidden());
        });
  }
}
