package org.cimlet.network.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Networks that HuggingFace's own programs have fetched: a folder for each, with the files of each
/// revision.
final class HubCache {
  /// `meta-llama/Llama-3.1-8B`; no path that a user would type begins so.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");

  private static final Pattern FILE =
      Pattern.compile(".*\\.(?i:json|ya?ml|gguf|bin|safetensors|csv|txt)");

  private final Path folder;

  private HubCache(Path folder) {
    this.folder = folder;
  }

  /// Where `HF_HUB_CACHE`, `HF_HOME` or the home folder put it.
  static HubCache of(Map<String, String> environment, String home) {
    String hub = environment.getOrDefault("HF_HUB_CACHE", "");
    if (!hub.isEmpty()) {
      return new HubCache(Path.of(hub));
    }
    String whole = environment.getOrDefault("HF_HOME", "");
    return new HubCache(
        whole.isEmpty()
            ? Path.of(home, ".cache", "huggingface", "hub")
            : Path.of(whole).resolve("hub"));
  }

  /// Whether a name is that of a network on the hub, and not rather of a file in a folder.
  static boolean isId(String name) {
    return ID.matcher(name).matches() && !FILE.matcher(name).matches();
  }

  /// The folder of a network's newest fetched revision, that of `main`; empty where there is none.
  Optional<Path> find(String id) {
    Path network = folder.resolve("models--" + id.replace("/", "--"));
    Path main = network.resolve("refs").resolve("main");
    try {
      Path snapshot = network.resolve("snapshots").resolve(Files.readString(main).strip());
      return Files.isDirectory(snapshot) ? Optional.of(snapshot) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
