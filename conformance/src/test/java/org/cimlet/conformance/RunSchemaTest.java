package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.cimlet.report.JsonReport;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The JSON of a run keeps the schema that ships: every key it has is described, every key that is
/// required is there.
class RunSchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(JsonReport.schema(), InputFormat.JSON);

  /// Dense, packed, on several kinds of dies, on cells that wear, with weights reloaded, simulated
  /// at batch 1 and above, with uncertainty and with several baselines.
  static List<Job> jobs() {
    return List.of(
        Job.of("llama-2-7b", "comb-200mb-36").baselines("h100", "a100").build(),
        Job.of("llama-2-7b", "comb-200mb-36-aim-36").batch(4).build(),
        Job.of("llama-2-7b", "rram-1tnr").updatesPerDay(10).build(),
        Job.of("demo", "fudan-28nm").batch(8).baselines("h100").build(),
        Job.of("demo", "fudan-28nm").engine(Engine.simulate(16)).build(),
        Job.of("stories260k", "comb-200mb-16").context(64).engine(Engine.simulate(16)).build(),
        Job.of("stories260k", "comb-200mb-16")
            .context(64)
            .batch(3)
            .engine(Engine.simulate(16))
            .baselines("mi300x")
            .build(),
        Job.of("stories260k", "comb-200mb-16").context(64).batch(4).microBatch(2).build(),
        Job.of("gpt2", "comb-200mb-16").context(64).target(1e6).seekTarget(true).build(),
        Job.of("gpt2", "comb-200mb-16").context(64).uncertainty(20).build());
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void every_run_keeps_the_schema(Job job) {
    assertThat(faults(JsonReport.of(new Runner().run(job)))).isEmpty();
  }

  @Test
  void a_key_that_is_missing_or_unknown_breaks_the_schema() {
    String json = JsonReport.of(new Runner().run(jobs().get(3)));
    assertThat(faults(json.replace("\"tpot_s\"", "\"time_per_token_s\""))).hasSize(6);
    assertThat(faults(json.replace("cimlet.run/2", "cimlet.run/1"))).hasSize(1);
  }

  private static List<String> faults(String json) {
    return SCHEMA.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }
}
