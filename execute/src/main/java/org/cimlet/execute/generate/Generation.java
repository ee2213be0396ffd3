package org.cimlet.execute.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;

/// Tokens that a network wrote behind a prompt.
///
/// @param tokens what it wrote, the ending token left out
/// @param ending why it stopped
public record Generation(List<Integer> tokens, Ending ending) {
  /// Why a network stopped writing.
  public enum Ending {
    /// As many tokens as were asked for.
    ENOUGH,
    /// The network ended the text.
    END_OF_TEXT,
    /// The KV cache has no room for more.
    CONTEXT_FULL
  }

  /// Copies the tokens.
  public Generation {
    tokens = List.copyOf(tokens);
  }

  /// Reads a prompt at once, then writes token by token.
  ///
  /// @param cache where to go on from
  /// @param prompt at least one token
  /// @param count most tokens to write
  /// @param ends tokens that end a text
  /// @param each told of every token as soon as it is written
  /// @throws IllegalArgumentException if the prompt is empty or longer than the cache has room for
  public static Generation run(
      Transformer transformer,
      KvCache cache,
      int[] prompt,
      int count,
      Sampler sampler,
      Set<Integer> ends,
      IntConsumer each) {
    List<Integer> tokens = new ArrayList<>();
    float[] scores = transformer.read(cache, prompt);
    while (tokens.size() < count) {
      int token = sampler.pick(scores);
      if (ends.contains(token)) {
        return new Generation(tokens, Ending.END_OF_TEXT);
      }
      tokens.add(token);
      each.accept(token);
      if (tokens.size() == count) {
        break;
      }
      if (cache.length() == cache.capacity()) {
        return new Generation(tokens, Ending.CONTEXT_FULL);
      }
      scores = transformer.read(cache, token);
    }
    return new Generation(tokens, Ending.ENOUGH);
  }
}
