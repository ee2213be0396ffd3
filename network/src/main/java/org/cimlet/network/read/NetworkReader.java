package org.cimlet.network.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;
import org.cimlet.document.Document;
import org.cimlet.network.CompressedWeights;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.QuantizedFiles;
import org.cimlet.network.StoredWeights;
import org.cimlet.network.family.Families;

/// Reads a network from wherever the user says it is.
///
/// HuggingFace files carry much that does not decide a network's shape; such keys are passed over.
/// A key that does decide it must be right, and one that is spelled almost like such a key is
/// refused. The dialect of mlc-llm (`context_window_size`, `sliding_window_size`) is understood
/// too. Of a network that also sees (`gemma3`) the language part is read.
public final class NetworkReader {
  private static final String CONFIG = "config.json";

  /// What no preset is called.
  private static final Pattern PATH_LIKE = Pattern.compile("[/\\\\]|\\.(json|ya?ml|gguf|bin)$");

  private static final int MOST_LISTED = 8;

  private static final HubCache HUB =
      HubCache.of(System.getenv(), System.getProperty("user.home", ""));

  private NetworkReader() {}

  /// The shipped presets' names, in alphabetical order.
  public static List<String> presets() {
    return Presets.NAMES;
  }

  /// The `model_type`s that are read, in alphabetical order.
  public static List<String> families() {
    return Families.names();
  }

  /// Reads a preset, a HuggingFace folder, a config file, or a network of the local HuggingFace
  /// cache.
  ///
  /// @param nameOrPath a preset's name, which comes before a file of the same name (write `./name`
  ///   for that one); else a folder with a `config.json`, a `.json` or `.yaml` file, or a name on
  ///   the hub (`org/network`) whose files HuggingFace's own programs have fetched
  /// @throws InvalidInputException with everything that is wrong with it
  public static NetworkSpec read(String nameOrPath) {
    if (Presets.NAMES.contains(nameOrPath)) {
      return Presets.read(nameOrPath);
    }
    Path path = path(nameOrPath);
    if (Files.isDirectory(path)) {
      return Families.read(nameOfFolder(Path.of(nameOrPath)), config(path));
    }
    if (!Files.exists(path)) {
      throw unknown(nameOrPath);
    }
    Document document = Document.read(path);
    return Families.read(nameOfFile(path), document);
  }

  /// How the files of a preset or folder hold its weights, where `cimlet compress` or another
  /// program has quantized them.
  ///
  /// @param nameOrPath what [#read] took
  /// @param network what it made of it
  /// @throws InvalidInputException if the layers' linears are stored in several ways
  public static Optional<StoredWeights> stored(String nameOrPath, NetworkSpec network) {
    Document config = configOf(nameOrPath);
    return CompressedWeights.read(config)
        .map(weights -> weights.uniform(network))
        .or(() -> Families.quantized(config));
  }

  /// What another program than `cimlet compress` has made of a folder's weights; empty where they
  /// are as they were trained.
  ///
  /// @throws InvalidInputException where its `config.json` says it wrongly
  public static Optional<QuantizedFiles> quantization(Path folder) {
    return Families.quantization(Document.read(folder.resolve(CONFIG)));
  }

  private static Document configOf(String nameOrPath) {
    if (Presets.NAMES.contains(nameOrPath)) {
      return Presets.document(nameOrPath);
    }
    Path path = path(nameOrPath);
    return Document.read(Files.isDirectory(path) ? path.resolve(CONFIG) : path);
  }

  /// Where a network lies: the path itself, or, of a name on the hub, the folder in the local
  /// HuggingFace cache.
  ///
  /// @throws InvalidInputException where the name is none
  public static Path path(String nameOrPath) {
    try {
      if (nameOrPath.isBlank()) {
        throw unknown(nameOrPath);
      }
      Path path = Path.of(nameOrPath);
      return Files.exists(path) || !HubCache.isId(nameOrPath)
          ? path
          : HUB.find(nameOrPath).orElse(path);
    } catch (InvalidPathException e) {
      throw unknown(nameOrPath);
    }
  }

  /// Reads a `config.json`.
  ///
  /// @throws InvalidInputException with everything that is wrong with it
  public static NetworkSpec read(Document config) {
    return Families.read(config.fileName(), config);
  }

  /// Reads a `config.json` that no file of its own holds.
  ///
  /// @param name what to call the network
  /// @throws InvalidInputException with everything that is wrong with it
  public static NetworkSpec read(String name, Document config) {
    return Families.read(name, config);
  }

  /// Reads the `config.json` of a HuggingFace folder.
  ///
  /// @throws InvalidInputException with everything that is wrong with it
  public static NetworkSpec readFolder(Path folder) {
    return Families.read(nameOfFolder(folder), config(folder));
  }

  private static Document config(Path folder) {
    Path config = folder.resolve(CONFIG);
    if (!Files.exists(config)) {
      throw InvalidInputException.of(
          folder.toString(),
          "must be a folder with a config.json, got one with %s; name the folder that holds the"
                  .formatted(jsonFiles(folder))
              + " network's config.json, or the file itself");
    }
    return Document.read(config);
  }

  private static String jsonFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".json"))
              .sorted()
              .toList();
      if (names.isEmpty()) {
        return "no .json file at all";
      }
      String shown = String.join(", ", names.subList(0, Math.min(MOST_LISTED, names.size())));
      return names.size() <= MOST_LISTED ? shown : shown + " and others";
    } catch (IOException e) {
      throw InvalidInputException.of(
          folder.toString(), "must be a readable folder, got an error of the file system");
    }
  }

  /// A file called `config.json` is named after its folder, any other after itself.
  private static String nameOfFile(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.equals(CONFIG)) {
      return nameOfFolder(file.resolveSibling("."));
    }
    return Diagnostic.shown(name.substring(0, name.lastIndexOf('.')));
  }

  private static String nameOfFolder(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "network" : Diagnostic.shown(name.toString());
  }

  private static InvalidInputException unknown(String nameOrPath) {
    if (nameOrPath.isBlank()) {
      return InvalidInputException.of(
          "network",
          "must be a shipped network, a HuggingFace folder or a config file, got no name; try llama-2-7b");
    }
    if (HubCache.isId(nameOrPath)) {
      return InvalidInputException.of(
          nameOrPath,
          "must be a HuggingFace folder, a config file, or a network of the local HuggingFace cache, got nothing there or in %s; check the path, or fetch it with: hf download %s config.json"
              .formatted(HUB, nameOrPath));
    }
    if (PATH_LIKE.matcher(nameOrPath).find()) {
      return InvalidInputException.of(
          nameOrPath,
          "must be a HuggingFace folder or a config file, got nothing there; check the path");
    }
    return InvalidInputException.of(
        nameOrPath,
        "must be a shipped network, a HuggingFace folder or a config file, got none of these%s;"
                .formatted(
                    Suggestion.didYouMean(nameOrPath.toLowerCase(Locale.ROOT), Presets.NAMES))
            + " shipped are "
            + String.join(", ", Presets.NAMES));
  }
}
