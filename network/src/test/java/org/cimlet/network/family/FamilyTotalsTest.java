package org.cimlet.network.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cimlet.document.Document;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every parameter of networks whose files lie here in our own words, counted by hand: the shapes
/// of each module as its publisher's code makes them, one factor after the other. Numbers that the
/// publisher or the hub prints are given behind.
class FamilyTotalsTest {
  static Stream<Arguments> networks() {
    return Stream.of(
        of(
            "Trinity-Nano", // published as 6 billion
            """
            "model_type": "afmoe", "hidden_size": 1024, "intermediate_size": 3072,
            "num_attention_heads": 8, "num_key_value_heads": 2, "head_dim": 128,
            "num_hidden_layers": 56, "max_position_embeddings": 131072, "vocab_size": 200192,
            "num_experts": 128, "num_experts_per_tok": 8, "moe_intermediate_size": 256,
            "num_shared_experts": 1, "num_dense_layers": 2, "global_attn_every_n_layers": 4,
            "sliding_window": 2048, "mup_enabled": true, "tie_word_embeddings": false\
            """,
            2 * 200_192L * 1024
                + 1024
                + 56
                    * (1024L * 1024 // q
                        + 2 * 1024L * 256 // k, v
                        + 1024L * 1024 // gate_proj
                        + 1024L * 1024 // o
                        + 2 * 128
                        + 4 * 1024)
                + 2 * 3 * 1024L * 3072
                + 54 * (128 * 1024L + 128 + 129 * 3 * 1024L * 256)),
        of(
            "Ling-mini-2.0", // published as 16 billion; its first files name the older family
            """
            "model_type": "bailing_moe", "architectures": ["BailingMoeV2ForCausalLM"],
            "hidden_size": 2048, "intermediate_size": 5120, "num_attention_heads": 16,
            "num_key_value_heads": 4, "head_dim": 128, "num_hidden_layers": 20,
            "max_position_embeddings": 32768, "vocab_size": 157184, "num_experts": 256,
            "num_experts_per_tok": 8, "moe_intermediate_size": 512, "num_shared_experts": 1,
            "moe_shared_expert_intermediate_size": 512, "moe_router_enable_expert_bias": true,
            "n_group": 8, "topk_group": 4, "first_k_dense_replace": 1, "use_qk_norm": true,
            "use_bias": false, "use_qkv_bias": false, "tie_word_embeddings": false\
            """,
            2 * 157_184L * 2048
                + 2048
                + 20 * (2 * 2048L * 2048 + 2 * 2048L * 512 + 2 * 128 + 2 * 2048)
                + 3 * 2048L * 5120
                + 19 * (256 * 2048L + 256 + 257 * 3 * 2048L * 512)),
        of(
            "Snowflake-Arctic", // published as 480 billion
            """
            "model_type": "arctic", "architectures": ["ArcticForCausalLM"], "hidden_size": 7168,
            "intermediate_size": 4864, "num_attention_heads": 56, "num_key_value_heads": 8,
            "num_hidden_layers": 35, "max_position_embeddings": 4096, "vocab_size": 32000,
            "num_local_experts": 128, "num_experts_per_tok": 2, "moe_layer_frequency": 1,
            "parallel_attn_mlp_res": true, "use_residual": true, "enc_index": null,
            "attention_bias": false, "tie_word_embeddings": false\
            """,
            2 * 32_000L * 7168
                + 7168
                + 35
                    * (2 * 7168L * 7168
                        + 2 * 7168L * 1024
                        + 3 * 7168L * 7168 // residual_mlp
                        + 128 * 7168L
                        + 128 * 3 * 7168L * 4864
                        + 3 * 7168)),
        of(
            "FlexOlmo-7x7B", // published as 33 billion
            """
            "model_type": "flex_olmo", "architectures": ["FlexOlmoForCausalLM"],
            "hidden_size": 4096, "intermediate_size": 11008, "num_attention_heads": 32,
            "num_key_value_heads": 32, "num_hidden_layers": 32, "max_position_embeddings": 4096,
            "vocab_size": 100352, "num_experts": 7, "num_experts_per_tok": 5,
            "norm_topk_prob": false, "attention_bias": false, "tie_word_embeddings": false,
            "rope_parameters": {"rope_theta": 500000, "rope_type": "default"}\
            """,
            2 * 100_352L * 4096
                + 4096
                + 32
                    * (4 * 4096L * 4096
                        + 2 * 4096 // norms of all queries, of all keys
                        + 2 * 4096
                        + 7 * 4096L
                        + 7 * 3 * 4096L * 11_008)),
        of(
            "Solar-Open-100B", // published as 102 billion
            """
            "model_type": "solar_open", "hidden_size": 4096, "intermediate_size": 10240,
            "num_attention_heads": 64, "num_key_value_heads": 8, "head_dim": 128,
            "num_hidden_layers": 48, "max_position_embeddings": 131072, "vocab_size": 196608,
            "n_routed_experts": 128, "n_shared_experts": 1, "num_experts_per_tok": 8,
            "moe_intermediate_size": 1280, "first_k_dense_replace": 0,
            "tie_word_embeddings": false\
            """,
            2 * 196_608L * 4096
                + 4096
                + 48
                    * (2 * 4096L * 8192
                        + 2 * 4096L * 1024
                        + 2 * 4096
                        + 128 * 4096L
                        + 128
                        + 129 * 3 * 4096L * 1280)),
        of(
            "MiMo-V2-Flash", // published as 309 billion
            """
            "model_type": "mimo_v2_flash", "hidden_size": 4096, "intermediate_size": 16384,
            "num_attention_heads": 64, "num_key_value_heads": 4, "head_dim": 192,
            "v_head_dim": 128, "swa_num_attention_heads": 64, "swa_num_key_value_heads": 8,
            "swa_head_dim": 192, "swa_v_head_dim": 128, "num_hidden_layers": 48,
            "max_position_embeddings": 262144, "vocab_size": 152576, "n_routed_experts": 256,
            "n_shared_experts": null, "num_experts_per_tok": 8, "moe_intermediate_size": 2048,
            "sliding_window": 128, "sliding_window_size": 128, "attention_chunk_size": 128,
            "add_swa_attention_sink_bias": true, "add_full_attention_sink_bias": false,
            "hybrid_layer_pattern": [%s], "moe_layer_freq": [0%s], "layernorm_epsilon": 1e-5,
            "tie_word_embeddings": false\
            """
                .formatted(miMoPattern(), ", 1".repeat(47)),
            2 * 152_576L * 4096
                + 4096
                + 9 * (4096L * (64 * 192 + 4 * 192 + 4 * 128) + 64 * 128L * 4096)
                + 39 * (4096L * (64 * 192 + 8 * 192 + 8 * 128) + 64 * 128L * 4096 + 64)
                + 48 * 2 * 4096
                + 3 * 4096L * 16_384
                + 47 * (256 * 4096L + 256 + 256 * 3 * 4096L * 2048)),
        of(
            "Step-3.5-Flash", // published as 196 billion
            """
            "model_type": "step3p5", "hidden_size": 4096, "intermediate_size": 11264,
            "num_attention_heads": 64, "num_attention_groups": 8, "head_dim": 128,
            "attention_other_setting": {"attention_type": "sliding_attention",
              "num_attention_heads": 96, "num_attention_groups": 8, "head_dim": 128},
            "num_hidden_layers": 45, "max_position_embeddings": 262144, "vocab_size": 128896,
            "moe_num_experts": 288, "moe_top_k": 8, "moe_intermediate_size": 1280,
            "share_expert_dim": 1280, "sliding_window": 512, "moe_layers_enum": "%s",
            "layer_types": [%s], "rope_theta": [5000000.0, 10000.0],
            "num_nextn_predict_layers": 3, "tie_word_embeddings": false\
            """
                .formatted(numbers(3, 45), stepKinds()),
            2 * 128_896L * 4096
                + 4096
                + 12 * (4096L * (2 * 64 * 128 + 2 * 8 * 128 + 64))
                + 33 * (4096L * (2 * 96 * 128 + 2 * 8 * 128 + 96))
                + 45 * (2 * 4096 + 2 * 128)
                + 3 * 3 * 4096L * 11_264
                + 42 * (288 * 4096L + 288 + 289 * 3 * 4096L * 1280)),
        of(
            "Gemma-4-12B",
            """
            "model_type": "gemma4_unified", "text_config": {"model_type": "gemma4_unified_text",
              "hidden_size": 3840, "intermediate_size": 15360, "num_attention_heads": 16,
              "num_key_value_heads": 8, "num_global_key_value_heads": 1, "head_dim": 256,
              "global_head_dim": 512, "num_hidden_layers": 48, "attention_k_eq_v": true,
              "num_kv_shared_layers": 0, "sliding_window": 1024, "vocab_size": 262144,
              "use_bidirectional_attention": "vision"}\
            """,
            262_144L * 3840
                + 3840
                + 40 * (3840L * (2 * 16 * 256 + 2 * 8 * 256) + 2 * 256)
                + 8 * (3840L * (2 * 16 * 512 + 512) + 2 * 512) // no v_proj
                + 48 * (3 * 3840L * 15_360 + 4 * 3840)),
        of(
            "Gemma-4-26B-A4B", // published as 25.2 billion
            """
            "model_type": "gemma4", "text_config": {"model_type": "gemma4_text",
              "hidden_size": 2816, "intermediate_size": 2112, "num_attention_heads": 16,
              "num_key_value_heads": 8, "num_global_key_value_heads": 2, "head_dim": 256,
              "global_head_dim": 512, "num_hidden_layers": 30, "attention_k_eq_v": true,
              "enable_moe_block": true, "num_experts": 128, "top_k_experts": 8,
              "moe_intermediate_size": 704, "hidden_size_per_layer_input": 0,
              "sliding_window": 1024, "vocab_size": 262144}\
            """,
            262_144L * 2816
                + 2816
                + 25 * (2816L * (2 * 16 * 256 + 2 * 8 * 256) + 2 * 256)
                + 5 * (2816L * (2 * 16 * 512 + 2 * 512) + 2 * 512)
                + 30
                    * (3 * 2816L * 2112
                        + 128 * 3 * 2816L * 704
                        + 128 * 2816L // router
                        + 2816 // its scale
                        + 128 // per_expert_scale
                        + 7 * 2816)),
        of(
            "Qwen-1.8B", // 1,836,828,672 on the hub
            """
            "model_type": "qwen", "hidden_size": 2048, "intermediate_size": 11008,
            "kv_channels": 128, "num_attention_heads": 16, "num_hidden_layers": 24,
            "seq_length": 8192, "vocab_size": 151936, "no_bias": true, "layer_norm_epsilon": 1e-6,
            "tie_word_embeddings": false, "rotary_emb_base": 10000\
            """,
            2 * 151_936L * 2048
                + 2048
                + 24
                    * (2048L * 3 * 2048 // c_attn
                        + 3 * 2048
                        + 2048 * 2048 // c_proj
                        + 3 * 2048L * 5504 // w1, w2, c_proj
                        + 2 * 2048)),
        of(
            "Qwen1.5-MoE-A2.7B", // 14,315,784,192 on the hub
            """
            "model_type": "qwen2_moe", "hidden_size": 2048, "intermediate_size": 5632,
            "num_attention_heads": 16, "num_key_value_heads": 16, "num_hidden_layers": 24,
            "max_position_embeddings": 8192, "vocab_size": 151936, "num_experts": 60,
            "num_experts_per_tok": 4, "moe_intermediate_size": 1408, "decoder_sparse_step": 1,
            "shared_expert_intermediate_size": 5632, "tie_word_embeddings": false\
            """,
            2 * 151_936L * 2048
                + 2048
                + 24
                    * (4 * 2048L * 2048
                        + 3 * 2048
                        + 60 * 2048 // gate
                        + 60 * 3 * 2048L * 1408
                        + 3 * 2048L * 5632
                        + 2048 // shared_expert_gate
                        + 2 * 2048)),
        of(
            "Baichuan2-7B",
            """
            "model_type": "baichuan", "hidden_size": 4096, "intermediate_size": 11008,
            "num_attention_heads": 32, "num_hidden_layers": 32, "model_max_length": 4096,
            "max_position_embeddings": 4096, "vocab_size": 125696, "tie_word_embeddings": false\
            """,
            2 * 125_696L * 4096
                + 4096
                + 32 * (4096L * 3 * 4096 + 4096 * 4096 + 3 * 4096L * 11_008 + 2 * 4096)),
        of(
            "InternLM-7B",
            """
            "model_type": "internlm", "bias": true, "hidden_size": 4096,
            "intermediate_size": 11008, "num_attention_heads": 32, "num_hidden_layers": 32,
            "max_position_embeddings": 2048, "vocab_size": 103168, "tie_word_embeddings": false\
            """,
            2 * 103_168L * 4096
                + 4096
                + 32 * (4 * (4096L * 4096 + 4096) + 3 * 4096L * 11_008 + 2 * 4096)),
        of(
            "InternLM2-7B", // 7,737,708,544 on the hub
            """
            "model_type": "internlm2", "bias": false, "hidden_size": 4096,
            "intermediate_size": 14336, "num_attention_heads": 32, "num_key_value_heads": 8,
            "num_hidden_layers": 32, "max_position_embeddings": 32768, "vocab_size": 92544,
            "tie_word_embeddings": false\
            """,
            2 * 92_544L * 4096
                + 4096
                + 32 * (4096L * 6144 + 4096 * 4096 + 3 * 4096L * 14_336 + 2 * 4096)),
        of(
            "Orion-14B",
            """
            "model_type": "orion", "hidden_size": 5120, "intermediate_size": 15360,
            "num_attention_heads": 40, "num_key_value_heads": 40, "num_hidden_layers": 40,
            "max_position_embeddings": 4096, "max_sequence_length": 4096, "vocab_size": 84608,
            "tie_word_embeddings": false\
            """,
            2 * 84_608L * 5120
                + 2 * 5120
                + 40 * (4 * 5120L * 5120 + 3 * 5120L * 15_360 + 4 * 5120)),
        of(
            "ChatGLM3-6B", // 6,243,584,000 on the hub
            """
            "model_type": "chatglm", "architectures": ["ChatGLMModel"], "hidden_size": 4096,
            "ffn_hidden_size": 13696, "kv_channels": 128, "multi_query_attention": true,
            "multi_query_group_num": 2, "num_attention_heads": 32, "num_layers": 28,
            "padded_vocab_size": 65024, "seq_length": 8192, "add_bias_linear": false,
            "add_qkv_bias": true, "rmsnorm": true, "post_layer_norm": true,
            "tie_word_embeddings": false\
            """,
            2 * 65_024L * 4096
                + 4096
                + 28
                    * (4096L * (4096 + 2 * 256)
                        + 4096
                        + 2 * 256
                        + 4096 * 4096
                        + 3 * 4096L * 13_696
                        + 2 * 4096)),
        of(
            "StarCoder2-7B", // 7,173,923,840 on the hub
            """
            "model_type": "starcoder2", "hidden_size": 4608, "intermediate_size": 18432,
            "num_attention_heads": 36, "num_key_value_heads": 4, "num_hidden_layers": 32,
            "max_position_embeddings": 16384, "vocab_size": 49152, "use_bias": true,
            "sliding_window": 4096\
            """,
            49_152L * 4608
                + 2 * 4608
                + 32
                    * (2 * 4608L * 4608
                        + 2 * 4608 * 512
                        + 4608
                        + 2 * 512
                        + 4608
                        + 2 * 4608L * 18_432
                        + 18_432
                        + 4608
                        + 4 * 4608)),
        of(
            "StarCoderBase-1B", // 1,137,207,296 on the hub
            """
            "model_type": "gpt_bigcode", "n_embd": 2048, "n_head": 16, "n_inner": 8192,
            "n_layer": 24, "n_positions": 8192, "vocab_size": 49152, "multi_query": true\
            """,
            (49_152L + 8192) * 2048
                + 2 * 2048
                + 24
                    * (2048L * (2048 + 256)
                        + 2048
                        + 256
                        + 2048 * 2048
                        + 2048
                        + 2 * 2048L * 8192
                        + 8192
                        + 2048
                        + 4 * 2048)),
        of(
            "Aya-23-8B", // 8,028,033,024 on the hub
            """
            "model_type": "cohere", "hidden_size": 4096, "intermediate_size": 14336,
            "num_attention_heads": 32, "num_key_value_heads": 8, "num_hidden_layers": 32,
            "max_position_embeddings": 8192, "vocab_size": 256000, "use_qk_norm": false,
            "logit_scale": 0.0625\
            """,
            256_000L * 4096
                + 4096
                + 32 * (2 * 4096L * 4096 + 2 * 4096 * 1024 + 3 * 4096L * 14_336 + 4096)),
        of(
            "MiniCPM-2B", // 2,724,880,896 on the hub
            """
            "model_type": "minicpm", "hidden_size": 2304, "intermediate_size": 5760,
            "num_attention_heads": 36, "num_key_value_heads": 36, "num_hidden_layers": 40,
            "max_position_embeddings": 4096, "vocab_size": 122753, "scale_emb": 12\
            """,
            122_753L * 2304 + 2304 + 40 * (4 * 2304L * 2304 + 3 * 2304L * 5760 + 2 * 2304)),
        of(
            "MiniCPM-MoE-8x2B",
            """
            "model_type": "minicpm", "hidden_size": 2304, "intermediate_size": 5760,
            "num_attention_heads": 36, "num_key_value_heads": 36, "num_hidden_layers": 40,
            "max_position_embeddings": 4096, "vocab_size": 122753, "num_experts": 8,
            "num_experts_per_tok": 2\
            """,
            122_753L * 2304
                + 2304
                + 40 * (4 * 2304L * 2304 + 8 * 2304 + 8 * 3 * 2304L * 5760 + 2 * 2304)),
        of(
            "MiniCPM3-4B",
            """
            "model_type": "minicpm3", "hidden_size": 2560, "intermediate_size": 6400,
            "num_attention_heads": 40, "num_key_value_heads": 40, "num_hidden_layers": 62,
            "max_position_embeddings": 32768, "vocab_size": 73448, "q_lora_rank": 768,
            "kv_lora_rank": 256, "qk_nope_head_dim": 64, "qk_rope_head_dim": 32\
            """,
            73_448L * 2560
                + 2560
                + 62
                    * (2560L * 768
                        + 768
                        + 768 * 40 * 96
                        + 2560 * (256 + 32)
                        + 256
                        + 256 * 40 * (64 + 64)
                        + 40 * 64 * 2560
                        + 3 * 2560L * 6400
                        + 2 * 2560)),
        of(
            "DeepSeek-MoE-16B", // 16,375,728,128 on the hub
            """
            "model_type": "deepseek", "hidden_size": 2048, "intermediate_size": 10944,
            "num_attention_heads": 16, "num_key_value_heads": 16, "num_hidden_layers": 28,
            "max_position_embeddings": 4096, "vocab_size": 102400, "first_k_dense_replace": 1,
            "moe_layer_freq": 1, "n_routed_experts": 64, "n_shared_experts": 2,
            "num_experts_per_tok": 6, "moe_intermediate_size": 1408,
            "tie_word_embeddings": false\
            """,
            2 * 102_400L * 2048
                + 2048
                + 28 * (4 * 2048L * 2048 + 2 * 2048)
                + 3 * 2048L * 10_944
                + 27 * (64 * 2048 + 64 * 3 * 2048L * 1408 + 3 * 2048L * 2816)),
        of(
            "RedPajama-3B", // 2,775,864,320 on the hub
            """
            "model_type": "gpt_neox", "hidden_size": 2560, "intermediate_size": 10240,
            "num_attention_heads": 32, "num_hidden_layers": 32, "max_position_embeddings": 2048,
            "vocab_size": 50432, "use_parallel_residual": false, "tie_word_embeddings": false\
            """,
            2 * 50_432L * 2560
                + 2 * 2560
                + 32
                    * (2560L * 3 * 2560
                        + 3 * 2560
                        + 2560 * 2560
                        + 2560
                        + 2 * 2560L * 10_240
                        + 10_240
                        + 2560
                        + 4 * 2560)),
        of(
            "GPT-Neo-1.3B",
            """
            "model_type": "gpt_neo", "hidden_size": 2048, "num_heads": 16, "num_layers": 24,
            "max_position_embeddings": 2048, "vocab_size": 50257, "window_size": 256,
            "intermediate_size": null\
            """,
            (50_257L + 2048) * 2048
                + 2 * 2048
                + 24 * (4 * 2048L * 2048 + 2048 + 2 * 2048L * 8192 + 8192 + 2048 + 4 * 2048)),
        of(
            "Falcon-7B", // 6,921,720,704 as its authors' code counts
            """
            "model_type": "falcon", "hidden_size": 4544, "num_attention_heads": 71,
            "num_hidden_layers": 32, "num_kv_heads": 71, "vocab_size": 65024,
            "multi_query": true, "parallel_attn": true, "new_decoder_architecture": false,
            "bias": false, "alibi": false\
            """,
            65_024L * 4544
                + 2 * 4544
                + 32 * (4544L * (4544 + 2 * 64) + 4544 * 4544 + 2 * 4544L * 18_176 + 2 * 4544)),
        of(
            "Falcon-40B, as first published",
            """
            "model_type": "RefinedWeb", "hidden_size": 8192, "n_head": 128, "n_head_kv": 8,
            "n_layer": 60, "vocab_size": 65024, "parallel_attn": true, "bias": false\
            """,
            65_024L * 8192
                + 2 * 8192
                + 60 * (8192L * (8192 + 2 * 8 * 64) + 8192 * 8192 + 2 * 8192L * 32_768 + 4 * 8192)),
        of(
            "BLOOM-560M", // 559,214,592 on the hub
            """
            "model_type": "bloom", "n_embed": 1024, "n_layer": 24, "num_attention_heads": 16,
            "vocab_size": 250880\
            """,
            250_880L * 1024
                + 4 * 1024
                + 24
                    * (1024L * 3072
                        + 3072
                        + 1024 * 1024
                        + 1024
                        + 2 * 1024L * 4096
                        + 4096
                        + 1024
                        + 4 * 1024)),
        of(
            "MPT-7B", // 6,649,286,656 on the hub
            """
            "model_type": "mpt", "d_model": 4096, "n_heads": 32, "n_layers": 32,
            "max_seq_len": 2048, "vocab_size": 50432, "expansion_ratio": 4, "no_bias": true,
            "attn_config": {"alibi": true, "qk_ln": false}\
            """,
            50_432L * 4096 + 4096 + 32 * (4 * 4096L * 4096 + 2 * 4096L * 16_384 + 2 * 4096)),
        of(
            "DBRX", // 131,596,523,520 on the hub
            """
            "model_type": "dbrx", "d_model": 6144, "n_heads": 48, "n_layers": 40,
            "max_seq_len": 32768, "vocab_size": 100352, "tie_word_embeddings": false,
            "attn_config": {"kv_n_heads": 8, "clip_qkv": 8},
            "ffn_config": {"ffn_hidden_size": 10752, "moe_num_experts": 16, "moe_top_k": 4}\
            """,
            2 * 100_352L * 6144
                + 6144
                + 40
                    * (6144L * (6144 + 2 * 1024)
                        + 6144 * 6144
                        + 16 * 6144
                        + 16 * 3 * 6144L * 10_752
                        + 2 * 6144)),
        of(
            "OLMo-1B", // 1,176,764,416 on the hub
            """
            "model_type": "olmo", "hidden_size": 2048, "intermediate_size": 8192,
            "num_attention_heads": 16, "num_key_value_heads": 16, "num_hidden_layers": 16,
            "max_position_embeddings": 2048, "vocab_size": 50304, "tie_word_embeddings": true\
            """,
            50_304L * 2048 + 16 * (4 * 2048L * 2048 + 3 * 2048L * 8192)),
        of(
            "EXAONE-3.0-7.8B", // 7,818,448,896 on the hub
            """
            "model_type": "exaone", "hidden_size": 4096, "intermediate_size": 14336,
            "num_attention_heads": 32, "num_key_value_heads": 8, "num_layers": 32,
            "max_position_embeddings": 4096, "vocab_size": 102400, "head_dim": 128,
            "tie_word_embeddings": false\
            """,
            2 * 102_400L * 4096
                + 4096
                + 32 * (2 * 4096L * 4096 + 2 * 4096 * 1024 + 3 * 4096L * 14_336 + 2 * 4096)),
        of(
            "Phi-3.5-MoE", // 41,873,153,344 on the hub
            """
            "model_type": "phimoe", "hidden_size": 4096, "intermediate_size": 6400,
            "num_attention_heads": 32, "num_key_value_heads": 8, "num_hidden_layers": 32,
            "max_position_embeddings": 131072, "vocab_size": 32064, "attention_bias": true,
            "lm_head_bias": true, "num_local_experts": 16, "num_experts_per_tok": 2,
            "sliding_window": 131072, "tie_word_embeddings": false\
            """,
            2 * 32_064L * 4096
                + 32_064
                + 2 * 4096
                + 32
                    * (2 * (4096L * 4096 + 4096)
                        + 2 * (4096 * 1024 + 1024)
                        + 16 * 4096
                        + 16 * 3 * 4096L * 6400
                        + 4 * 4096)),
        of(
            "Granite-3.0-2B",
            """
            "model_type": "granite", "hidden_size": 2048, "intermediate_size": 8192,
            "num_attention_heads": 32, "num_key_value_heads": 8, "num_hidden_layers": 40,
            "max_position_embeddings": 4096, "vocab_size": 49155, "tie_word_embeddings": true,
            "embedding_multiplier": 12.0\
            """,
            49_155L * 2048
                + 2048
                + 40 * (2 * 2048L * 2048 + 2 * 2048 * 512 + 3 * 2048L * 8192 + 2 * 2048)),
        of(
            "MiniMax-M2", // 228,689,764,864 without the layers that draft
            """
            "model_type": "minimax_m2", "hidden_size": 3072, "intermediate_size": 1536,
            "num_attention_heads": 48, "num_key_value_heads": 8, "head_dim": 128,
            "num_hidden_layers": 62, "max_position_embeddings": 196608, "vocab_size": 200064,
            "num_local_experts": 256, "num_experts_per_tok": 8, "use_qk_norm": true,
            "use_routing_bias": true, "num_mtp_modules": 3, "shared_intermediate_size": 0,
            "tie_word_embeddings": false\
            """,
            2 * 200_064L * 3072
                + 3072
                + 62
                    * (2 * 3072L * 6144
                        + 2 * 3072 * 1024
                        + 6144
                        + 1024
                        + 256 * 3072
                        + 256
                        + 256 * 3 * 3072L * 1536
                        + 2 * 3072)),
        of(
            "MiMo-7B, its draft layer left out",
            """
            "model_type": "mimo", "hidden_size": 4096, "intermediate_size": 11008,
            "num_attention_heads": 32, "num_key_value_heads": 8, "num_hidden_layers": 36,
            "head_dim": 128, "max_position_embeddings": 32768, "vocab_size": 151680,
            "attention_bias": true, "num_nextn_predict_layers": 1,
            "tie_word_embeddings": false\
            """,
            2 * 151_680L * 4096
                + 4096
                + 36
                    * (2 * 4096L * 4096
                        + 2 * 4096 * 1024
                        + 4096
                        + 2 * 1024
                        + 3 * 4096L * 11_008
                        + 2 * 4096)),
        of(
            "Ministral-3-3B, its language part",
            """
            "model_type": "mistral3", "architectures": ["Mistral3ForConditionalGeneration"],
            "text_config": {"model_type": "ministral3", "head_dim": 128, "hidden_size": 3072,
              "intermediate_size": 9216, "max_position_embeddings": 262144,
              "num_attention_heads": 32, "num_hidden_layers": 26, "num_key_value_heads": 8,
              "sliding_window": null, "tie_word_embeddings": true, "vocab_size": 131072},
            "vision_config": {"model_type": "pixtral", "hidden_size": 1024,
              "intermediate_size": 4096, "num_attention_heads": 16, "num_hidden_layers": 24,
              "patch_size": 14, "image_size": 1540}\
            """,
            131_072L * 3072
                + 3072
                + 26 * (2 * 3072L * 4096 + 2 * 3072 * 1024 + 3 * 3072L * 9216 + 2 * 3072)),
        of(
            "Qwen3-Next-80B-A3B, its draft layer left out",
            """
            "model_type": "qwen3_next", "hidden_size": 2048, "intermediate_size": 5120,
            "num_attention_heads": 16, "num_key_value_heads": 2, "head_dim": 256,
            "num_hidden_layers": 48, "max_position_embeddings": 262144, "vocab_size": 151936,
            "full_attention_interval": 4, "linear_num_key_heads": 16,
            "linear_num_value_heads": 32, "linear_key_head_dim": 128,
            "linear_value_head_dim": 128, "linear_conv_kernel_dim": 4, "num_experts": 512,
            "num_experts_per_tok": 10, "moe_intermediate_size": 512,
            "shared_expert_intermediate_size": 512, "decoder_sparse_step": 1,
            "mlp_only_layers": [], "tie_word_embeddings": false\
            """,
            2 * 151_936L * 2048
                + 2048
                + 12 * (2048L * 2 * 4096 + 2 * 2048 * 512 + 4096 * 2048 + 2 * 256) // attention
                + 36
                    * (2048L * (2 * 2048 + 2 * 4096) // in_proj_qkvz
                        + 2048 * 64 // in_proj_ba
                        + (2 * 2048 + 4096) * 4 // conv1d
                        + 32 // A_log
                        + 32 // dt_bias
                        + 128 // norm
                        + 4096 * 2048) // out_proj
                + 48 * (512 * 2048L + 512 * 3 * 2048L * 512 + 3 * 2048L * 512 + 2048 + 2 * 2048)),
        of(
            "Nemotron-H-8B",
            """
            "model_type": "nemotron_h", "hidden_size": 4096, "intermediate_size": 21504,
            "num_hidden_layers": 52, "max_position_embeddings": 8192, "vocab_size": 131072,
            "hybrid_override_pattern": "M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M*-M-M-M-M-M-",
            "num_attention_heads": 32, "num_key_value_heads": 8, "attention_head_dim": 128,
            "mamba_num_heads": 128, "mamba_head_dim": 64, "ssm_state_size": 128, "n_groups": 8,
            "conv_kernel": 4, "use_bias": false, "use_conv_bias": true, "mlp_bias": false,
            "attention_bias": false, "tie_word_embeddings": false\
            """,
            2 * 131_072L * 4096
                + 4096
                + 52 * 4096 // a norm a layer
                + 24
                    * (4096L * (2 * 8192 + 2 * 8 * 128 + 128) // in_proj
                        + (8192 + 2 * 8 * 128) * 5 // conv1d and its bias
                        + 3 * 128 // A_log, D, dt_bias
                        + 8192 // norm
                        + 8192 * 4096) // out_proj
                + 24 * (2 * 4096L * 21_504)
                + 4 * (2 * 4096L * 4096 + 2 * 4096 * 1024)),
        of(
            "Falcon-H1-0.5B", // 521,411,104 on the hub
            """
            "model_type": "falcon_h1", "hidden_size": 1024, "intermediate_size": 2048,
            "num_hidden_layers": 36, "max_position_embeddings": 16384, "vocab_size": 32784,
            "num_attention_heads": 8, "num_key_value_heads": 2, "head_dim": 64,
            "mamba_d_ssm": 1536, "mamba_n_heads": 24, "mamba_d_head": 64, "mamba_n_groups": 1,
            "mamba_d_state": 128, "mamba_d_conv": 4, "mamba_conv_bias": true,
            "mamba_proj_bias": false, "mamba_rms_norm": false, "mamba_expand": 2,
            "attention_bias": false, "mlp_bias": false, "tie_word_embeddings": false\
            """,
            2 * 32_784L * 1024
                + 1024
                + 36
                    * (1024L * 512
                        + 2 * 1024 * 128
                        + 512 * 1024
                        + 1024 * (2 * 1536 + 2 * 128 + 24)
                        + (1536 + 2 * 128) * 5
                        + 3 * 24
                        + 1536 * 1024
                        + 3 * 1024 * 2048
                        + 2 * 1024)),
        of(
            "Granite-4.0-H-Tiny", // 6,939,037,248 on the hub
            """
            "model_type": "granitemoehybrid", "hidden_size": 1536, "intermediate_size": 512,
            "shared_intermediate_size": 1024, "num_hidden_layers": 40,
            "max_position_embeddings": 131072, "vocab_size": 100352, "num_attention_heads": 12,
            "num_key_value_heads": 4, "num_local_experts": 64, "num_experts_per_tok": 6,
            "mamba_n_heads": 48, "mamba_d_head": 64, "mamba_n_groups": 1, "mamba_d_state": 128,
            "mamba_d_conv": 4, "mamba_expand": 2, "mamba_conv_bias": true,
            "mamba_proj_bias": false, "position_embedding_type": "nope",
            "tie_word_embeddings": true, "layer_types": [%s]\
            """
                .formatted(granite4Layers()),
            100_352L * 1536
                + 1536
                + 36
                    * (1536L * (2 * 3072 + 2 * 128 + 48)
                        + (3072 + 2 * 128) * 5
                        + 3 * 48
                        + 3072
                        + 3072 * 1536)
                + 4 * (2 * 1536L * 1536 + 2 * 1536 * 512)
                + 40 * (64 * 1536 + 64 * 3 * 1536L * 512 + 3 * 1536L * 1024 + 2 * 1536)),
        of(
            "Jamba-v0.1", // 51,570,323,328 on the hub
            """
            "model_type": "jamba", "hidden_size": 4096, "intermediate_size": 14336,
            "num_hidden_layers": 32, "max_position_embeddings": 262144, "vocab_size": 65536,
            "num_attention_heads": 32, "num_key_value_heads": 8, "attn_layer_period": 8,
            "attn_layer_offset": 4, "expert_layer_period": 2, "expert_layer_offset": 1,
            "num_experts": 16, "num_experts_per_tok": 2, "mamba_d_state": 16,
            "mamba_d_conv": 4, "mamba_expand": 2, "mamba_dt_rank": 256,
            "mamba_conv_bias": true, "mamba_proj_bias": false,
            "tie_word_embeddings": false\
            """,
            2 * 65_536L * 4096
                + 4096
                + 28
                    * (4096L * 2 * 8192 // in_proj
                        + 8192 * 5 // conv1d
                        + 8192 * (256 + 2 * 16) // x_proj
                        + 256 * 8192 // dt_proj
                        + 8192
                        + 8192 * 16 // A_log
                        + 8192 // D
                        + 256 // norms of steps, B and C
                        + 2 * 16
                        + 8192 * 4096) // out_proj
                + 4 * (2 * 4096L * 4096 + 2 * 4096 * 1024)
                + 16 * (3 * 4096L * 14_336)
                + 16 * (16 * 4096 + 16 * 3 * 4096L * 14_336)
                + 32 * 2 * 4096),
        of(
            "Mamba-130M", // 129,135,360 on the hub
            """
            "model_type": "mamba", "hidden_size": 768, "num_hidden_layers": 24,
            "vocab_size": 50280, "state_size": 16, "conv_kernel": 4, "expand": 2,
            "intermediate_size": 1536, "time_step_rank": 48, "use_bias": false,
            "use_conv_bias": true\
            """,
            50_280L * 768
                + 768
                + 24
                    * (768L * 3072
                        + 1536 * 5
                        + 1536 * (48 + 32)
                        + 48 * 1536
                        + 1536
                        + 1536 * 16
                        + 1536
                        + 1536 * 768
                        + 768)),
        of(
            "Mamba-Codestral-7B", // 7,285,403,648 on the hub
            """
            "model_type": "mamba2", "hidden_size": 4096, "num_hidden_layers": 64,
            "vocab_size": 32768, "num_heads": 128, "head_dim": 64, "state_size": 128,
            "n_groups": 8, "conv_kernel": 4, "expand": 2, "use_bias": false,
            "use_conv_bias": true, "rms_norm": true, "tie_word_embeddings": false\
            """,
            2 * 32_768L * 4096
                + 4096
                + 64
                    * (4096L * (2 * 8192 + 2 * 8 * 128 + 128)
                        + (8192 + 2 * 8 * 128) * 5
                        + 3 * 128
                        + 8192
                        + 8192 * 4096
                        + 4096)),
        of(
            "LFM2-1.2B", // 1,170,340,608 on the hub
            """
            "model_type": "lfm2", "hidden_size": 2048, "block_ff_dim": 12288,
            "block_auto_adjust_ff_dim": true, "block_ffn_dim_multiplier": 1.0,
            "block_multiple_of": 256, "block_dim": 2048, "conv_L_cache": 3, "conv_bias": false,
            "conv_dim": 2048, "full_attn_idxs": [2, 5, 8, 10, 12, 14],
            "max_position_embeddings": 128000, "num_attention_heads": 32,
            "num_hidden_layers": 16, "num_key_value_heads": 8, "tie_embedding": true,
            "vocab_size": 65536\
            """,
            65_536L * 2048
                + 2048
                + 10 * (2048L * 3 * 2048 + 2048 * 3 + 2048 * 2048)
                + 6 * (2 * 2048L * 2048 + 2 * 2048 * 512 + 2 * 64)
                + 16 * (3 * 2048L * 8192 + 2 * 2048)),
        of(
            "Kimi-Linear-48B-A3B", // 49,122,681,728 on the hub
            """
            "model_type": "kimi_linear", "hidden_size": 2304, "intermediate_size": 9216,
            "num_hidden_layers": 27, "model_max_length": 1048576, "vocab_size": 163840,
            "num_attention_heads": 32, "num_key_value_heads": 32, "head_dim": 72,
            "q_lora_rank": null, "kv_lora_rank": 512, "qk_nope_head_dim": 128,
            "qk_rope_head_dim": 64, "v_head_dim": 128, "mla_use_nope": true,
            "first_k_dense_replace": 1, "moe_layer_freq": 1, "num_experts": 256,
            "num_experts_per_token": 8, "num_shared_experts": 1, "moe_intermediate_size": 1024,
            "linear_attn_config": {"full_attn_layers": [4, 8, 12, 16, 20, 24, 27],
              "kda_layers": [1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23, 25,
              26], "head_dim": 128, "num_heads": 32, "short_conv_kernel_size": 4},
            "num_nextn_predict_layers": 0, "tie_word_embeddings": false\
            """,
            2 * 163_840L * 2304
                + 2304
                + 7 * (2304L * 32 * 192 + 2304 * (512 + 64) + 512 + 512 * 32 * 256 + 4096 * 2304)
                + 20
                    * (4 * 2304L * 4096
                        + 3 * 4096 * 4
                        + 2 * (2304 * 128 + 128 * 4096)
                        + 2304 * 32
                        + 32
                        + 4096
                        + 128)
                + 3 * 2304L * 9216
                + 26 * (256 * 2304 + 256 + 257 * 3 * 2304L * 1024)
                + 27 * 2 * 2304),
        of(
            "MiniMax-Text-01", // 456,089,655,296 on the hub
            """
            "model_type": "minimax_text_01", "hidden_size": 6144, "intermediate_size": 9216,
            "num_hidden_layers": 80, "max_position_embeddings": 10240000, "vocab_size": 200064,
            "num_attention_heads": 64, "num_key_value_heads": 8, "head_dim": 128,
            "num_local_experts": 32, "num_experts_per_tok": 2, "shared_intermediate_size": 0,
            "tie_word_embeddings": false, "attn_type_list": [%s]\
            """
                .formatted(String.join(", ", Collections.nCopies(10, "0, 0, 0, 0, 0, 0, 0, 1"))),
            2 * 200_064L * 6144
                + 6144
                + 70 * (5 * 6144L * 8192 + 8192)
                + 10 * (2 * 6144L * 8192 + 2 * 6144 * 1024)
                + 80 * (32 * 6144 + 32 * 3 * 6144L * 9216 + 2 * 6144)),
        of(
            "GLM-4-9B", // 9,399,951,360 on the hub
            """
            "model_type": "glm", "hidden_size": 4096, "intermediate_size": 13696,
            "num_attention_heads": 32, "num_key_value_heads": 2, "head_dim": 128,
            "num_hidden_layers": 40, "max_position_embeddings": 131072, "vocab_size": 151552,
            "attention_bias": true, "tie_word_embeddings": false\
            """,
            2 * 151_552L * 4096
                + 4096
                + 40
                    * (2 * 4096L * 4096
                        + 2 * 4096 * 256
                        + 4096
                        + 2 * 256
                        + 3 * 4096L * 13_696
                        + 2 * 4096)),
        of(
            "ERNIE-4.5-21B-A3B", // 21,825,437,888 on the hub with its correction biases
            """
            "model_type": "ernie4_5_moe", "hidden_size": 2560, "intermediate_size": 12288,
            "num_attention_heads": 20, "num_key_value_heads": 4, "num_hidden_layers": 28,
            "max_position_embeddings": 131072, "vocab_size": 103424, "moe_num_experts": 64,
            "moe_k": 6, "moe_num_shared_experts": 2, "moe_intermediate_size": 1536,
            "moe_layer_start_index": 1, "moe_layer_end_index": 27, "moe_layer_interval": 1,
            "use_bias": false, "tie_word_embeddings": true\
            """,
            103_424L * 2560
                + 2560
                + 28 * (2 * 2560L * 2560 + 2 * 2560 * 512 + 2 * 2560)
                + 3 * 2560L * 12_288
                + 27 * (64 * 2560 + 64 + 66 * 3 * 2560L * 1536)),
        of(
            "Hunyuan-A13B", // 80,393,183,232 on the hub
            """
            "model_type": "hunyuan_v1_moe", "hidden_size": 4096, "intermediate_size": 3072,
            "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128,
            "num_hidden_layers": 32, "max_position_embeddings": 32768, "vocab_size": 128167,
            "num_experts": 64, "moe_topk": 8, "num_shared_expert": 1, "use_qk_norm": true,
            "tie_word_embeddings": true\
            """,
            128_167L * 4096
                + 4096
                + 32
                    * (2 * 4096L * 4096
                        + 2 * 4096 * 1024
                        + 2 * 128
                        + 64 * 4096
                        + 65 * 3 * 4096L * 3072
                        + 2 * 4096)),
        of(
            "Seed-OSS-36B", // 36,151,104,512 on the hub
            """
            "model_type": "seed_oss", "hidden_size": 5120, "intermediate_size": 27648,
            "num_attention_heads": 80, "num_key_value_heads": 8, "head_dim": 128,
            "num_hidden_layers": 64, "max_position_embeddings": 524288, "vocab_size": 155136,
            "attention_bias": true, "attention_out_bias": false, "mlp_bias": false,
            "tie_word_embeddings": false\
            """,
            2 * 155_136L * 5120
                + 5120
                + 64
                    * (2 * 5120L * 10_240
                        + 2 * 5120 * 1024
                        + 10_240
                        + 2 * 1024
                        + 3 * 5120L * 27_648
                        + 2 * 5120)),
        of(
            "Nemotron-Mini-4B",
            """
            "model_type": "nemotron", "hidden_size": 3072, "intermediate_size": 9216,
            "num_attention_heads": 24, "num_key_value_heads": 8, "head_dim": 128,
            "num_hidden_layers": 32, "max_position_embeddings": 4096, "vocab_size": 256000,
            "attention_bias": false, "mlp_bias": false, "tie_word_embeddings": false\
            """,
            2 * 256_000L * 3072
                + 2 * 3072
                + 32 * (2 * 3072L * 3072 + 2 * 3072 * 1024 + 2 * 3072L * 9216 + 4 * 3072)));
  }

