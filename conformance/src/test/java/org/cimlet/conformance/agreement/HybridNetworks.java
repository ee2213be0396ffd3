package org.cimlet.conformance.agreement;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.conformance.agreement.AgreementCase.Gap;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.NetworkSpec.Layer;
import org.cimlet.network.Recurrence;

/// Networks of 2,048 elements with a layer that attends after each three that keep a state, for
/// every kind of state: with the state at the host, and at the layers' homes.
final class HybridNetworks {
  private static final int HIDDEN = 2048;
  private static final int NORMS = 2 * HIDDEN;

  private static final List<Recurrence> KINDS =
      List.of(
          new Recurrence.StateSpace(64, 64, 128, 8, 4, false, true, true),
          new Recurrence.SelectiveScan(4096, 16, 128, 4, false, true, true),
          new Recurrence.DeltaRule(16, 32, 128, 128, 4),
          new Recurrence.ChannelDelta(16, 128, 4),
          new Recurrence.Lightning(16, 128),
          new Recurrence.GatedConvolution(2048, 3, false));

  private HybridNetworks() {}

  static void addTo(List<AgreementCase> cases) {
    VariedMachine base = VariedMachine.shipped().mesh(2, 3);
    MachineSpec host = base.spec();
    MachineSpec modules = base.attentionModules(64, 200).spec();
    for (Recurrence kind : KINDS) {
      NetworkSpec network = hybrid(kind);
      cases.add(one("state at the host", host, network, 1, 512));
      cases.add(one("state at the host", host, network, 32, 0));
      cases.add(one("state on dies", modules, network, 1, 512));
      cases.add(one("state on dies", modules, network, 32, 0));
    }
    cases.add(one("layers of one kind each", host, single(), 1, 512));
    cases.add(one("layers of one kind each", modules, single(), 32, 0));
    cases.add(one("attention beside a state", host, beside(), 1, 512));
    cases.add(one("attention beside a state", modules, beside(), 32, 0));
  }

  private static AgreementCase one(
      String label, MachineSpec machine, NetworkSpec network, int batch, int prompt) {
    return new AgreementCase(
        label, machine, network, "filled", false, 1024, batch, prompt, Gap.NONE, Gap.NONE);
  }

  private static Attention gated() {
    return new Attention.Grouped(16, 2, 128, Integer.MAX_VALUE, false, false).withGate(16 * 128);
  }

  private static NetworkSpec hybrid(Recurrence kind) {
    List<Layer> layers = new ArrayList<>();
    FeedForward gated = new FeedForward.Gated(5632, false);
    for (int layer = 0; layer < 16; layer++) {
      layers.add(
          layer % 4 == 3
              ? new Layer(gated(), gated, NORMS)
              : layer(new Attention.None(), kind, gated));
    }
    return network(kind.getClass().getSimpleName(), layers);
  }

  /// As Nemotron-H: a state space, a feed-forward of two matrices, attention.
  private static NetworkSpec single() {
    List<Layer> layers = new ArrayList<>();
    Recurrence none = new Recurrence.None();
    for (int i = 0; i < 6; i++) {
      layers.add(layer(new Attention.None(), KINDS.getFirst(), new FeedForward.None()));
      layers.add(layer(new Attention.None(), none, new FeedForward.Plain(5632, false)));
      layers.add(layer(gated(), none, new FeedForward.None()));
    }
    return network("single", layers);
  }

  /// As Falcon-H1: both in every layer.
  private static NetworkSpec beside() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      layers.add(layer(gated(), KINDS.getFirst(), new FeedForward.Gated(5632, false)));
    }
    return network("beside", layers);
  }

  private static Layer layer(Attention attention, Recurrence recurrence, FeedForward feedForward) {
    return new Layer(attention, recurrence, feedForward, NORMS, false, List.of());
  }

  private static NetworkSpec network(String name, List<Layer> layers) {
    return new NetworkSpec(name, "hybrid", HIDDEN, 32_000, 8192, 0, false, false, HIDDEN, layers);
  }
}
