package org.cimlet.explore;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/// Computers that answer ranges of a space's designs together.
public interface Cluster {
  /// Answers ranges, each on any of the computers, and again on another where one fails.
  ///
  /// @param address of the cluster
  /// @param name of what is done, for who looks after the cluster
  /// @param taken what came of each, in any order, one call at a time
  /// @throws org.cimlet.diagnostic.InvalidInputException where there is no cluster, or it fails
  void answer(
      String address, String name, List<RemoteRange> ranges, Consumer<RemoteRange.Answered> taken);

  /// The one that is installed; none on the module path, where Spark cannot be.
  static Optional<Cluster> installed() {
    return ServiceLoader.load(Cluster.class).findFirst();
  }
}