  /// A layer without a window first, and then each sixth.
  private static String miMoPattern() {
    StringBuilder pattern = new StringBuilder("0");
    for (int layer = 1; layer < 48; layer++) {
      pattern.append((layer + 1) % 6 == 0 ? ", 0" : ", 1");
    }
    return pattern.toString();
  }

  private static String numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  /// A layer without a window, then three with one, on over the layers that draft.
  private static String stepKinds() {
    return IntStream.range(0, 48)
        .mapToObj(layer -> layer % 4 == 0 ? "\"full_attention\"" : "\"sliding_attention\"")
        .collect(Collectors.joining(", "));
  }

  private static String granite4Layers() {
    StringBuilder layers = new StringBuilder();
    for (int layer = 0; layer < 40; layer++) {
      layers.append(layer == 0 ? "" : ", ").append(layer % 10 == 5 ? "\"attention\"" : "\"mamba\"");
    }
    return layers.toString();
  }

  private static Arguments of(String name, String keys, long counted) {
    return Arguments.of(name, keys, counted);
  }

  static NetworkSpec read(String name, String keys) {
    return Families.read(name, Document.parse(name, "{" + keys + "}", Document.Format.JSON));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void a_network_has_as_many_parameters_as_its_modules_make(
      String name, String keys, long counted) {
    assertThat(Weights.total(read(name, keys))).isEqualTo(counted);
  }

  @Test
  void a_tower_that_sees_is_counted_and_not_placed() {
    NetworkSpec network =
        read(
            "gemma-3-4b",
            """
            "model_type": "gemma3", "vision_config": {"model_type": "siglip_vision_model",
              "hidden_size": 1152, "intermediate_size": 4304, "num_attention_heads": 16,
              "num_hidden_layers": 27, "image_size": 896, "patch_size": 14},
            "text_config": {"model_type": "gemma3_text", "hidden_size": 2560,
              "intermediate_size": 10240, "num_hidden_layers": 34, "sliding_window": 1024}\
            """);
    // 4,300,079,472 on the hub, 3,880,263,168 of them in the language part
    assertThat(network.omissions().notPlaced().getFirst().parameters())
        .hasValue(4_300_079_472L - 3_880_263_168L);
  }
}
