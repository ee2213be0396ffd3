package org.cimlet.estimate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.Estimate.ActionCounts;
import org.cimlet.estimate.Estimate.Bottleneck;
import org.cimlet.estimate.Estimate.ChipletLoad;
import org.cimlet.estimate.Estimate.LinkLoad;
import org.cimlet.estimate.Estimate.TimeShare;
import org.cimlet.plan.Plan;
import org.cimlet.plan.Topology;

/// Estimates a plan in closed form.
///
/// Two bounds hold for `B` streams in flight: no stream is faster than a lone one, and no resource
/// is busy for longer than the time there is. The larger is the time per token: `max(lone stream, B
/// x busy time of the busiest resource)`.
public final class Estimator {
  private Estimator() {}

  /// Everything about a plan.
  public static Estimate estimate(Plan plan) {
    TokenPass pass = TokenPass.walk(plan);
    Estimate.Decode decode = decode(plan, pass);
    ActionCounts actions = pass.actions();
    double throughput = decode.throughputTokensPerS();
    double saturated = decode.saturatedTokensPerS();
    return new Estimate(
        prefill(plan, pass),
        decode,
        time(pass),
        EnergyCharge.charge(plan, actions, pass.loads(), throughput),
        chiplets(plan, pass, throughput, saturated),
        links(plan, pass, throughput, saturated),
        actions,
        pass.layerMacros());
  }

  /// The figures a sweep compares, without the lists a report needs.
  public static Estimate.Decode decode(Plan plan) {
    return decode(plan, TokenPass.walk(plan));
  }

  private static Estimate.Decode decode(Plan plan, TokenPass pass) {
    int batch = plan.scenario().batch();
    double lone = pass.token().total();
    Bottleneck busiest =
        Resources.busiest(
            plan, pass.loads(), 1, pass.host().computeBusyS(), pass.host().memoryBusyS());
    double busy = busiest.share();
    double perToken = Math.max(lone, batch * busy);
    double throughput = batch / perToken;
    Bottleneck limit = batch * busy >= lone ? saturating(busiest, busy) : largestShare(pass, lone);
    return new Estimate.Decode(
        batch,
        plan.scenario().contextTokens(),
        perToken,
        throughput,
        EnergyCharge.total(plan, pass, throughput),
        limit,
        lone,
        1 / busy,
        (long) Math.ceil(lone / busy),
        saturating(busiest, busy));
  }

  private static Bottleneck saturating(Bottleneck busiest, double busy) {
    return new Bottleneck(busiest.part(), busiest.name(), true, busiest.share() / busy);
  }

  private static Bottleneck largestShare(TokenPass pass, double lone) {
    Part largest = pass.token().largest();
    return new Bottleneck(largest, "lone stream", false, pass.token().of(largest) / lone);
  }

  /// The chunks before the last keep the busiest resource busy; the last then passes the pipeline.
  private static Estimate.Prefill prefill(Plan plan, TokenPass pass) {
    PrefillShape shape = pass.prefill();
    Bottleneck busiest =
        Resources.busiest(
            plan,
            pass.layerLoads(),
            shape.before(),
            pass.host().prefillComputeS(),
            pass.host().prefillMemoryS());
    double time = busiest.share() + pass.chunk().total();
    return new Estimate.Prefill(
        shape.tokens(),
        time,
        new Bottleneck(busiest.part(), busiest.name(), true, busiest.share() / time));
  }

  private static List<TimeShare> time(TokenPass pass) {
    List<TimeShare> shares = new ArrayList<>();
    for (Part part : Part.values()) {
      shares.add(new TimeShare(part, pass.token().of(part)));
    }
    return shares;
  }

  private static List<ChipletLoad> chiplets(
      Plan plan, TokenPass pass, double throughput, double saturated) {
    List<ChipletLoad> loads = new ArrayList<>();
    for (int c = 0; c < plan.machine().chiplets(); c++) {
      double busy = pass.loads().macroS()[c];
      long bytes = plan.placement().bitsUsedPerMacro(c) * plan.machine().chiplet().macros() / 8;
      loads.add(new ChipletLoad(c, busy, busy * throughput, busy * saturated, bytes));
    }
    return loads;
  }

  private static List<LinkLoad> links(
      Plan plan, TokenPass pass, double throughput, double saturated) {
    List<LinkLoad> loads = new ArrayList<>();
    List<Topology.Link> links = plan.machine().topology().links();
    for (int link = 0; link < links.size(); link++) {
      double busy = pass.loads().linkBits()[link] / links.get(link).bitsPerS();
      loads.add(
          new LinkLoad(
              links.get(link).name(),
              pass.loads().linkBits()[link],
              busy * throughput,
              busy * saturated));
    }
    return loads;
  }
}
