package org.cimlet.plan;

/// Where counts lie in an array: a row of all actions for each kind of die, then one for the
/// package.
@SuppressWarnings("EnumOrdinal") // inner loop of every engine; nothing outside sees the order
final class ActionCells {
  private static final int ACTIONS = Action.values().length;

  private ActionCells() {}

  /// Cells for so many kinds of dies.
  static int size(int kinds) {
    return (kinds + 1) * ACTIONS;
  }

  /// Kinds of dies in an array of so many cells.
  static int kinds(int size) {
    return size / ACTIONS - 1;
  }

  /// The cell of what dies of a kind do.
  static int ofDies(Action action, int kind) {
    if (!action.isOfDies()) {
      throw new IllegalArgumentException(action + " is not counted for dies");
    }
    return kind * ACTIONS + action.ordinal();
  }

  /// The cell of what the package does.
  static int ofPackage(Action action, int kinds) {
    if (!action.isCounted() || action.isOfDies()) {
      throw new IllegalArgumentException(action + " is not counted for the package");
    }
    return kinds * ACTIONS + action.ordinal();
  }
}
