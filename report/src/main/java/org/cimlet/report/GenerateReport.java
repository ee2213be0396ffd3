package org.cimlet.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a network generated from a prompt.
///
/// @param network its name
/// @param linears how its linears were computed: `float`, `int8`, `packed`
/// @param prompt as given
/// @param text generated
/// @param tokens the same as tokens
/// @param ending `enough`, `end_of_text`, `context_full`
/// @param temperature of sampling
/// @param topP of sampling
/// @param seed of sampling
/// @param promptTokens tokens of the prompt, those that begin every text included
/// @param promptS seconds that took
/// @param decodeTokensPerS tokens generated a second, 0 where none was
/// @param actions what a machine's macros did, where it ran on one
public record GenerateReport(
    String network,
    String linears,
    String prompt,
    String text,
    List<Integer> tokens,
    String ending,
    double temperature,
    double topP,
    long seed,
    int promptTokens,
    double promptS,
    double decodeTokensPerS,
    @Nullable ActionComparison actions) {
  /// Copies the tokens.
  public GenerateReport {
    tokens = List.copyOf(tokens);
  }

  /// Pretty-printed JSON with a final newline.
  public String json() {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    root.put("schema", "cimlet.generate/1");
    root.put("network", network);
    root.put("linears", linears);
    root.put("prompt", prompt);
    root.put("text", text);
    ArrayNode array = root.putArray("tokens");
    tokens.forEach(array::add);
    root.put("ending", ending);
    ObjectNode sampling = root.putObject("sampling");
    sampling.put("temperature", temperature);
    sampling.put("top_p", topP);
    sampling.put("seed", seed);
    ObjectNode timing = root.putObject("timing");
    timing.put("prompt_tokens", promptTokens);
    timing.put("prompt_s", promptS);
    timing.put("decode_tokens_per_s", decodeTokensPerS);
    if (actions != null) {
      actions.put(root.putObject("macro_actions"));
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
