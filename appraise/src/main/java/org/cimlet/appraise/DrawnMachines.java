package org.cimlet.appraise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cimlet.machine.MachineFile;
import org.cimlet.machine.MachineSpec;
import org.cimlet.quantity.Provenance;

/// A machine drawn again and again while its technology numbers move within their intervals, as
/// [Uncertainty] moves them. A number of the same key lies at the same share of its interval in the
/// same sample of any machine: machines that are compared meet the same luck.
public final class DrawnMachines {
  private final MachineFile file;
  private final List<Provenance> numbers;
  private final List<Sampling> drawn;

  /// @param file the machine
  /// @param chosen keys of numbers that stay as they are written
  /// @param samples how many machines
  public DrawnMachines(MachineFile file, Set<String> chosen, int samples) {
    this.file = file;
    this.numbers =
        MovingNumbers.of(file.machine()).stream()
            .filter(line -> !chosen.contains(line.key()))
            .toList();
    this.drawn =
        numbers.stream()
            .map(line ->
                new Sampling(
                    List.of(MovingNumbers.input(line)),
                    samples,
                    Uncertainty.SEED + line.key().hashCode()))
            .toList();
  }

  /// One of the machines.
  ///
  /// @param sample its number, from 0
  public MachineSpec machine(int sample) {
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      values.put(numbers.get(i).key(), drawn.get(i).value(0, sample));
    }
    return MovingNumbers.set(file, values);
  }
}
