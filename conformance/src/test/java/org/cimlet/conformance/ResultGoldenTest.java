package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cimlet.report.JsonReport;
import org.cimlet.report.terminal.TerminalReport;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Result;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole results of a small network on a small machine, by each engine, as scripts and as people
/// read them. The machine's numbers are its own, so that only a change of the model changes them.
/// `-Dgolden.update=true` writes them anew.
class ResultGoldenTest {
  private static final Path GOLDEN =
      Checkout.root().resolve("conformance/src/test/resources/golden/run");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JsonReport.schema(), InputFormat.JSON);

  @ParameterizedTest
  @ValueSource(strings = {"estimate", "simulate"})
  void a_result_is_what_it_was(String engine) throws IOException {
    Job.Builder job =
        Job.of("stories260k", GOLDEN.resolve("small.yaml").toString())
            .context(64)
            .prompt(32)
            .prefillChunk(16)
            .batch(3);
    if (engine.equals("simulate")) {
      job.engine(Engine.simulate(48));
    }
    Result result = new Runner().run(job.build());
    isGolden(engine + ".json", JsonReport.of(result));
    isGolden(engine + ".txt", TerminalReport.of(result, false));
  }

  private static void isGolden(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, text);
    }
    assertThat(text).as(name).isEqualTo(Files.readString(file));
  }

  /// Wherever one lies: what is kept as an example keeps the schema.
  @Test
  void every_golden_result_keeps_the_schema() throws IOException {
    List<Path> results = results();
    assertThat(results).hasSizeGreaterThanOrEqualTo(2);
    for (Path file : results) {
      assertThat(SCHEMA.validate(Files.readString(file), InputFormat.JSON))
          .as("%s", file)
          .extracting(Error::toString)
          .isEmpty();
    }
  }

  /// JSON files of the tests that say they are a result, but those that are at fault on purpose.
  private static List<Path> results() throws IOException {
    try (Stream<Path> files = Files.walk(Checkout.root())) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> file.toString().contains("/src/test/resources/"))
          .filter(file -> !file.toString().contains("/cli/src/test/resources/golden/results/"))
          .filter(Files::isRegularFile)
          .filter(file -> Checkout.read(file).contains("\"cimlet.run/"))
          .sorted()
          .toList();
    }
  }
}
