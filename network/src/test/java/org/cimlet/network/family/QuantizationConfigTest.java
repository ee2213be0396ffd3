package org.cimlet.network.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document;
import org.cimlet.network.StoredWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the formats in use write into a `config.json`, and what a run takes it for.
class QuantizationConfigTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'quant_method': 'gptq', 'bits': 4, 'group_size': 128, 'sym': true | GPTQ weights (4-bit"
            + " integers, a scale for each 128) | 4",
        "'quant_method': 'gptq', 'bits': 3, 'group_size': -1 | GPTQ weights (3-bit integers) | 3",
        "'quant_method': 'awq', 'w_bit': 4, 'q_group_size': 64 | AWQ weights (4-bit integers, a"
            + " scale for each 64) | 4",
        "'quant_method': 'fp8', 'weight_block_size': [128, 128] | FP8 weights (8-bit numbers) | 0",
        "'quant_method': 'mxfp4' | MXFP4 weights (4-bit numbers) | 0",
        "'quant_method': 'bitsandbytes', 'load_in_8bit': true | bitsandbytes weights (8-bit"
            + " integers) | 8",
        "'quant_method': 'bitsandbytes', '_load_in_4bit': true | bitsandbytes weights (4-bit"
            + " numbers) | 0",
        "'quant_method': 'modelopt', 'quant_algo': 'NVFP4' | modelopt weights (4-bit numbers) | 0",
        "'quant_method': 'aqlm', 'in_group_size': 8 | aqlm weights (words of a width it does not"
            + " say) | 0",
        "'quant_method': 'exl2', 'bits': 4.0 | exl2 weights (words of 4.0 bits in the mean) | 0",
        "'quant_method': 'exl3', 'bits': 3.5, 'head_bits': 6 | exl3 weights (words of 3.5 bits in"
            + " the mean) | 0",
        "'group_size': 64, 'bits': 6 | MLX weights (6-bit integers, a scale for each 64) | 6"
      })
  void aFormatSaysWhatAWeightIs(String keys, String words, int bits) {
    QuantizationConfig found = read("quantization_config", "{" + keys + "}");
    assertThat(found.omissions().simplified().getFirst())
        .startsWith("quantization_config: the files hold " + words);
    assertThat(found.stored()).isEqualTo(new StoredWeights(bits, 1, 1, false));
  }

  @Test
  void mlxCallsItQuantization() {
    assertThat(read("quantization", "{'group_size': 64, 'bits': 4}").stored().bits()).isEqualTo(4);
  }

  @Test
  void compressedTensorsHaveGroupsAndPerhapsZerosInAStructure() {
    String weights = "'weights': {'num_bits': %s, 'type': '%s', 'group_size': 128}";
    String int4 = "{" + weights.formatted(4, "int") + "}";
    String fp8 = "{" + weights.formatted(8, "float") + "}";
    String sparse = ", 'sparsity_config': {'sparsity_structure': '2:4'}";
    String one = "{'quant_method': 'compressed-tensors', 'config_groups': {'group_0': %s}%s}";
    assertThat(read("quantization_config", one.formatted(int4, "")).stored())
        .isEqualTo(new StoredWeights(4, 1, 1, false));
    assertThat(read("quantization_config", one.formatted(fp8, sparse)).stored())
        .isEqualTo(new StoredWeights(0, 2, 4, false));
    String two = "{'config_groups': {'a': %s, 'b': %s}}".formatted(int4, fp8);
    assertThat(read("quantization_config", two).word()).isEqualTo(QuantizationConfig.Word.UNKNOWN);
  }

  @Test
  void noneIsSaidWithoutTheKeyOrWithAnEmptyOne() {
    assertThat(QuantizationConfig.read(document("{}"))).isEmpty();
    assertThat(QuantizationConfig.read(document("{'quantization_config': null}"))).isEmpty();
    assertThat(QuantizationConfig.read(document("{'quantization_config': {}}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'gptq' | quantization_config: must be an object, got \"gptq\"",
        "{'quant_method': 'gptq', 'bits': 'four'} | quantization_config.bits: must be a whole"
            + " number from 1 to 16, got \"four\"",
        "{'quant_method': 4} | quantization_config.quant_method: must be a text, got 4"
      })
  void whatItCannotBeIsRefused(String value, String message) {
    Document document = document("{'quantization_config': %s}".formatted(value));
    assertThatThrownBy(() -> QuantizationConfig.read(document))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static QuantizationConfig read(String key, String value) {
    return QuantizationConfig.read(document("{'%s': %s}".formatted(key, value))).orElseThrow();
  }

  private static Document document(String text) {
    return Document.parse("config.json", text.replace('\'', '"'), Document.Format.JSON);
  }
}
