package org.cimlet.plan.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A product: what the chiplets do between two synchronisations of one layer. They multiply one
/// input by the fused linears that need it, then send the results on, with the element-wise work on
/// them.
///
/// @param name `qkv`, `attention out`, `gate up`, `down`, `router`, `head`
/// @param fusedLinears the matrices; a token passes all of them at the same time
/// @param source where the input comes from
/// @param inputElements elements of the input vector for a token, sent to each chiplet that holds a
///   shard
/// @param results where the results go
/// @param vectorOps element-wise operations on the package after the products: activation,
///   residual, norm, bias; 0 where the host does them
/// @param hostOps operations of the host on the results, those of follow-ups left out
public record Step(
    String name,
    List<FusedLinears> fusedLinears,
    Source source,
    int inputElements,
    Results results,
    long vectorOps,
    long hostOps)
    implements Operation {

  /// Where a step's input vector comes from.
  public enum Source {
    /// The residual stream, at the layer's home chiplet.
    RESIDUAL,
    /// The host, which computed it.
    HOST,
    /// The layer's home, where attention's results have come back or [LocalWork] has been done.
    HOME,
    /// The chiplets that hold the previous step, each with its slice.
    PREVIOUS
  }

  /// Copies the list.
  public Step {
    fusedLinears = List.copyOf(fusedLinears);
  }

  /// Results that go to the host.
  public int toHostElements() {
    return results.toHost();
  }

  /// Results that go to the layer's home.
  public int toHomeElements() {
    return results.toHome();
  }

  /// Results that the next step reads.
  public int toNextElements() {
    return results.toNext();
  }

  /// Results that are added to the residual stream.
  public int toResidualElements() {
    return results.toResidual();
  }

  /// Results that a token makes, on all chiplets together.
  public long outputs() {
    long outputs = 0;
    for (FusedLinears fused : fusedLinears) {
      outputs += (long) fused.outputs() * fused.activeCopies();
    }
    return outputs;
  }

  /// Whether some of its linears have copies of which a token uses only some.
  public boolean isRouted() {
    return routedLinears() != null;
  }

  /// The routed linears; all of a step's have the same copies. Null where every token uses all.
  public @Nullable FusedLinears routedLinears() {
    for (FusedLinears fused : fusedLinears) {
      if (fused.copies() > 1) {
        return fused;
      }
    }
    return null;
  }

  /// Whether each copy reads its own slice of the input: where the slices of all active copies make
  /// up the input vector.
  public boolean hasOwnInputs() {
    long slices = 0;
    int widest = 0;
    for (FusedLinears fused : fusedLinears) {
      slices += (long) fused.inputs() * fused.activeCopies();
      widest = Math.max(widest, fused.inputs());
    }
    return isRouted() && slices == inputElements && widest < inputElements;
  }

  /// Bits the step's linears take, masks included, padding left out.
  public long storedBits() {
    return fusedLinears.stream().mapToLong(FusedLinears::storedBits).sum();
  }
}
