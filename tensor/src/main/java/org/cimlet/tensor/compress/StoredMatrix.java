package org.cimlet.tensor.compress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cimlet.network.Computation.Feature;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.tensor.file.Tensor;

/// A linear's weights where the uncompressed network has them: a matrix of their own, or an
/// expert's part of a tensor that holds all experts of a layer.
///
/// @param name what the compressed network calls it
/// @param tensor that holds it
/// @param firstRow of the tensor's rows, those of experts before it counted
/// @param rows of them
/// @param firstColumn of the tensor's columns
/// @param columns of them
/// @param transposed whether they are `[inputs, outputs]`
record StoredMatrix(
    String name,
    Tensor tensor,
    long firstRow,
    long rows,
    long firstColumn,
    long columns,
    boolean transposed) {
  private static final Pattern EXPERTS =
      Pattern.compile(
          "(.*\\.experts\\.)(gate_up_proj|gate_proj|up_proj|down_proj)(?:\\.weight)?"
              + "|(.*\\.block_sparse_moe\\.)(input_linear|output_linear)\\.weight");

  /// A tensor that is one matrix.
  static StoredMatrix whole(Tensor tensor, boolean transposed) {
    return new StoredMatrix(
        tensor.name(), tensor, 0, tensor.rows(), 0, tensor.columns(), transposed);
  }

  /// Where outputs begin in their rows or columns.
  long firstOutput() {
    return transposed ? firstColumn : firstRow;
  }

  /// Where inputs begin.
  long firstInput() {
    return transposed ? firstRow : firstColumn;
  }

  long outputs() {
    return transposed ? columns : rows;
  }

  long inputs() {
    return transposed ? rows : columns;
  }

  /// Bytes of them in the file.
  long bytes() {
    double share = (double) (rows * columns) / (tensor.rows() * tensor.columns());
    return Math.round(tensor.byteSize() * share);
  }

  /// The matrices of a tensor that holds all experts of a layer, `[experts, outputs, inputs]` or
  /// the other way round, under the names they have one by one; empty where it is no such tensor.
  ///
  /// @param others all tensors of the network, which say which way round it is
  static List<StoredMatrix> ofExperts(Tensor tensor, NetworkSpec network, List<Tensor> others) {
    Matcher name = EXPERTS.matcher(tensor.name());
    if (tensor.shape().size() != 3 || !name.matches()) {
      return List.of();
    }
    Optional<FeedForward.Experts> experts = experts(network);
    if (experts.isEmpty()) {
      return List.of();
    }
    int inner = experts.get().expert().inner();
    int hidden = network.hiddenSize();
    int count = experts.get().experts();
    boolean granite = name.group(3) != null;
    String front = granite ? name.group(3) + "experts." : name.group(1);
    String linear = granite ? name.group(4) : name.group(2);
    boolean down = List.of("down_proj", "output_linear").contains(linear);
    boolean both = List.of("gate_up_proj", "input_linear").contains(linear);
    long outputs = down ? hidden : both ? 2L * inner : inner;
    long inputs = down ? inner : hidden;
    // rows of gate and up that lie in turns stay so
    boolean inTurns = network.computation().features().contains(Feature.CLAMPED_GATES);
    List<Long> straight = List.of((long) count, outputs, inputs);
    List<Long> turned = List.of((long) count, inputs, outputs);
    boolean isTurned =
        tensor.shape().equals(turned)
            && (!tensor.shape().equals(straight) || isTurned(front, others, count, network));
    if (!isTurned && !tensor.shape().equals(straight)) {
      return List.of();
    }
    List<StoredMatrix> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String at = front + i + ".";
      if (both && inTurns) {
        found.add(part(at + "gate_up_proj", tensor, i, 0, outputs, inputs, outputs, isTurned));
      } else if (both) {
        found.add(part(at + "gate_proj", tensor, i, 0, inner, inputs, outputs, isTurned));
        found.add(part(at + "up_proj", tensor, i, inner, inner, inputs, outputs, isTurned));
      } else {
        String its = down ? "down_proj" : linear;
        found.add(part(at + its, tensor, i, 0, outputs, inputs, outputs, isTurned));
      }
    }
    return found;
  }

  private static StoredMatrix part(
      String name,
      Tensor tensor,
      int expert,
      long firstOutput,
      long outputs,
      long inputs,
      long outputsOfAll,
      boolean turned) {
    return turned
        ? new StoredMatrix(
            name + ".weight", tensor, expert * inputs, inputs, firstOutput, outputs, true)
        : new StoredMatrix(
            name + ".weight",
            tensor,
            expert * outputsOfAll + firstOutput,
            outputs,
            0,
            inputs,
            false);
  }

  /// Where both ways have the same shape, the tensors of a layer together tell.
  private static boolean isTurned(
      String front, List<Tensor> others, int count, NetworkSpec network) {
    long inner = experts(network).orElseThrow().expert().inner();
    long hidden = network.hiddenSize();
    return isThere(others, front + "gate_up_proj", List.of((long) count, hidden, 2 * inner))
        && isThere(others, front + "down_proj", List.of((long) count, inner, hidden));
  }

  private static boolean isThere(List<Tensor> tensors, String front, List<Long> shape) {
    return tensors.stream()
        .anyMatch(one -> one.name().startsWith(front) && one.shape().equals(shape));
  }

  private static Optional<FeedForward.Experts> experts(NetworkSpec network) {
    return network.layers().stream()
        .map(NetworkSpec.Layer::feedForward)
        .filter(FeedForward.Experts.class::isInstance)
        .map(FeedForward.Experts.class::cast)
        .findFirst();
  }
}
