package org.cimlet.explore;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.explore.space.Space;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What came of an exploration: counts and the front.
///
/// @param space that was explored
/// @param standing what became of its designs
/// @param metrics names of the columns of every member's `values`
/// @param members of the front, by the first objective, the best first
public record FrontReport(
    Space space, Standing standing, List<String> metrics, List<Member> members) {
  /// Copies the lists.
  public FrontReport {
    metrics = List.copyOf(metrics);
    members = List.copyOf(members);
  }

  /// A design on the front.
  ///
  /// @param design its number
  /// @param words what its keys take, in the order of the space's keys
  /// @param values its metrics
  public record Member(long design, List<String> words, List<Double> values) {
    /// Copies the lists.
    public Member {
      words = List.copyOf(words);
      values = List.copyOf(values);
    }
  }

  static FrontReport of(Space space, Standing standing, Columns columns, List<Row> rows) {
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort((a, b) -> {
      int first = Double.compare(columns.costs(a)[0], columns.costs(b)[0]);
      return first != 0 ? first : Long.compare(a.design(), b.design());
    });
    List<Member> members = new ArrayList<>();
    for (Row row : sorted) {
      List<Double> values = new ArrayList<>();
      for (double value : row.metrics()) {
        values.add(value);
      }
      members.add(new Member(row.design(), space.words(space.levels(row.design())), values));
    }
    return new FrontReport(
        space, standing, columns.metrics().stream().map(Object::toString).toList(), members);
  }

  /// As scripts read it.
  public String json() {
    JsonMapper mapper = new JsonMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("schema", "cimlet.front/1");
    root.put("space", space.name());
    root.put("space_sha256", space.identity());
    root.put("written_by", Folder.WRITTEN_BY);
    root.put("size", space.size());
    root.put("designs", standing.designs());
    root.put("over_limit", standing.overLimit());
    root.put("excluded", standing.excluded());
    ObjectNode refused = root.putObject("refused");
    standing.refused().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(entry -> refused.put(entry.getKey(), entry.getValue()));
    ArrayNode objectives = root.putArray("objectives");
    space.objectives().forEach(objective -> objectives.add(objective.toString()));
    ArrayNode front = root.putArray("front");
    for (Member member : members) {
      ObjectNode item = front.addObject();
      item.put("design", member.design());
      for (int i = 0; i < member.words().size(); i++) {
        item.put(space.keys().get(i), member.words().get(i));
      }
      for (int i = 0; i < metrics.size(); i++) {
        if (!member.values().get(i).isNaN()) {
          item.put(metrics.get(i), member.values().get(i));
        }
      }
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
