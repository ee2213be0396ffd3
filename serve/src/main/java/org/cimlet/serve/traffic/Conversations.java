package org.cimlet.serve.traffic;

import java.io.Reader;
import java.util.List;
import java.util.function.ToIntFunction;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.SyntaxError;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/// Lengths of conversations as ShareGPT's file has them: a JSON array of objects, each with
/// `conversations` of turns with their text as `value`. As vLLM's benchmark does, the first turn is
/// the prompt and the second the answer; conversations of fewer turns, or with an empty one, are
/// left out.
final class Conversations {
  private final TraceLines lines;
  private final ToIntFunction<String> tokens;

  private Conversations(TraceLines lines, ToIntFunction<String> tokens) {
    this.lines = lines;
    this.tokens = tokens;
  }

  /// @param file what diagnostics call it
  /// @param tokens of a text
  static RequestTrace read(String file, Reader text, ToIntFunction<String> tokens) {
    TraceLines lines = new TraceLines(file);
    Conversations conversations = new Conversations(lines, tokens);
    try (MappingIterator<JsonNode> each =
        JsonMapper.shared().readerFor(JsonNode.class).readValues(text)) {
      while (lines.goesOn() && each.hasNextValue()) {
        conversations.add(each.nextValue(), each.currentLocation().getLineNr());
      }
    } catch (JacksonException e) {
      lines.fault(
          Math.max(1, e.getLocation().getLineNr()),
          "",
          "must be a JSON array of conversations, got a fault: "
              + SyntaxError.readable(e.getOriginalMessage()));
    }
    return lines.trace(0);
  }

  private void add(JsonNode conversation, long line) {
    JsonNode turns = conversation.path("conversations");
    if (!turns.isArray()) {
      lines.fault(line, "conversations", "must be an array of turns, got " + turns.getNodeType());
      return;
    }
    if (turns.size() < 2) {
      lines.failed();
      return;
    }
    String prompt = turns.path(0).path("value").asString("");
    String answer = turns.path(1).path("value").asString("");
    int input = tokens.applyAsInt(prompt);
    int output = tokens.applyAsInt(answer);
    if (input < 1 || output < 1) {
      lines.failed();
      return;
    }
    lines.add(line, TraceLines.NO_TIME, input, output, List.of(), "all");
  }

  /// What counts tokens where no vocabulary is known.
  static ToIntFunction<String> uncounted(String file) {
    return _ -> {
      throw InvalidInputException.of(
          file,
          "must come with a vocabulary to count tokens of conversations, got none; name a network's"
              + " folder with --network or a vocabulary with --tokenizer, or give lengths as"
              + " input_tokens,output_tokens");
    };
  }
}
