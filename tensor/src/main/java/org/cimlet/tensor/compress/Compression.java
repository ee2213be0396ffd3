package org.cimlet.tensor.compress;

import java.nio.file.Path;
import java.util.Optional;

/// What a compression is to do.
///
/// @param patterns how many weights of each group are kept, by tensor
/// @param method which ones
/// @param groupsPerScale how many groups of a row share a scale, so that a row has several; where
///   the pattern is dense, how many times 32 inputs. Empty for one scale a row
/// @param tokenizer a vocabulary to copy along with a llama2.c checkpoint
public record Compression(
    PatternRules patterns,
    Method method,
    Optional<Integer> groupsPerScale,
    Optional<Path> tokenizer) {

  /// @throws IllegalArgumentException if a scale stands for less than a group
  public Compression {
    if (groupsPerScale.isPresent() && groupsPerScale.get() < 1) {
      throw new IllegalArgumentException(
          "a scale must stand for at least a group, got " + groupsPerScale.get());
    }
  }

  /// By magnitude, with one scale a row.
  public static Compression of(PatternRules patterns) {
    return new Compression(patterns, new Method.Magnitude(), Optional.empty(), Optional.empty());
  }

  /// Consecutive inputs of a row that share a scale.
  int inputsPerScale(int group, int inputs) {
    int unit = group == 1 ? DENSE_UNIT : group;
    return groupsPerScale
        .map(groups -> (int) Math.min((long) groups * unit, inputs))
        .orElse(inputs);
  }

  private static final int DENSE_UNIT = 32;
}
