package org.cimlet.conformance.fuzz;

import java.util.List;

/// A few requests in every format of traces.
final class SmallTraces {
  static final List<String> WITH_TIMES =
      List.of(
          """
          TIMESTAMP,ContextTokens,GeneratedTokens
          2023-11-16 18:17:03.9799600,4808,10
          2023-11-16 18:17:04.0319600,3180,8
          """,
          """
          Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
          5,ChatGPT,472,18,490,Conversation log
          45,GPT-4,1087,230,1317,API log
          """,
          """
          {"timestamp": 0, "input_length": 900, "output_length": 500, "hash_ids": [0, 1]}
          {"timestamp": 3000, "input_length": 1500, "output_length": 490, "hash_ids": [0, 3, 4]}
          """,
          """
          {"arrival_s": 0.5, "input_tokens": 600, "output_tokens": 20, "class": "chat", \
          "prefix_ids": [7, 8], "prefix_block_tokens": 512}
          {"arrival_s": 1.5, "input_tokens": 7, "output_tokens": 3, "class": "code"}
          """);

  static final List<String> WITHOUT =
      List.of(
          """
          input_tokens,output_tokens
          100,20
          7,3
          """,
          """
          [{"id": "a", "conversations": [
            {"from": "human", "value": "Hello there"}, {"from": "gpt", "value": "Good day"}]},
           {"id": "b", "conversations": [{"from": "human", "value": "alone"}]}]
          """);

  private SmallTraces() {}
}
