package org.cimlet.network.tower;

import java.util.OptionalLong;
import org.cimlet.document.Keys;

/// Counts the parameters of towers that see, each with the projector that brings what it sees to
/// the language part: for the kinds whose every size stands in the file.
public final class VisionTower {
  private final Keys vision;
  private final Keys around;
  private final long language;

  private boolean missing;

  private VisionTower(Keys vision, Keys around, int language) {
    this.vision = vision;
    this.around = around;
    this.language = language;
  }

  /// All of them; empty where the tower is of no known kind or a size is missing.
  ///
  /// @param language hidden size of the language part
  public static OptionalLong parameters(Keys config, String key, int language) {
    Keys vision = config.within(key, "describe the tower there");
    VisionTower tower = new VisionTower(vision, config, language);
    String kind = vision.word("model_type").orElse("");
    String outer = config.word("model_type").orElse("");
    long counted =
        switch (kind.isEmpty() || kind.equals("qwen2_vl") ? outer : kind) {
          case "qwen2_vl" -> tower.qwen2();
          case "qwen2_5_vl" -> tower.qwen25();
          case "qwen3_vl", "qwen3_vl_moe", "qwen3_5", "qwen3_5_moe" -> tower.qwen3();
          case "clip_vision_model" -> tower.clip() + tower.projector(outer);
          case "siglip_vision_model" -> tower.siglip() + tower.projector(outer);
          case "pixtral" -> tower.pixtral() + tower.projector(outer);
          default -> 0;
        };
    return counted > 0 && !tower.missing ? OptionalLong.of(counted) : OptionalLong.empty();
  }

  private long size(String key, String... others) {
    long size = vision.given().sizeIfGiven(vision.nameOf(key, others)).orElse(0);
    missing |= size == 0;
    return size;
  }

  private static long linear(long inputs, long outputs) {
    return inputs * outputs + outputs;
  }

  private long qwen2() {
    long width = size("embed_dim");
    long patch = size("patch_size");
    long inputs = 3 * size("temporal_patch_size") * patch * patch;
    long inner = vision.given().sizeIfGiven("mlp_ratio").orElse(4) * width;
    long block =
        4 * width
            + linear(width, 3 * width)
            + linear(width, width)
            + linear(width, inner)
            + linear(inner, width);
    return inputs * width + size("depth") * block + 2 * width + merged(width, size("hidden_size"));
  }

  private long qwen25() {
    long width = size("hidden_size");
    long patch = size("patch_size", "spatial_patch_size");
    long inputs = 3L * vision.given().sizeIfGiven("temporal_patch_size").orElse(2) * patch * patch;
    long inner = size("intermediate_size");
    long block =
        2 * width
            + linear(width, 3 * width)
            + linear(width, width)
            + 2 * linear(width, inner)
            + linear(inner, width);
    return inputs * width + size("depth") * block + width + merged(width, size("out_hidden_size"));
  }

  private long qwen3() {
    long width = size("hidden_size");
    long patch = size("patch_size");
    long inputs =
        vision.given().sizeIfGiven("in_channels").orElse(3)
            * size("temporal_patch_size")
            * patch
            * patch;
    long inner = size("intermediate_size");
    long block =
        4 * width
            + linear(width, 3 * width)
            + linear(width, width)
            + linear(width, inner)
            + linear(inner, width);
    long out = size("out_hidden_size");
    long merge = size("spatial_merge_size");
    int deep = vision.given().countOf("deepstack_visual_indexes").orElse(0);
    return linear(inputs, width)
        + size("num_position_embeddings") * width
        + size("depth") * block
        + 2 * width
        + merged(width, out)
        + deep * (2 * merge * merge * width + merged(width, out));
  }

  /// Neighbouring patches become one token.
  private long merged(long width, long out) {
    long merge = vision.given().sizeIfGiven("spatial_merge_size").orElse(2);
    long wide = merge * merge * width;
    return linear(wide, wide) + linear(wide, out);
  }

  private long clip() {
    long width = size("hidden_size");
    long patch = size("patch_size");
    return width + 3 * patch * patch * width + (patches() + 1) * width + 4 * width + encoder();
  }

  private long siglip() {
    long width = size("hidden_size");
    long patch = size("patch_size");
    return linear(3 * patch * patch, width) + patches() * width + 2 * width + encoder();
  }

  private long patches() {
    long side = size("image_size") / Math.max(1, size("patch_size"));
    return side * side;
  }

  private long encoder() {
    long width = size("hidden_size");
    long inner = size("intermediate_size");
    long layer = 4 * width + 4 * linear(width, width) + linear(width, inner) + linear(inner, width);
    return size("num_hidden_layers") * layer;
  }

  private long pixtral() {
    long width = size("hidden_size");
    long patch = size("patch_size");
    long layer = 2 * width + 4 * width * width + 3 * width * size("intermediate_size");
    return 3 * patch * patch * width + width + size("num_hidden_layers") * layer;
  }

  private long projector(String outer) {
    long width = size("hidden_size");
    return switch (outer) {
      case "llava", "llava_next" -> linear(width, language) + linear(language, language);
      case "gemma3" -> width * language + width;
      case "paligemma" -> linear(width, language);
      case "mistral3" -> {
        long merge = around.given().sizeIfGiven("spatial_merge_size").orElse(2);
        boolean bias = around.flag("multimodal_projector_bias", false);
        yield width
            + merge * merge * width * width
            + width * language
            + language * language
            + (bias ? 2 * language : 0);
      }
      default -> {
        missing = true;
        yield 0;
      }
    };
  }
}
