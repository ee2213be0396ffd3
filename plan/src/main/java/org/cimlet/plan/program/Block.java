package org.cimlet.plan.program;

import java.util.ArrayList;
import java.util.List;

/// One shape of layer; a program repeats few of them.
///
/// A layer with attention and a feed-forward has a step that makes queries, keys and values, then
/// [AttentionWork], then further steps. A recurrent layer has [RecurrentUpdate] in its place. A
/// parallel block makes queries, keys, values and the feed-forward's inner vector in one step; what
/// reads the inner vector is the next step, whatever follows on the first one's other results.
public final class Block {
  private final List<Linear> linears;
  private final List<Operation> operations;
  private final int normWeights;
  private final List<Step> steps;
  private final List<List<FollowUp>> followUps;
  private final AttentionWork attention;
  private final List<LocalWork> localWork;

  /// @param linears every weight matrix by its usual name, for listings
  /// @param operations in order, a step first
  /// @param normWeights parameters of the norms
  /// @throws IllegalArgumentException where no step comes first, where attention comes twice, or
  ///   where the host works on results that do not go there
  public Block(List<Linear> linears, List<Operation> operations, int normWeights) {
    this.linears = List.copyOf(linears);
    this.operations = List.copyOf(operations);
    this.normWeights = normWeights;
    List<Step> products = new ArrayList<>();
    List<List<FollowUp>> after = new ArrayList<>();
    AttentionWork attends = AttentionWork.NONE;
    for (Operation operation : operations) {
      switch (operation) {
        case Step step -> {
          products.add(step);
          after.add(new ArrayList<>());
        }
        case FollowUp followUp -> {
          if (products.isEmpty()) {
            throw new IllegalArgumentException("a layer must begin with a step, got " + followUp);
          }
          after.getLast().add(followUp);
          attends = attends(followUp, attends);
          requireResults(products.getLast(), followUp);
        }
      }
    }
    steps = List.copyOf(products);
    followUps = after.stream().map(List::copyOf).toList();
    attention = attends;
    localWork =
        operations.stream().filter(LocalWork.class::isInstance).map(LocalWork.class::cast).toList();
  }

  private static AttentionWork attends(FollowUp followUp, AttentionWork before) {
    return switch (followUp) {
      case AttentionWork work -> {
        if (before.attends()) {
          throw new IllegalArgumentException("a layer must attend once at most");
        }
        yield work;
      }
      case LocalWork _ -> before;
    };
  }

  private static void requireResults(Step step, FollowUp followUp) {
    boolean needsResults =
        switch (followUp) {
          case LocalWork work -> work.at() == LocalWork.At.HOST;
          case AttentionWork _ -> false;
        };
    if (needsResults && step.toHostElements() == 0) {
      throw new IllegalArgumentException(
          "the host must get results of %s before %s".formatted(step.name(), followUp));
    }
  }

  /// Every weight matrix by its usual name.
  public List<Linear> linears() {
    return linears;
  }

  /// What is done, in order.
  public List<Operation> operations() {
    return operations;
  }

  /// Parameters of the norms.
  public int normWeights() {
    return normWeights;
  }

  /// The products among the operations: what the chiplets do, in order.
  public List<Step> steps() {
    return steps;
  }

  /// What follows on a step's results, in order.
  public List<FollowUp> followUps(int step) {
    return followUps.get(step);
  }

  /// The attention among the operations; [AttentionWork#NONE] in a layer that does not attend.
  public AttentionWork attention() {
    return attention;
  }

  /// The other work that follows on steps.
  public List<LocalWork> localWork() {
    return localWork;
  }

  /// Bits of state that a sequence keeps at a place from token to token.
  public long keptBits(LocalWork.At at) {
    long bits = 0;
    for (LocalWork work : localWork) {
      bits += work.at() == at ? work.keptBits() : 0;
    }
    return bits;
  }

  /// Weights of all linears, biases left out.
  public long weights() {
    return linears.stream().mapToLong(Linear::weights).sum();
  }

  /// Weights one token uses.
  public long activeWeights() {
    return linears.stream().mapToLong(Linear::activeWeights).sum();
  }

  /// Parameters of the biases.
  public long biases() {
    return linears.stream()
        .filter(Linear::bias)
        .mapToLong(linear -> (long) linear.outputs() * linear.copies())
        .sum();
  }
}
