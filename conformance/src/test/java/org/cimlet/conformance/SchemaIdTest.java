package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every schema that ships has a name of its own, by the kind and version of the files it is for.
class SchemaIdTest {
  @Test
  void a_schemas_id_is_the_kind_and_version_of_its_files() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Path file : schemas()) {
      JsonNode schema = JsonMapper.shared().readTree(file.toFile());
      String kind = schema.at("/properties/schema/const").asString("");
      assertThat(kind).as(file.toString()).matches("cimlet\\.[a-z-]+/[0-9]+");
      assertThat(schema.path("$id").asString(""))
          .as(file.toString())
          .isEqualTo("https://cimlet.example/schemas/" + kind.replace('/', '-') + ".json");
      ids.add(kind);
    }
    assertThat(ids).hasSize(10).doesNotHaveDuplicates();
  }

  private static List<Path> schemas() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Checkout.root())) {
      for (Path module : modules.toList()) {
        Path resources = module.resolve("src/main/resources");
        if (Files.isDirectory(resources)) {
          try (Stream<Path> files = Files.walk(resources)) {
            files.filter(file -> file.toString().endsWith(".schema.json")).forEach(found::add);
          }
        }
      }
    }
    return found;
  }
}
