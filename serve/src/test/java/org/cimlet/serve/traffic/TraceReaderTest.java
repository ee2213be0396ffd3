package org.cimlet.serve.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cimlet.diagnostic.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Traces, each format seen from its content.
class TraceReaderTest {
  private static RequestTrace parse(String text) {
    return TraceReader.parse(
        "t", new BufferedReader(new StringReader(text)), Conversations.uncounted("t"));
  }

  /// A token for each word.
  private static RequestTrace counted(String text) {
    return TraceReader.parse(
        "t",
        new BufferedReader(new StringReader(text)),
        words -> words.isBlank() ? 0 : words.strip().split("\\s+").length);
  }

  private static final String CONVERSATIONS =
      """
      [
        {"id": "a", "conversations": [
          {"from": "human", "value": "how far is the moon"},
          {"from": "gpt", "value": "far away"},
          {"from": "human", "value": "how far"}]},
        {"id": "b", "conversations": [{"from": "human", "value": "no answer"}]},
        {"id": "c", "conversations": [
          {"from": "human", "value": "hi"}, {"from": "gpt", "value": ""}]},
        {"id": "d", "conversations": [
          {"from": "human", "value": "hi"}, {"from": "gpt", "value": "hello to you"}]}
      ]
      """;

  /// The first turn is the prompt, the second the answer; those without are left out.
  @Test
  void conversations_as_share_gpt_has_them() {
    RequestTrace trace = counted(CONVERSATIONS);
    assertThat(trace.requests()).extracting(Request::input).containsExactly(5, 1);
    assertThat(trace.requests()).extracting(Request::output).containsExactly(2, 3);
    assertThat(trace.failed()).isEqualTo(2);
    assertThat(counted(CONVERSATIONS.replace("\n", "")).requests()).isEqualTo(trace.requests());
  }

  @Test
  void conversations_that_are_none_are_said_with_their_place() {
    refuses(
        CONVERSATIONS,
        "t: must come with a vocabulary to count tokens of conversations, got none; name a"
            + " network's folder with --network or a vocabulary with --tokenizer, or give lengths"
            + " as input_tokens,output_tokens");
    assertThatThrownBy(() -> counted("[{\"id\": 1}]"))
        .hasMessageContaining("t:1:1: conversations: must be an array of turns, got MISSING");
    assertThatThrownBy(() -> counted("[{\"id\": 1},\n{\"id\""))
        .hasMessageContaining("t:2:1: must be a JSON array of conversations, got");
  }

