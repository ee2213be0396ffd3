package org.cimlet.plan.machine;

import java.util.List;

/// One kind of die in a package.
///
/// @param name for people
/// @param use what dies of this kind are for
/// @param process for people: `12/14 nm FinFET`
/// @param chiplet the die
/// @param at numbers of the places where they stand, in the order they are filled
public record DieKind(String name, Use use, String process, Chiplet chiplet, List<Integer> at) {

  /// What dies are for. A package has one kind for each use, or leaves the use to another.
  public enum Use {
    /// They hold the layers' linears, and the head where no other dies do.
    LINEARS,
    /// They keep keys and values and attend near them.
    KV_CACHE,
    /// They hold the head, and the embedding where its rows are looked up.
    EMBEDDING_HEAD
  }

  /// Copies the list.
  public DieKind {
    at = List.copyOf(at);
  }

  /// The same places with another die.
  DieKind with(Chiplet other) {
    return new DieKind(name, use, process, other, at);
  }

  /// Dies of this kind.
  public int count() {
    return at.size();
  }
}
