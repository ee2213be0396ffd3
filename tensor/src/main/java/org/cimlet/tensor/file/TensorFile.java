package org.cimlet.tensor.file;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.diagnostic.Suggestion;

/// The tensors of a file, or of the shards of a folder, mapped into memory.
///
/// Tensors stay readable until this is closed. A file that another program shortens meanwhile makes
/// reading fail.
public final class TensorFile implements AutoCloseable {
  private final String name;
  private final Arena arena;
  private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();

  /// @param arena closed with this
  /// @param tensors no two of the same name
  TensorFile(String name, Arena arena, List<Tensor> tensors) {
    this.name = name;
    this.arena = arena;
    for (Tensor tensor : tensors) {
      this.tensors.put(tensor.name(), tensor);
    }
    if (this.tensors.size() != tensors.size()) {
      throw new IllegalArgumentException("two tensors of the same name in " + name);
    }
  }

  /// Opens what is there: a folder with `model.safetensors` or, without one,
  /// `model.safetensors.index.json`; a `.safetensors`, `.index.json` or `.gguf` file; a llama2.c
  /// `.bin` checkpoint.
  ///
  /// @throws InvalidInputException if there is no such file, or it is at fault
  public static TensorFile open(Path path) {
    if (Files.isDirectory(path)) {
      return openFolder(path);
    }
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".safetensors")) {
      return Safetensors.open(path);
    }
    if (name.endsWith(".index.json")) {
      return ShardIndex.open(path);
    }
    if (name.endsWith(".gguf")) {
      return GgufFile.open(path).tensors();
    }
    if (name.endsWith(".bin")) {
      return Llama2cFile.open(path).tensors();
    }
    throw InvalidInputException.of(
        path.toString(),
        "must be a folder or end in .safetensors, .index.json, .gguf or .bin (llama2.c), got %s;"
                .formatted(name.isEmpty() ? "no file name" : last)
            + " convert other formats first");
  }

  private static TensorFile openFolder(Path folder) {
    Path single = folder.resolve("model.safetensors");
    if (Files.exists(single)) {
      return Safetensors.open(single);
    }
    Path index = folder.resolve("model.safetensors.index.json");
    if (Files.exists(index)) {
      return ShardIndex.open(index);
    }
    throw InvalidInputException.of(
        folder.toString(),
        "must hold model.safetensors or model.safetensors.index.json, got neither; check the path,"
            + " or convert the weights to safetensors");
  }

  /// The same file with each tensor as it is made of the old; close one of the two.
  TensorFile map(UnaryOperator<Tensor> made) {
    return with(tensors.values().stream().map(made).toList());
  }

  /// The same file with other tensors, made of the old; close one of the two.
  ///
  /// @param others no two of the same name
  public TensorFile with(List<Tensor> others) {
    return new TensorFile(name, arena, others);
  }

  /// What diagnostics call it.
  public String name() {
    return name;
  }

  /// All tensors, in the order of the file.
  public List<Tensor> tensors() {
    return List.copyOf(tensors.values());
  }

  /// The tensor of that name, if there is one.
  public Optional<Tensor> find(String tensor) {
    return Optional.ofNullable(tensors.get(tensor));
  }

  /// The tensor of that name.
  ///
  /// @throws InvalidInputException if there is none
  public Tensor tensor(String tensor) {
    return find(tensor)
        .orElseThrow(() ->
            new InvalidInputException(
                List.of(
                    new Diagnostic(
                        name,
                        0,
                        0,
                        tensor,
                        "must be a tensor of this file, got none of that name; check that this"
                            + " is the right network"
                            + Suggestion.didYouMean(tensor, tensors.keySet())))));
  }

  /// Unmaps the file; its tensors can no longer be read.
  @Override
  public void close() {
    arena.close();
  }
}
