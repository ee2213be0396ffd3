package org.cimlet.execute.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.network.read.NetworkReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every family that can be read either can be run or is refused by what it computes.
class RunnableNetworksTest {
  @ParameterizedTest
  @CsvSource({
    "llama-2-7b, 4096",
    "gpt2, 768",
    "mistral-7b, 4096",
    "qwen2.5-0.5b, 896",
    "qwen3-8b, 4096",
    "gemma-2b, 2048",
    "gemma2-9b, 3584",
    "mixtral-8x7b, 4096",
    "qwen3-30b-a3b, 2048",
    "deepseek-v3, 7168"
  })
  void these_can_be_run(String preset, int hidden) {
    Architecture architecture =
        RunnableNetworks.architecture(NetworkReader.read(preset), "config.json");
    assertThat(architecture.hiddenSize()).isEqualTo(hidden);
  }

  @ParameterizedTest
  @CsvSource({
    "opt-6.7b, a position table with an offset",
  })
  void others_are_refused_by_what_they_compute(String preset, String feature) {
    assertThatThrownBy(
            () -> RunnableNetworks.architecture(NetworkReader.read(preset), "config.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config.json: must be a network that can be run, got ")
        .hasMessageContaining(" with " + feature);
  }

  @Test
  void every_preset_is_one_or_the_other() {
    int runnable = 0;
    for (String preset : NetworkReader.presets()) {
      try {
        RunnableNetworks.architecture(NetworkReader.read(preset), "config.json");
        runnable++;
      } catch (InvalidInputException e) {
        assertThat(e.diagnostics()).as(preset).isNotEmpty();
      }
    }
    // 12 of the family llama, 4 Qwen2.5, 5 Qwen3, 2 GPT-2, 2 Gemma, Mistral, 2 Mixtral,
    // DeepSeek-V3
    assertThat(runnable).isEqualTo(31);
  }
}
