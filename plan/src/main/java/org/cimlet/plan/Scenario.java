package org.cimlet.plan;

/// What is asked of a machine.
///
/// @param promptTokens tokens of the prompt that prefill reads
/// @param contextTokens tokens already cached when a decode step is timed
/// @param batch sequences decoded at the same time, each with its own context
/// @param prefillChunkTokens tokens that pass the pipeline together in prefill
/// @param microBatch sequences of the batch whose tokens pass the pipeline together in decode, so
///   that a macro of several `input_vectors` reads a row once for them; 1 where each passes by
///   itself
public record Scenario(
    int promptTokens, int contextTokens, int batch, int prefillChunkTokens, int microBatch) {
  /// @throws IllegalArgumentException where a count is below one, or the micro-batch does not
  ///   divide the batch
  public Scenario {
    if (promptTokens < 1
        || contextTokens < 1
        || batch < 1
        || prefillChunkTokens < 1
        || microBatch < 1) {
      throw new IllegalArgumentException(
          "scenario counts must be at least 1, got prompt %s, context %s, batch %s, chunk %s, micro-batch %s"
              .formatted(promptTokens, contextTokens, batch, prefillChunkTokens, microBatch));
    }
    if (batch % microBatch != 0) {
      throw new IllegalArgumentException(
          "a micro-batch must divide the batch, got %s of %s".formatted(microBatch, batch));
    }
  }

  /// Sequences that each pass by themselves.
  public Scenario(int promptTokens, int contextTokens, int batch, int prefillChunkTokens) {
    this(promptTokens, contextTokens, batch, prefillChunkTokens, 1);
  }

  /// The same with another context.
  public Scenario withContext(int tokens) {
    return new Scenario(promptTokens, tokens, batch, prefillChunkTokens, microBatch);
  }

  /// The same at a prompt's end: a prompt of so many tokens, and as many in the cache.
  public Scenario atPrompt(int tokens) {
    return new Scenario(tokens, tokens, batch, prefillChunkTokens, microBatch);
  }

  /// The same with about so many sequences: as many whole micro-batches as they make up, at least
  /// one.
  public Scenario withBatch(int sequences) {
    int whole = Math.max(1, sequences / microBatch) * microBatch;
    return new Scenario(promptTokens, contextTokens, whole, prefillChunkTokens, microBatch);
  }

  /// The same with each sequence passing by itself.
  public Scenario withoutMicroBatch() {
    return new Scenario(promptTokens, contextTokens, batch, prefillChunkTokens, 1);
  }
}
