package org.cimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Locale;
import org.cimlet.report.Origin;
import org.cimlet.report.ServeJson;
import org.cimlet.report.html.ServeHtml;
import org.cimlet.report.terminal.ServeTerminal;
import org.cimlet.serve.ServeResult;
import org.junit.jupiter.api.Test;

/// The JSON of served requests keeps the schema that ships, and the same job gives the same bytes.
class ServeSchemaTest {
  @Test
  void every_result_keeps_the_schema_whatever_the_locale_and_the_threads() {
    ServeResult first = ServedSample.result(1);
    Locale usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      ServeResult again = ServedSample.result(3);
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
    Origin origin =
        new Origin(
            "0.1.0",
            "unknown",
            "cimlet serve trace.csv",
            List.of(new Origin.Input("file", "trace.csv", "ab12")));
    String told = ServeJson.of(first, origin);
    assertThat(schema.validate(told, InputFormat.JSON).stream().map(Error::toString)).isEmpty();
    assertThat(told).contains("\"command\" : \"cimlet serve trace.csv\"", "\"ab12\"");
    assertThat(ServeHtml.of(first, origin)).contains(origin.line());
    assertThat(ServeTerminal.of(first, false).lines()).allMatch(line -> line.length() <= 80);
  }
}
