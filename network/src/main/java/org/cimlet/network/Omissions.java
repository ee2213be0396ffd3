package org.cimlet.network;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What a network's file describes beyond the shape that is placed, to be said wherever figures of
/// the network are.
///
/// @param notPlaced parts that take no room on the machine: towers that see or hear, layers that
///   draft
/// @param simplified what is taken for something a little different, a sentence each
public record Omissions(List<NotPlaced> notPlaced, List<String> simplified) {
  /// Nothing is left out.
  public static final Omissions NONE = new Omissions(List.of(), List.of());

  /// Copies the lists.
  public Omissions {
    notPlaced = List.copyOf(notPlaced);
    simplified = List.copyOf(simplified);
  }

  /// A part that takes no room on the machine.
  ///
  /// @param name `vision tower`
  /// @param parameters of it; empty where its file does not say enough to count them
  public record NotPlaced(String name, OptionalLong parameters) {}

  /// One part.
  public static Omissions part(String name, OptionalLong parameters) {
    return new Omissions(List.of(new NotPlaced(name, parameters)), List.of());
  }

  /// One sentence.
  public static Omissions simplified(String sentence) {
    return new Omissions(List.of(), List.of(sentence));
  }

  /// These and others.
  public Omissions and(Omissions more) {
    return new Omissions(
        Stream.concat(notPlaced.stream(), more.notPlaced.stream()).toList(),
        Stream.concat(simplified.stream(), more.simplified.stream()).toList());
  }
}
