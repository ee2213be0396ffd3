package org.cimlet.appraise;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineSpec;
import org.cimlet.quantity.Provenance;

/// A machine drawn again and again, its technology numbers within their intervals
/// ([MovingNumbers]). Numbers are drawn independently.
public final class MachineSamples {
  private final MachineFile file;
  private final List<Provenance> numbers;
  private final Sampling sampling;

  private MachineSamples(MachineFile file, List<Provenance> numbers, Sampling sampling) {
    this.file = file;
    this.numbers = numbers;
    this.sampling = sampling;
  }

  /// Draws.
  ///
  /// @param samples how many
  public static MachineSamples of(MachineFile file, int samples) {
    return of(file, _ -> true, samples);
  }

  /// @param moves keys of numbers that move; others stay as written
  static MachineSamples of(MachineFile file, Predicate<String> moves, int samples) {
    List<Provenance> numbers = moving(file, moves);
    List<Sampling.Input> inputs = numbers.stream().map(MovingNumbers::input).toList();
    return new MachineSamples(file, numbers, new Sampling(inputs, samples, Uncertainty.SEED));
  }

  private static List<Provenance> moving(MachineFile file, Predicate<String> moves) {
    return MovingNumbers.of(file.machine().provenance()).stream()
        .filter(line -> moves.test(line.key()))
        .toList();
  }

  /// Draws so that machines which are compared meet the same luck: a number of the same key lies at
  /// the same share of its interval in the same sample of any machine.
  ///
  /// @param chosen keys of numbers that stay as they are written
  /// @param samples how many
  public static MachineSamples alike(MachineFile file, Set<String> chosen, int samples) {
    List<Provenance> numbers = moving(file, key -> !chosen.contains(key));
    List<Sampling.Input> inputs = numbers.stream().map(MovingNumbers::input).toList();
    return new MachineSamples(file, numbers, Sampling.byKey(inputs, samples, Uncertainty.SEED));
  }

  /// A machine.
  ///
  /// @param sample its number, from 0
  public MachineSpec machine(int sample) {
    return file.varied(MovingNumbers.reading(numbers, sampling, sample));
  }

  Sampling sampling() {
    return sampling;
  }

  /// Numbers that are drawn.
  int numbers() {
    return numbers.size();
  }

  /// Those that state a range.
  int stated() {
    return MovingNumbers.stated(numbers);
  }
}