  private static void refuses(String text, String... diagnostics) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidInputException.class)
        .extracting(
            e -> ((InvalidInputException) e).diagnostics().stream().map(Object::toString).toList())
        .isEqualTo(List.of(diagnostics));
  }

  @Test
  void azure() {
    RequestTrace trace =
        parse(
            """
            TIMESTAMP,ContextTokens,GeneratedTokens
            2023-11-16 18:17:03.9799600,4808,10
            2023-11-16 18:17:04.0319600,3180,8
            """);
    assertThat(trace.requests())
        .containsExactly(
            new Request(0, 0, 4808, 10, List.of(), 0),
            new Request(1, 52_000_000_000L, 3180, 8, List.of(), 0));
  }

  /// One instant, in three zones.
  @Test
  void times_in_several_zones_are_instants() {
    RequestTrace trace =
        parse(
            """
            TIMESTAMP,ContextTokens,GeneratedTokens
            2024-05-10 00:00:00+00:00,1,1
            2024-05-10 02:00:01+02:00,1,1
            2024-05-09 22:00:02-02:00,1,1
            """);
    assertThat(trace.requests())
        .extracting(Request::arrivalPs)
        .containsExactly(0L, 1_000_000_000_000L, 2_000_000_000_000L);
  }

  /// Requests without an answer failed where they were recorded.
  @Test
  void burst_gpt() {
    RequestTrace trace =
        parse(
            """
            Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
            5,ChatGPT,472,18,490,Conversation log
            45.5,ChatGPT,1087,0,1087,Conversation log
            118,GPT-4,417,276,693,API log
            """);
    assertThat(trace.requests())
        .containsExactly(
            new Request(0, 0, 472, 18, List.of(), 0),
            new Request(1, 113_000_000_000_000L, 417, 276, List.of(), 1));
    assertThat(trace.classes()).containsExactly("Conversation log", "API log");
    assertThat(trace.failed()).isEqualTo(1);
  }

  @Test
  void mooncake() {
    RequestTrace trace =
        parse(
            """
            {"timestamp": 1000, "input_length": 600, "output_length": 5, "hash_ids": [7, 8]}
            {"timestamp": 1003, "input_length": 3, "output_length": 2, "hash_ids": [7]}
            """);
    assertThat(trace.requests())
        .containsExactly(
            new Request(0, 0, 600, 5, List.of(7, 8), 0),
            new Request(1, 3_000_000_000L, 3, 2, List.of(7), 0));
    assertThat(trace.prefixBlockTokens()).isEqualTo(512);
  }

  @Test
  void our_own() {
    RequestTrace trace =
        parse(
            """
            {"arrival_s": 0, "input_tokens": 9, "output_tokens": 2, "class": "chat"}
            {"arrival_s": 0.5, "input_tokens": 9, "output_tokens": 2, "prefix_ids": [1], "prefix_block_tokens": 8}
            """);
    assertThat(trace.classes()).containsExactly("chat", "all");
    assertThat(trace.requests().get(1))
        .isEqualTo(new Request(1, 500_000_000_000L, 9, 2, List.of(1), 1));
    assertThat(trace.prefixBlockTokens()).isEqualTo(8);
  }

  @Test
  void what_is_wrong_is_said_with_its_line() {
    refuses(
        """
        TIMESTAMP,ContextTokens,GeneratedTokens
        2023-11-16 18:17:03,-5,10
        yesterday,5,10
        2023-11-16 18:17:02Z,5,10
        2023-11-16 18:17:01,5
        """,
        "t:2:1: contexttokens: must be a whole number of tokens from 1 to 16777216, got '-5'",
        "t:3:1: timestamp: must be seconds from 0 up, or a date and time such as 2023-11-16"
            + " 18:17:03.979, got 'yesterday'",
        "t:4:1: timestamp: must name its zone on all lines or none, got '2023-11-16 18:17:02Z';"
            + " write every time in one zone",
        "t:4:1: must be in order of time, got a request before the last; sort the lines",
        "t:5:1: must have 3 figures as the heading, got 2");
    refuses(
        """
        {"timestamp": 5, "input_length": 600, "output_length": 5}
        {"timestamp": 4, "input_length": 600, "output_lenght": 5}
        """,
        "t:2:1: output_lenght: must be one of timestamp, input_length, output_length, hash_ids, got"
            + " another key (did you mean output_length?)",
        "t:2:1: output_length: must be a whole number of tokens from 1 to 16777216, got 'nothing'",
        "t:2:1: must be in order of time, got a request before the last; sort the lines");
    refuses(
        """
        {"timestamp": 5, "input_length": 600, "output_length": 5
        """,
        "t:1:1: must be a JSON object, got a fault: unexpected end-of-input: expected close marker"
            + " for Object");
    refuses(
        "TIMESTAMP,ContextTokens,GeneratedTokens\n", "t: must have at least one request, got none");
  }

  /// Figures counted with another program.
  @ParameterizedTest
  @CsvSource({"conv, 19366, 5.53, 1154.7, 211.1", "code, 8819, 2.567, 2047.8, 27.9"})
  void azure_traces_in_figures(
      String name, long requests, double rate, double input, double output) {
    Path file =
        Path.of("../../shared/data/traces/azure-llm-2023/AzureLLMInferenceTrace_" + name + ".csv");
    assumeTrue(Files.exists(file), "needs " + file);
    Traffic.Facts facts = TraceReader.read(file.toString()).facts();
    assertThat(facts.requests()).isEqualTo(requests);
    assertThat(facts.requestsPerS()).isCloseTo(rate, within(0.005));
    assertThat(facts.meanInput()).isCloseTo(input, within(0.05));
    assertThat(facts.meanOutput()).isCloseTo(output, within(0.05));
  }
}
