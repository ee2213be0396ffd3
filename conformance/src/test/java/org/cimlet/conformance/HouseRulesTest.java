package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The rules of the house that a compiler does not check.
class HouseRulesTest {
  private static final int LONGEST_FILE = 450;
  private static final int MOST_FILES = 25;

  @Test
  void the_module_graph_is_the_table_of_the_architecture_document() {
    Map<String, Set<String>> documented = documentedGraph();
    Map<String, Set<String>> built = builtGraph();
    assertThat(built.keySet()).isNotEmpty();
    for (Map.Entry<String, Set<String>> module : built.entrySet()) {
      assertThat(documented).as("ARCHITECTURE.md").containsKey(module.getKey());
      assertThat(closure(module.getKey(), documented))
          .as("what %s needs, directly or not", module.getKey())
          .isEqualTo(closure(module.getKey(), built));
    }
  }

  private static Map<String, Set<String>> documentedGraph() {
    Map<String, Set<String>> graph = new TreeMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|$")
            .matcher(Checkout.read("ARCHITECTURE.md"));
    while (row.find()) {
      Set<String> needs = new TreeSet<>();
      for (String need : row.group(2).split(",", -1)) {
        if (!need.isBlank()) {
          needs.add(need.strip());
        }
      }
      graph.put(row.group(1), needs);
    }
    return graph;
  }

  private static Map<String, Set<String>> builtGraph() {
    Map<String, Set<String>> graph = new TreeMap<>();
    for (Path source : Checkout.productionSources()) {
      if (source.endsWith("module-info.java")) {
        String text = Checkout.read(source);
        Set<String> needs = new TreeSet<>();
        Matcher requires =
            Pattern.compile("requires (?:static |transitive )*org\\.cimlet\\.(\\w+);")
                .matcher(text);
        while (requires.find()) {
          needs.add(requires.group(1));
        }
        Matcher name = Pattern.compile("module org\\.cimlet\\.(\\w+)").matcher(text);
        assertThat(name.find()).as("a module name in %s", source).isTrue();
        graph.put(name.group(1), needs);
      }
    }
    return graph;
  }

  private static Set<String> closure(String module, Map<String, Set<String>> graph) {
    Set<String> reached = new TreeSet<>();
    List<String> open = new ArrayList<>(graph.getOrDefault(module, Set.of()));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (reached.add(next)) {
        open.addAll(graph.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }

  @Test
  void every_type_the_architecture_document_names_exists() {
    Set<String> types =
        Checkout.productionSources().stream()
            .flatMap(file -> declaredTypes(file).stream())
            .collect(Collectors.toCollection(HashSet::new));
    Matcher named =
        Pattern.compile("`([A-Z][A-Za-z0-9]+)`").matcher(Checkout.read("ARCHITECTURE.md"));
    int checked = 0;
    while (named.find()) {
      if (named.group(1).length() > 1 && !named.group(1).equals("B")) {
        assertThat(types).as("types named in ARCHITECTURE.md").contains(named.group(1));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(20);
  }

  @Test
  void every_file_the_documents_link_to_exists() {
    int checked = 0;
    for (String document : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")) {
      Matcher link = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Checkout.read(document));
      while (link.find()) {
        assertThat(Checkout.root().resolve(link.group(1))).as("%s", document).exists();
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(8);
  }

  private static List<String> declaredTypes(Path file) {
    Matcher type =
        Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)")
            .matcher(Checkout.read(file));
    return type.results().map(result -> result.group(1)).toList();
  }

  @Test
  void no_file_is_longer_than_four_hundred_and_fifty_lines() {
    for (Path file : Checkout.productionSources()) {
      assertThat(Checkout.read(file).lines().count())
          .as("lines of %s", file)
          .isLessThanOrEqualTo(LONGEST_FILE);
    }
  }

  /// A newcomer finds a class by its folder; beyond that a folder is a hall.
  @Test
  void no_folder_has_more_than_twenty_five_files() {
    Map<Path, Long> files =
        Checkout.productionSources().stream()
            .collect(
                Collectors.groupingBy(
                    file -> Checkout.root().relativize(Objects.requireNonNull(file.getParent())),
                    TreeMap::new,
                    Collectors.counting()));
    assertThat(files).hasSizeGreaterThan(20);
    files.forEach((folder, count) ->
        assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(MOST_FILES));
  }

  @Test
  void names_say_what_a_thing_is() {
    Pattern homeless =
        Pattern.compile(
            "(Utils?|Helper|Manager|Impl|Common|Misc|Tools)\\.java$|^Abstract\\w*\\.java$");
    for (Path file : Checkout.productionSources()) {
      assertThat(file.getFileName().toString()).doesNotContainPattern(homeless);
    }
  }

  /// `bench` and `./train` are programs of their own.
  @Test
  void only_command_lines_print_or_exit() {
    Pattern banned =
        Pattern.compile(
            "System\\.(out|err|exit)|printStackTrace|new RuntimeException\\(|catch \\(Throwable");
    for (Path file : Checkout.productionSources()) {
      if (!file.startsWith(Checkout.root().resolve("cli"))
          && !file.startsWith(Checkout.root().resolve("bench"))
          && !file.endsWith("Train.java")) {
        assertThat(Checkout.read(file)).as("%s", file).doesNotContainPattern(banned);
      }
    }
  }

  /// `"%d".formatted` writes Arabic digits on an Egyptian's machine; `%s` does not.
  @Test
  void numbers_are_written_the_same_in_every_locale() {
    Pattern localised = Pattern.compile("%[-0-9.,]*[dfe]");
    for (Path file : Checkout.productionSources()) {
      String text = Checkout.read(file);
      if (!text.contains("Locale.ROOT")) {
        assertThat(text).as("%s", file).doesNotContainPattern(localised);
      }
    }
  }

  @Test
  void every_package_says_what_it_is_for() {
    Set<Path> folders =
        Checkout.productionSources().stream()
            .filter(file -> !file.endsWith("module-info.java"))
            .map(Path::getParent)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(folders)
        .isNotEmpty()
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @Test
  void packages_of_a_module_do_not_need_each_other_in_circles() {
    Map<String, Set<String>> graph = new TreeMap<>();
    for (Path file : Checkout.productionSources()) {
      String text = Checkout.read(file);
      Matcher own = Pattern.compile("(?m)^package ([\\w.]+);").matcher(text);
      if (own.find()) {
        Set<String> needs = graph.computeIfAbsent(own.group(1), name -> new TreeSet<>());
        Pattern.compile("(?m)^import (?:static )?(org\\.cimlet[a-z0-9_.]*)\\.[A-Z]")
            .matcher(text)
            .results()
            .forEach(imported -> needs.add(imported.group(1)));
      }
    }
    assertThat(graph.keySet()).isNotEmpty();
    for (String name : graph.keySet()) {
      graph.get(name).remove(name);
      assertThat(closure(name, graph)).as("packages %s needs", name).doesNotContain(name);
    }
  }
}
