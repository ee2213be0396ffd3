package org.cimlet.run.catalogue;

import java.util.Locale;

/// Kinds of thing, in the order they are listed.
public enum Kind {
  /// Language models.
  NETWORKS,
  /// Packages of chiplets with their host.
  MACHINES,
  /// What a machine is compared with.
  GPUS,
  /// Manufacturing processes.
  PROCESSES,
  /// Ways of putting dies together.
  SUBSTRATES,
  /// Hosts that machine files name.
  HOSTS,
  /// Memories of hosts that machine files name.
  MEMORIES,
  /// Memory cells.
  CELLS,
  /// Links between dies and boards.
  LINKS,
  /// Energies of published macros that the part model is held against.
  MACROS,
  /// Areas of published macros.
  AREAS,
  /// Cycles of published macros.
  DELAYS,
  /// Machines of the paper's Figure 2.
  SUPERCOMPUTERS,
  /// Growth the paper states.
  TRENDS;

  /// The word for it: `networks`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
