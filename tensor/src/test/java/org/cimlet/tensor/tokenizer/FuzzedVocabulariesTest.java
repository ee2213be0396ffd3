package org.cimlet.tensor.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.SequencedMap;
import org.cimlet.tensor.FuzzCorpus;
import org.junit.jupiter.api.Test;

/// What fuzzing has found is read or refused, never anything else. `./fuzz` finds more.
class FuzzedVocabulariesTest {
  @Test
  void vocabularies() throws IOException {
    SequencedMap<String, byte[]> inputs = FuzzCorpus.of("vocabulary");
    assertThat(inputs).hasSizeGreaterThan(300);
    inputs.forEach((name, bytes) ->
        assertThatCode(() -> VocabularyFuzz.fuzzerTestOneInput(bytes))
            .as(name)
            .doesNotThrowAnyException());
  }
}
