package org.cimlet.serve.engine;

/// What tokens and prompts take of a package of chiplets.
///
/// A token visits stations; it is back after its latency, and later by as long as it waits where it
/// waits longest. (In a line of stations each of which takes as long for every token as for the
/// others, waiting adds up to that at the slowest, wherever that stands.) Stations are those that
/// can be the bottleneck at some context. What a prompt asks of them is done in the time that
/// tokens leave, as chiplets serve tokens before prompts; when the stations are done with it, its
/// first token is there after a further latency.
public interface PackageLaw {
  /// Lines that sequences are dealt out to, each with its own stations: replicas, times hosts.
  int ranks();

  /// Stations.
  int stations();

  /// Whether all ranks meet at a station.
  boolean isShared(int station);

  /// From the time a token sets out alone to the time it is there.
  ///
  /// @param context tokens it looks back on, itself included
  long latencyPs(int context);

  /// How much longer than its latency and the stations say a token takes in the mean where others
  /// of its rank are under way: it comes back to every part in every layer, and meets them there.
  ///
  /// @param underWay tokens of the rank under way, itself included
  long excessPs(int underWay, int context);

  /// How much longer a token takes in the mean where a prompt is at work on its way: at every part
  /// it waits for what of the prompt is served there.
  long betweenPs();

  /// How long a token keeps a station busy.
  long tokenPs(int station, int context);

  /// How long the first tokens of a prompt keep a station busy, all together.
  long promptPs(int station, int tokens);

  /// How long it takes at least until what follows on the first tokens of a prompt can set out:
  /// longer than stations are busy, as chunks wait for each other on their way.
  long spacingPs(int tokens);

  /// How long the parts that a prompt visits are busy with a token each, in the mean over the time
  /// it takes.
  long metPs();

  /// From the time stations are done with a prompt to its first token, in a package with nothing
  /// else to do.
  long promptTailPs(int tokens);

  /// Tokens of a prompt that set out together.
  int chunkTokens();

  /// Energy of a token, without what the package takes for every second.
  double tokenJ(int context);

  /// Energy of the first tokens of a prompt, likewise.
  double promptJ(int tokens);

  /// Power with nothing to do.
  double idleW();
}
