package org.cimlet.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention.Grouped;
import org.cimlet.network.NetworkSpec.FeedForward.Experts;
import org.cimlet.network.NetworkSpec.FeedForward.Gated;
import org.cimlet.network.StoredWeights;
import org.cimlet.tensor.LittleEndian;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a GGUF file's metadata say of its network. The files are our own.
class SingleFileTest {
  private static final int F32 = 0;
  private static final int Q4_K = 12;
  private static final int Q6_K = 14;

  @TempDir Path folder;

  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private final Map<String, long[]> tensors = new LinkedHashMap<>();

  @Test
  void aLlamaIsReadWithItsSizes() throws IOException {
    sizes("llama");
    metadata.put("llama.rope.freq_base", 500_000f);
    tensors.put("token_embd.weight", new long[] {Q4_K, 256, 40});
    tensors.put("output.weight", new long[] {Q4_K, 256, 40});
    tensors.put("blk.0.attn_q.weight", new long[] {Q4_K, 256, 256});
    try (SingleFile file = SingleFile.open(written())) {
      NetworkSpec network = file.network();
      assertThat(network.name()).isEqualTo("net");
      assertThat(network.family()).isEqualTo("llama");
      assertThat(network.vocabulary()).isEqualTo(40);
      assertThat(network.tiedHead()).isFalse();
      assertThat(network.layers()).hasSize(2);
      assertThat(network.layers().getFirst().attention())
          .isEqualTo(new Grouped(8, 2, 32, Integer.MAX_VALUE, false, false));
      assertThat(network.layers().getFirst().feedForward()).isEqualTo(new Gated(512, false));
      assertThat(file.stored()).isEqualTo(new StoredWeights(4, 1, 1, false));
      assertThat(network.omissions().simplified())
          .containsExactly(
              "the GGUF file holds its matrices as Q4_K, 4.50 bits a weight; here each weight takes a word of the machine's cells");
      assertThat(file.tensors().find("model.layers.0.self_attn.q_proj.weight")).isPresent();
      assertThat(file.tensors().find("lm_head.weight")).isPresent();
    }
  }

  @Test
  void severalTypesAreToldWithTheirAverage() throws IOException {
    sizes("qwen2");
    tensors.put("token_embd.weight", new long[] {Q6_K, 256, 64});
    tensors.put("blk.0.ffn_up.weight", new long[] {Q4_K, 256, 64 * 3});
    tensors.put("blk.0.attn_q.bias", new long[] {F32, 256});
    try (SingleFile file = SingleFile.open(written())) {
      assertThat(file.network().tiedHead()).isTrue();
      assertThat(file.stored().bits()).isZero();
      // (6.5625 + 3 x 4.5) / 4
      assertThat(file.network().omissions().simplified().getFirst())
          .contains("Q4_K, Q6_K, 5.02 bits a weight");
    }
  }

  @Test
  void aLlamaWithExpertsIsAMixtral() throws IOException {
    sizes("llama");
    metadata.put("llama.expert_count", 8);
    metadata.put("llama.expert_used_count", 2);
    tensors.put("token_embd.weight", new long[] {Q4_K, 256, 40});
    try (SingleFile file = SingleFile.open(written())) {
      assertThat(file.network().family()).isEqualTo("mixtral");
      assertThat(file.network().layers().getFirst().feedForward())
          .isEqualTo(new Experts(8, 2, new Gated(512, false), 0, false));
    }
  }

  @Test
  void aFamilyThatIsNotReadIsRefusedByName() throws IOException {
    sizes("rwkv7");
    Path file = written();
    assertThatThrownBy(() -> SingleFile.open(file))
        .hasMessageContaining("general.architecture: must be one of gemma, gemma2, gemma3, llama,")
        .hasMessageContaining("got rwkv7");
  }

  @Test
  void whatIsMissingIsToldByTheNameItWouldHave() throws IOException {
    sizes("llama");
    metadata.remove("llama.block_count");
    tensors.put("token_embd.weight", new long[] {Q4_K, 256, 40});
    Path file = written();
    assertThatThrownBy(() -> SingleFile.open(file)).hasMessageContaining("num_hidden_layers");
  }

  private void sizes(String architecture) {
    metadata.put("general.architecture", architecture);
    metadata.put(architecture + ".block_count", 2);
    metadata.put(architecture + ".context_length", 128);
    metadata.put(architecture + ".embedding_length", 256);
    metadata.put(architecture + ".feed_forward_length", 512);
    metadata.put(architecture + ".attention.head_count", 8);
    metadata.put(architecture + ".attention.head_count_kv", 2);
    metadata.put(architecture + ".attention.layer_norm_rms_epsilon", 1e-5f);
  }

  private Path written() throws IOException {
    LittleEndian out =
        new LittleEndian().u32(0x46554747).u32(3).u64(tensors.size()).u64(metadata.size());
    metadata.forEach((key, value) -> {
      out.string(key);
      switch (value) {
        case Integer whole -> out.u32(4).u32(whole);
        case Float real -> out.u32(6).f32(real);
        default -> out.u32(8).string(value.toString());
      }
    });
    long offset = 0;
    for (Map.Entry<String, long[]> tensor : tensors.entrySet()) {
      long[] is = tensor.getValue();
      out.string(tensor.getKey()).u32(is.length - 1);
      long elements = 1;
      for (int i = 1; i < is.length; i++) {
        out.u64(is[i]);
        elements *= is[i];
      }
      out.u32(is[0]).u64(offset);
      long bytes = is[0] == F32 ? 4 * elements : elements / 256 * (is[0] == Q4_K ? 144 : 210);
      offset = Math.ceilDiv(offset + bytes, 32) * 32;
    }
    out.padTo(32).raw(new byte[(int) offset]);
    Path file = folder.resolve("net.gguf");
    Files.write(file, out.toBytes());
    return file;
  }
}
