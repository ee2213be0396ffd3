package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import org.cimlet.compile.Parallelism;
import org.cimlet.compile.WeightStorage;
import org.cimlet.machine.MachineReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.report.ServeJson;
import org.cimlet.report.html.ServeHtml;
import org.cimlet.report.terminal.ServeTerminal;
import org.cimlet.run.BaselineSpec;
import org.cimlet.run.Progress;
import org.cimlet.serve.ServeJob;
import org.cimlet.serve.ServeResult;
import org.cimlet.serve.Serving;
import org.cimlet.serve.engine.Pool;
import org.cimlet.serve.engine.StepPolicy;
import org.cimlet.serve.measure.Slo;
import org.cimlet.serve.system.PoolSpec;
import org.cimlet.serve.system.Prices;
import org.cimlet.serve.system.SystemSpec;
import org.cimlet.serve.traffic.MadeTraffic;
import org.junit.jupiter.api.Test;

/// The JSON of served requests keeps the schema that ships, and the same job gives the same bytes.
class ServeSchemaTest {
  private static ServeResult result(int threads) {
    PoolSpec packages =
        new PoolSpec(
            "packages",
            Pool.Role.BOTH,
            1,
            new PoolSpec.Hardware.Machine(
                MachineReader.open("comb-200mb-36"),
                WeightStorage.dense(8),
                Parallelism.AUTO,
                8,
                16,
                1 << 20));
    PoolSpec gpus =
        new PoolSpec(
            "gpus",
            Pool.Role.BOTH,
            1,
            new PoolSpec.Hardware.Gpus(
                BaselineSpec.parse("h100").getFirst(),
                WeightStorage.dense(8),
                new StepPolicy(StepPolicy.Kind.MIXED, 2048, 64),
                0.9,
                0,
                0));
    return Serving.run(
        new ServeJob(
            NetworkReader.read("tinyllama-1.1b"),
            new MadeTraffic(40, 0, 400, 60, 0.5, 400, 1),
            List.of(SystemSpec.of("packages", packages), SystemSpec.of("GPUs", gpus)),
            List.of(new Slo("", 0.5, 0.01)),
            Prices.USUAL,
            0.1,
            List.of(0.5, 2.0),
            0.9,
            3,
            threads),
        Progress.NONE,
        Serving.RequestLog.NONE);
  }

  @Test
  void every_result_keeps_the_schema_whatever_the_locale_and_the_threads() {
    ServeResult first = result(1);
    Locale usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      ServeResult again = result(3);
      assertThat(ServeJson.of(again)).isEqualTo(ServeJson.of(first));
      assertThat(ServeHtml.of(again)).isEqualTo(ServeHtml.of(first));
      assertThat(ServeTerminal.of(again, false)).isEqualTo(ServeTerminal.of(first, false));
    } finally {
      Locale.setDefault(usual);
    }
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ServeJson.schema(), InputFormat.JSON);
    String json = ServeJson.of(first);
    assertThat(schema.validate(json, InputFormat.JSON).stream().map(Error::toString)).isEmpty();
    assertThat(schema.validate(json.replace("\"busy_share\"", "\"busy\""), InputFormat.JSON))
        .isNotEmpty();
    assertThat(ServeTerminal.of(first, false).lines()).allMatch(line -> line.length() <= 80);
  }
}
