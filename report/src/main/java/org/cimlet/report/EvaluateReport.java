package org.cimlet.report;

import java.util.Locale;
import org.cimlet.quantity.Si;
import org.cimlet.report.facts.Wording;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// How well a network predicts a text.
///
/// @param network its name
/// @param linears how its linears were computed: `float`, `int8`, `packed`
/// @param linearBytes bytes of its layers' linears as stored
/// @param texts texts, each predicted on its own
/// @param tokens tokens predicted
/// @param characters Unicode characters of the texts
/// @param bytes of the texts in UTF-8
/// @param window tokens read at a time
/// @param stride tokens from one window's start to the next's
/// @param natsPerToken mean of minus the logarithm of the probability given to each token
/// @param perplexity `e` to that
/// @param bitsPerCharacter the same in bits, over characters
/// @param bitsPerByte the same in bits, over bytes
/// @param tokensPerS tokens predicted a second
/// @param actions what a machine's macros did, where it ran on one
public record EvaluateReport(
    String network,
    String linears,
    long linearBytes,
    int texts,
    long tokens,
    long characters,
    long bytes,
    int window,
    int stride,
    double natsPerToken,
    double perplexity,
    double bitsPerCharacter,
    double bitsPerByte,
    double tokensPerS,
    @Nullable ActionComparison actions) {

  /// A few lines for a terminal.
  public String terminal() {
    String windows =
        stride == window
            ? "windows of %s tokens".formatted(window)
            : "windows of %s tokens every %s".formatted(window, stride);
    return String.format(
            Locale.ROOT,
            """
            %s, linears %s (%s)
            %s tokens of %s characters in %s, %s

              nats/token      %9.4f
              perplexity      %9.4f
              bits/character  %9.4f
              bits/byte       %9.4f

            %s
            """,
            network,
            linears,
            Si.of((double) linearBytes, "B"),
            Si.grouped(tokens),
            Si.grouped(characters),
            texts == 1 ? "1 text" : Si.grouped(texts) + " texts",
            windows,
            natsPerToken,
            perplexity,
            bitsPerCharacter,
            bitsPerByte,
            Wording.rate(tokensPerS))
        + (actions == null ? "" : actions.terminal());
  }

  /// Pretty-printed JSON with a final newline.
  public String json() {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("schema", "cimlet.evaluate/1");
    root.put("network", network);
    root.put("linears", linears);
    root.put("linear_bytes", linearBytes);
    root.put("texts", texts);
    root.put("tokens", tokens);
    root.put("characters", characters);
    root.put("bytes", bytes);
    root.put("window_tokens", window);
    root.put("stride_tokens", stride);
    root.put("nats_per_token", natsPerToken);
    root.put("perplexity", perplexity);
    root.put("bits_per_character", bitsPerCharacter);
    root.put("bits_per_byte", bitsPerByte);
    root.putObject("timing").put("tokens_per_s", tokensPerS);
    if (actions != null) {
      actions.put(root.putObject("macro_actions"));
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
