package org.cimlet.serve.traffic;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.document.SyntaxError;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A JSON object on a line of its own: Mooncake's, or our own.
final class JsonLine implements TraceReader.LineFormat {
  private static final int MOONCAKE_BLOCK = 512;
  private static final double PS_PER_S = 1e12;
  private static final List<String> MOONCAKE =
      List.of("timestamp", "input_length", "output_length", "hash_ids");
  private static final List<String> OWN =
      List.of(
          "arrival_s",
          "input_tokens",
          "output_tokens",
          "class",
          "prefix_ids",
          "prefix_block_tokens");

  private final TraceLines lines;
  private int blockTokens;

  JsonLine(TraceLines lines) {
    this.lines = lines;
  }

  @Override
  public boolean hasHeading() {
    return false;
  }

  @Override
  public int prefixBlockTokens() {
    return blockTokens;
  }

  @Override
  public void read(String line, long number) {
    JsonNode node;
    try {
      node = JsonMapper.shared().readTree(line);
    } catch (JacksonException e) {
      lines.fault(
          number,
          "",
          "must be a JSON object, got a fault: " + SyntaxError.readable(e.getOriginalMessage()));
      return;
    }
    if (!node.isObject()) {
      lines.fault(number, "", "must be a JSON object, got another value");
      return;
    }
    boolean mooncake = node.has("input_length");
    List<String> keys = mooncake ? MOONCAKE : OWN;
    for (String key : node.propertyNames()) {
      if (!keys.contains(key)) {
        lines.fault(
            number,
            key,
            "must be one of %s, got another key%s"
                .formatted(String.join(", ", keys), Suggestion.didYouMean(key, keys)));
      }
    }
    if (mooncake) {
      blockTokens = node.has("hash_ids") ? MOONCAKE_BLOCK : blockTokens;
      add(node, number, time(node, number, "timestamp", 1e3), "input_length", "output_length");
    } else {
      ownBlock(node, number);
      add(node, number, time(node, number, "arrival_s", 1), "input_tokens", "output_tokens");
    }
  }

  private void ownBlock(JsonNode node, long number) {
    if (!node.has("prefix_ids")) {
      return;
    }
    JsonNode size = node.path("prefix_block_tokens");
    if (!size.isInt()
        || size.intValue() < 1
        || (blockTokens > 0 && size.intValue() != blockTokens)) {
      lines.fault(
          number,
          "prefix_block_tokens",
          "must be the tokens of a block of prefix_ids, the same on all lines, got " + size);
      return;
    }
    blockTokens = size.intValue();
  }

  private void add(JsonNode node, long number, long atPs, String input, String output) {
    lines.add(
        number,
        atPs,
        lines.tokens(number, input, text(node, input)),
        lines.tokens(number, output, text(node, output)),
        prefix(node, number),
        node.path("class").asString("all"));
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isMissingNode() ? "nothing" : value.asString(value.toString());
  }

  private long time(JsonNode node, long number, String key, double perSecond) {
    JsonNode value = node.path(key);
    if (value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() / perSecond < 9e6) {
      return Math.round(value.doubleValue() / perSecond * PS_PER_S);
    }
    lines.fault(
        number, key, "must be a time from 0 to 9,000,000 s, got '%s'".formatted(text(node, key)));
    return 0;
  }

  private List<Integer> prefix(JsonNode node, long number) {
    String key = node.has("hash_ids") ? "hash_ids" : "prefix_ids";
    JsonNode ids = node.path(key);
    if (ids.isMissingNode()) {
      return List.of();
    }
    List<Integer> prefix = new ArrayList<>(ids.size());
    for (JsonNode id : ids) {
      if (!id.isInt()) {
        lines.fault(number, key, "must be whole numbers, got " + id);
        return List.of();
      }
      prefix.add(id.intValue());
    }
    return prefix;
  }
}
