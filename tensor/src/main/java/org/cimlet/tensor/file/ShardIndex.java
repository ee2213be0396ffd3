package org.cimlet.tensor.file;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.cimlet.document.Document;
import org.cimlet.document.ValueText;
import org.cimlet.tensor.disk.MappedFile;
import tools.jackson.databind.JsonNode;

/// Reads `model.safetensors.index.json`, which names the shard of each tensor, and the shards in
/// its folder.
final class ShardIndex {
  /// A shard is a file in the folder of the index, never one elsewhere on the disk.
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Path index;
  private final Faults faults;

  private ShardIndex(Path index) {
    this.index = index;
    this.faults = new Faults(index.toString());
  }

  static TensorFile open(Path index) {
    return MappedFile.open(
        arena -> new TensorFile(index.toString(), arena, new ShardIndex(index).tensors(arena)));
  }

  private List<Tensor> tensors(Arena arena) {
    Map<String, Set<String>> namesOfShards = namesOfShards();
    for (String shard : namesOfShards.keySet()) {
      if (!Files.exists(index.resolveSibling(shard))) {
        faults.add(
            shard, () -> "must be in the folder of the index, got no such file; fetch this shard");
      }
    }
    faults.throwIfAny();
    List<Tensor> tensors = new ArrayList<>();
    Map<String, String> shardOf = new HashMap<>();
    namesOfShards.forEach((shard, names) -> {
      List<Tensor> found = Safetensors.read(index.resolveSibling(shard), arena);
      compare(shard, names, found, shardOf);
      tensors.addAll(found);
    });
    faults.throwIfAny();
    return tensors;
  }

  private Map<String, Set<String>> namesOfShards() {
    JsonNode map = Document.readLarge(index).root().path("weight_map");
    if (!map.isObject()) {
      throw faults.only(
          "weight_map", "must name the shard of each tensor, got %s".formatted(ValueText.of(map)));
    }
    Map<String, Set<String>> namesOfShards = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      String shard = value.isString() ? value.stringValue() : "";
      if (FILE_NAME.matcher(shard).matches()) {
        namesOfShards.computeIfAbsent(shard, _ -> new TreeSet<>()).add(name);
      } else {
        faults.add(
            name,
            () ->
                "must name a file in the folder of the index, got %s; restore the index"
                    .formatted(shard.isEmpty() ? ValueText.of(value) : Shown.name(shard)));
      }
    }
    faults.throwIfAny();
    return namesOfShards;
  }

  private void compare(
      String shard, Set<String> names, List<Tensor> found, Map<String, String> shardOf) {
    Set<String> missing = new TreeSet<>(names);
    for (Tensor tensor : found) {
      missing.remove(tensor.name());
      String other = shardOf.putIfAbsent(tensor.name(), shard);
      if (other != null) {
        faults.add(
            tensor.name(),
            () -> "must be in one shard, got it in %s and %s".formatted(other, shard));
      } else if (!names.contains(tensor.name())) {
        faults.add(
            tensor.name(),
            () -> "must be listed with its shard %s, got no such entry".formatted(shard));
      }
    }
    for (String name : missing) {
      faults.add(name, () -> "must be in %s, got no such tensor; fetch it again".formatted(shard));
    }
  }
}
