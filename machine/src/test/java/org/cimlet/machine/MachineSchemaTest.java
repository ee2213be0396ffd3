package org.cimlet.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MachineSchemaTest {
  @Test
  void every_key_says_what_it_means() throws IOException {
    List<String> silent = new ArrayList<>();
    JsonNode schema;
    try (InputStream in = MachineReader.class.getResourceAsStream("machine.schema.json")) {
      schema = new JsonMapper().readTree(in);
    }
    for (JsonNode properties : schema.findValues("properties")) {
      for (Map.Entry<String, JsonNode> property : properties.properties()) {
        JsonNode value = property.getValue();
        boolean condition = value.has("const") || (value.size() == 1 && !value.has("$ref"));
        boolean range = property.getKey().equals("value");
        if (!range
            && !condition
            && value.isObject()
            && value.path("description").asString("").isEmpty()) {
          silent.add(property.getKey());
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void what_a_file_leaves_out_is_what_the_schema_states() throws IOException {
    JsonNode schema;
    try (InputStream in = MachineReader.class.getResourceAsStream("machine.schema.json")) {
      schema = new JsonMapper().readTree(in);
    }
    JsonNode links = schema.path("properties").path("links").path("properties");
    JsonNode board = schema.path("properties").path("board").path("properties");
    JsonNode host = schema.path("$defs").path("host").path("properties");
    int sharing =
        schema.at("/$defs/dram_bank/properties/banks_per_unit").path("default").intValue();
    int outputs =
        schema.at("/$defs/digital_sram/properties/alignment/properties/outputs/default").intValue();
    int vectors = schema.at("/$defs/digital_sram/properties/input_vectors/default").intValue();
    assertThat(MachineFile.DEFAULTS)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "host.count", host.path("count").path("default").intValue(),
                "links.packet_bytes", links.path("packet_bytes").path("default").intValue(),
                "links.buffer_packets", links.path("buffer_packets").path("default").intValue(),
                "board.count", board.path("count").path("default").intValue(),
                "chiplet.macro.alignment.outputs", outputs,
                "chiplet.macro.banks_per_unit", sharing,
                "chiplet.macro.input_vectors", vectors));
    assertThat(schema.at("/$defs/digital_nvm/properties/input_vectors/default").intValue())
        .isEqualTo(vectors);
    assertThat(schema.findValues("default")).hasSize(8);
    assertThat(MachineReader.read("comb-200mb-36").links().packetBytes()).isEqualTo(512);
    assertThat(MachineReader.read("comb-200mb-36-aim-36").otherDies())
        .extracting(dies -> dies.chiplet().macro())
        .isNotEmpty()
        .allSatisfy(
            macro -> assertThat(((MacroSpec.DramBank) macro).banksPerUnit()).isEqualTo(sharing));
    assertThat(
            MachineReader.open("comb-200mb-36")
                .with("links.packet_bytes", 64)
                .machine()
                .links()
                .packetBytes())
        .isEqualTo(64);
  }
}
