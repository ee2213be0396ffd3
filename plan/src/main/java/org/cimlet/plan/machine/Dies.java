package org.cimlet.plan.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cimlet.plan.machine.DieKind.Use;
import org.jspecify.annotations.Nullable;

/// The dies of a package: which kinds there are, and which stands at each place of the topology.
public final class Dies {
  private final List<DieKind> kinds;
  private final int[] kindOf;
  private final String[] names;
  private final List<DieKind> tallied;

  /// @param kinds that of the linears first, one for each use at most
  /// @throws IllegalArgumentException where a place has no die or two, or a use two kinds
  public Dies(List<DieKind> kinds) {
    this(kinds, null);
  }

  /// Dies that hold layers and head in different words.
  ///
  /// @param head the layers' dies as they work for the head; null where they do as for layers
  @SuppressWarnings("ReferenceEquality") // the same kind, not one like it
  public Dies(List<DieKind> kinds, @Nullable Chiplet head) {
    this.kinds = List.copyOf(kinds);
    this.tallied = head == null ? this.kinds : new ArrayList<>(kinds);
    if (head != null) {
      DieKind first = kinds.getFirst();
      tallied.add(new DieKind(first.name(), first.use(), first.process(), head, List.of()));
    }
    if (kinds.isEmpty() || kinds.getFirst().use() != Use.LINEARS) {
      throw new IllegalArgumentException("the dies of the linears must come first");
    }
    int count = 0;
    Set<Use> uses = EnumSet.noneOf(Use.class);
    for (DieKind kind : kinds) {
      count += kind.count();
      if (!uses.add(kind.use())) {
        throw new IllegalArgumentException("must be one kind of dies for each use at most");
      }
    }
    kindOf = new int[count];
    names = new String[count];
    if (kinds.size() == 1) {
      return; // all of the first kind, which has every place
    }
    Arrays.fill(kindOf, -1);
    for (int kind = 0; kind < kinds.size(); kind++) {
      for (int place : kinds.get(kind).at()) {
        if (kindOf[place] >= 0) {
          throw new IllegalArgumentException("two dies at " + place);
        }
        kindOf[place] = kind;
      }
      number(kind);
    }
  }

  /// Dies of a kind are numbered among themselves.
  private void number(int kind) {
    DieKind dies = kinds.get(kind);
    boolean taken =
        kinds.subList(0, kind).stream().anyMatch(other -> other.name().equals(dies.name()));
    String name = taken ? dies.name() + "-" + kind : dies.name();
    String between = Character.isDigit(name.charAt(name.length() - 1)) ? "-" : "";
    for (int i = 0; i < dies.count(); i++) {
      names[dies.at().get(i)] = name + between + i;
    }
  }

  /// Equal dies, at every place of a topology.
  public static Dies equal(String process, Chiplet chiplet, Topology topology) {
    return new Dies(
        List.of(new DieKind("chiplet", Use.LINEARS, process, chiplet, topology.places())));
  }

  /// The kinds, that of the linears first.
  public List<DieKind> kinds() {
    return kinds;
  }

  /// What engines count apart: the kinds, then the layers' dies as they work for a head of other
  /// words. The last has no places, since its dies are those of the first.
  public List<DieKind> tallied() {
    return Collections.unmodifiableList(tallied);
  }

  /// Number among those of a die at work for the head or for layers.
  public int tallyOf(int die, boolean head) {
    int kind = kindOf[die];
    return head && kind == 0 && !hasHeadOfItsOwn() ? tallyOfHead() : kind;
  }

  private int tallyOfHead() {
    return tallied.size() > kinds.size() ? kinds.size() : 0;
  }

  /// A die at work for the head or for layers.
  public Chiplet at(int die, boolean head) {
    return tallied.get(tallyOf(die, head)).chiplet();
  }

  /// Dies in the package.
  public int count() {
    return kindOf.length;
  }

  /// Number of the kind of a die.
  public int kindOf(int die) {
    return kindOf[die];
  }

  /// The kind of a die.
  public DieKind kind(int die) {
    return kinds.get(kindOf[die]);
  }

  /// What reports call a die: its kind and its number among those, `chiplet3`, `GDDR6-AiM0`.
  public String name(int die) {
    return kinds.size() == 1 ? "chiplet" + die : names[die];
  }

  /// A die.
  public Chiplet at(int die) {
    return kind(die).chiplet();
  }

  /// The kind that holds the linears.
  public DieKind linears() {
    return kinds.getFirst();
  }

  /// The kind for a use; null where it is left to others.
  public @Nullable DieKind of(Use use) {
    for (DieKind kind : kinds) {
      if (kind.use() == use) {
        return kind;
      }
    }
    return null;
  }

  /// Whether the head is on dies that hold nothing but it and the embedding.
  public boolean hasHeadOfItsOwn() {
    return of(Use.EMBEDDING_HEAD) != null;
  }

  /// The kind that holds the head.
  public DieKind head() {
    DieKind own = of(Use.EMBEDDING_HEAD);
    return own == null ? linears() : own;
  }

  /// A die that holds the head, as it works for it.
  public Chiplet headChiplet() {
    DieKind own = of(Use.EMBEDDING_HEAD);
    return own == null ? tallied.get(tallyOfHead()).chiplet() : own.chiplet();
  }

  /// The same dies set to words: those of the layers, and those of the head. What takes no such
  /// words stays as it is.
  public Dies at(Precision.Words layers, Precision.Words head) {
    List<DieKind> set = new ArrayList<>();
    for (DieKind kind : kinds) {
      switch (kind.use()) {
        case LINEARS -> set.add(kind.with(kind.chiplet().at(layers)));
        case EMBEDDING_HEAD -> set.add(kind.with(kind.chiplet().at(head)));
        case KV_CACHE -> set.add(kind);
      }
    }
    boolean apart = !hasHeadOfItsOwn() && !head.equals(layers);
    return new Dies(set, apart ? linears().chiplet().at(head) : null);
  }

  /// The kind that attends; null where the host does.
  public @Nullable DieKind attending() {
    DieKind own = of(Use.KV_CACHE);
    if (own != null) {
      return own;
    }
    return linears().chiplet().attention() == null ? null : linears();
  }

  /// Places of some of the dies, for people: `36 to 43`, `5, 11, 17`.
  public static String places(List<Integer> at) {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < at.size(); ) {
      int end = i + 1;
      while (end < at.size() && at.get(end) == at.get(end - 1) + 1) {
        end++;
      }
      runs.add(end - i > 2 ? at.get(i) + " to " + at.get(end - 1) : at.get(i).toString());
      i += end - i > 2 ? end - i : 1;
    }
    return String.join(", ", runs);
  }
}
