package org.cimlet.plan.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the chiplets do between two synchronisations of one layer: multiply one input by the stacks
/// that need it, then send the results on.
///
/// Element counts are per token. Elements that stay on the chiplet that made them count as
/// [#toNextElements].
///
/// @param name `qkv`, `attention out`, `gate up`, `down`, `router`, `head`
/// @param stacks the matrices; a token passes all of them at the same time
/// @param source where the input comes from
/// @param inputElements elements of the input vector, sent to each chiplet that holds a part
/// @param toHostElements results that go to the host
/// @param toHomeElements results that go to the attention module at the layer's home chiplet
/// @param toNextElements results the next step reads
/// @param toResidualElements results added to the residual stream
/// @param vectorOps element-wise operations on the package after the products: activation,
///   residual, norm, bias; 0 where the host does them
/// @param hostOps operations of the host on the results, attention left out
/// @param attends whether attention follows once this step's results are where they go
public record Step(
    String name,
    List<FusedLinears> stacks,
    Source source,
    int inputElements,
    int toHostElements,
    int toHomeElements,
    int toNextElements,
    int toResidualElements,
    long vectorOps,
    long hostOps,
    boolean attends) {

  /// Where a step's input vector comes from.
  public enum Source {
    /// The residual stream, at the layer's home chiplet.
    RESIDUAL,
    /// The host, which computed it.
    HOST,
    /// The attention module of the layer's home chiplet.
    ATTENTION,
    /// The chiplets that hold the previous step, each with its slice.
    PREVIOUS
  }

  /// Copies the list.
  public Step {
    stacks = List.copyOf(stacks);
  }

  /// Results that a token makes, on all chiplets together.
  public long outputs() {
    long outputs = 0;
    for (FusedLinears fused : stacks) {
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
    for (FusedLinears fused : stacks) {
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
    for (FusedLinears fused : stacks) {
      slices += (long) fused.inputs() * fused.activeCopies();
      widest = Math.max(widest, fused.inputs());
    }
    return isRouted() && slices == inputElements && widest < inputElements;
  }

  /// Bits the step's stacks take, masks included, padding left out.
  public long storedBits() {
    return stacks.stream().mapToLong(FusedLinears::storedBits).sum();
  }
}
