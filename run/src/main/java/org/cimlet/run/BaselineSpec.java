package org.cimlet.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cimlet.compile.Compiler;
import org.cimlet.compile.WeightStorage;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.estimate.GpuSystem;
import org.cimlet.machine.gpu.GpuFile;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.machine.gpu.GpuSpec;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.GpuFormat;
import org.jspecify.annotations.Nullable;

/// A GPU system to compare with, as asked for: `h100:kv=fp8,weights=fp8,tp=2`.
///
/// @param gpu one module
/// @param file the same as data; null where a program made it, and its numbers cannot be varied
/// @param weights what linears are kept in; null for as many bits as the job's weights: 16, or 8 in
///   the format that the GPU multiplies faster
/// @param experts what routed experts are kept in; null for the same as other linears
/// @param cache what keys and values are kept in
/// @param devices over which every matrix is cut; 0 for as few as hold weights and cache
public record BaselineSpec(
    GpuSpec gpu,
    @Nullable GpuFile file,
    @Nullable GpuFormat weights,
    @Nullable GpuFormat experts,
    GpuFormat cache,
    int devices) {
  /// Words of up to so many bits stand for 8-bit words of GPUs, wider ones for 16-bit words.
  private static final int GPU_WORD_BITS = 8;

  private static final String OPTION = "--baseline";
  private static final List<String> KEYS = List.of("weights", "experts", "kv", "tp");
  private static final int MOST_DEVICES = 1 << 16;

  /// 16-bit keys and values, as serving software keeps them unless told otherwise; as few devices
  /// as hold weights and cache.
  public static BaselineSpec of(GpuSpec gpu) {
    return new BaselineSpec(gpu, null, null, null, GpuFormat.BF16, 0);
  }

  /// The same of a GPU whose numbers can be varied.
  public static BaselineSpec of(GpuFile file) {
    return new BaselineSpec(file.gpu(), file, null, null, GpuFormat.BF16, 0);
  }

  /// The devices and their formats.
  ///
  /// @param storage how a machine beside them stores the weights, whose bits count where no format
  ///   is asked for
  public GpuSystem system(WeightStorage storage) {
    Gpu device = Compiler.gpu(gpu);
    GpuFormat linears = weights == null ? formatOf(storage, device) : weights;
    return new GpuSystem(device, linears, experts == null ? linears : experts, cache, devices);
  }

  private static GpuFormat formatOf(WeightStorage storage, Gpu device) {
    return words(storage.layers().weightBits(), device);
  }

  /// The format of a device that stands for words of so many bits.
  static GpuFormat words(int bits, Gpu device) {
    if (bits > GPU_WORD_BITS) {
      return GpuFormat.BF16;
    }
    return device.multiplies(GpuFormat.FP8) ? GpuFormat.FP8 : GpuFormat.INT8;
  }

  /// Systems separated by commas, each a shipped name or a file, with settings after a colon:
  /// `h100:tp=2,kv=fp8,a100`. `none` stands for no system.
  ///
  /// @throws InvalidInputException where a GPU is not there or not right, or a setting is none
  public static List<BaselineSpec> parse(String text) {
    List<BaselineSpec> systems = new ArrayList<>();
    Set<String> given = new HashSet<>();
    for (String item : text.split(",", -1)) {
      if (isSetting(item) && !systems.isEmpty()) {
        once(given, item);
        systems.add(systems.removeLast().with(item));
      } else if (!item.equals("none")) {
        given.clear();
        once(given, item.substring(item.lastIndexOf(':') + 1));
        systems.add(first(item));
      }
    }
    return systems;
  }

  private static void once(Set<String> given, String item) {
    String key = item.substring(0, Math.max(0, item.indexOf('=')));
    if (!key.isEmpty() && !given.add(key)) {
      throw InvalidInputException.of(
          OPTION, "must have each setting of a GPU once, got %s twice; remove one".formatted(key));
    }
  }

  private static boolean isSetting(String item) {
    return item.matches("[a-z_]+=.*");
  }

  /// A name, and its first setting where a colon follows.
  private static BaselineSpec first(String item) {
    int colon = item.lastIndexOf(':');
    if (colon < 0) {
      return of(GpuReader.open(item));
    }
    return of(GpuReader.open(item.substring(0, colon))).with(item.substring(colon + 1));
  }

  private BaselineSpec with(String setting) {
    int equals = setting.indexOf('=');
    String key = equals < 0 ? setting : setting.substring(0, equals);
    if (equals < 0 || !KEYS.contains(key)) {
      throw InvalidInputException.of(
          OPTION,
          "must have settings KEY=VALUE of the keys %s, got %s%s"
              .formatted(
                  String.join(", ", KEYS),
                  setting.isBlank() ? "nothing" : setting,
                  Suggestion.didYouMean(key, KEYS)));
    }
    String value = setting.substring(equals + 1);
    return switch (key) {
      case "weights" -> new BaselineSpec(gpu, file, format(key, value, 4), experts, cache, devices);
      case "experts" -> new BaselineSpec(gpu, file, weights, format(key, value, 4), cache, devices);
      case "kv" -> new BaselineSpec(gpu, file, weights, experts, format(key, value, 8), devices);
      default -> new BaselineSpec(gpu, file, weights, experts, cache, count(value));
    };
  }

  private static GpuFormat format(String key, String value, int leastBits) {
    List<String> known =
        Arrays.stream(GpuFormat.values())
            .filter(format -> format.bits() >= leastBits)
            .filter(format -> leastBits < 8 || format != GpuFormat.FP8_BLOCK)
            .map(GpuFormat::label)
            .toList();
    if (!known.contains(value)) {
      throw InvalidInputException.of(
          OPTION,
          "%s must be one of %s, got %s%s"
              .formatted(
                  key,
                  String.join(", ", known),
                  value.isBlank() ? "nothing" : value,
                  Suggestion.didYouMean(value.toLowerCase(Locale.ROOT), known)));
    }
    return Arrays.stream(GpuFormat.values())
        .filter(format -> format.label().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static int count(String value) {
    int count = value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : 0;
    if (count < 1 || count > MOST_DEVICES) {
      throw InvalidInputException.of(
          OPTION,
          "tp must be a number of devices, 1 to %s, got %s"
              .formatted(MOST_DEVICES, value.isBlank() ? "nothing" : value));
    }
    return count;
  }
}
