package org.cimlet.explore;

import java.util.Map;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.explore.space.Space;

/// One design of a space, taken out of it.
///
/// @param machineYaml its machine file
/// @param standing `done`, `over_limit`, `refused` or `excluded`, with why
/// @param command what `cimlet run` is called with to answer it, with `%s` for the machine file
public record ExploredDesign(String machineYaml, String standing, String command) {

  /// Takes a design out.
  ///
  /// @throws InvalidInputException where the space has no design of that number, or its machine
  ///   contradicts itself
  public static ExploredDesign of(Space space, long design) {
    if (design < 0 || design >= space.size()) {
      throw InvalidInputException.of(
          "--design", "must be a number from 0 to %s, got %s".formatted(space.size() - 1, design));
    }
    Row row = new Answerer(space, Columns.of(space)).answer(design);
    Map<String, Object> values = space.values(space.levels(design));
    String why = row.why().isEmpty() ? "" : ": " + row.why();
    return new ExploredDesign(
        new Designs(space).file(values).yaml(), row.status() + why, Designs.command(values, "%s"));
  }
}
