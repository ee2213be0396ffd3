package org.cimlet.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.explore.Exploration;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.cimlet.machine.MachineReader;
import org.cimlet.report.JsonReport;
import org.cimlet.run.Engine;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The server as clients that are no browser of its own see it.
class StudioTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path temp;

  private Path folder = Path.of("");
  private Studio studio;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void serve() throws IOException {
    folder = Files.createDirectories(temp.resolve("work")).toRealPath();
    studio = Studio.serve(folder, 0, "test");
  }

  @AfterEach
  void close() {
    studio.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(studio.address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, JsonNode body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(studio.address() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static ObjectNode question(String machine, String name) {
    return JSON.createObjectNode()
        .put("machine", machine)
        .put("name", name)
        .put("network", "gpt2")
        .put("context", "512")
        .put("baselines", "none");
  }

  @Test
  void the_page_forbids_itself_what_is_not_its_own() throws Exception {
    HttpResponse<String> page = get("");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .contains("script-src 'self'");
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(get("studio.js").body()).doesNotContain("eval(");
    assertThat(get("studio.css").body()).contains("--paper");
  }

  @Test
  void an_answer_in_closed_form_waits_for_no_simulation() throws Exception {
    Answers answers = new Answers(new Workspace(folder), "test");
    String machine = MachineReader.text("comb-200mb-36");
    Question asked = Question.of(question(machine, "comb-200mb-36"));
    try (ExecutorService others = Executors.newSingleThreadExecutor()) {
      synchronized (answers.runner(Engine.simulate(2))) { // as if one were running
        Future<ObjectNode> answer = others.submit(() -> answers.answer(asked));
        assertThat(answer.get(2, TimeUnit.MINUTES).path("id").asInt()).isEqualTo(1);
      }
    }
  }

  @Test
  void nothing_is_served_without_the_secret() throws Exception {
    URI root = URI.create(studio.address());
    for (String path : new String[] {"/", "/api/contents", "/" + "x".repeat(43) + "/", "/x"}) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(root.resolve("http://127.0.0.1:" + root.getPort() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body())
          .as(path)
          .isEqualTo("must use the link that cimlet studio printed\n");
    }
    assertThat(root.getPath()).hasSize(45);
    try (Studio other = Studio.serve(folder, 0, "test")) {
      assertThat(URI.create(other.address()).getPath()).isNotEqualTo(root.getPath());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"})
  void another_origin_is_refused(String origin) throws Exception {
    assertThat(get("api/contents", "Origin", origin).statusCode()).isEqualTo(403);
    assertThat(post("api/save", question("", ""), "Origin", origin).statusCode()).isEqualTo(403);
    assertThat(get("api/contents", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(get("api/contents", "Sec-Fetch-Site", "same-site").statusCode()).isEqualTo(403);
  }

  @Test
  void its_own_origin_is_not_refused() throws Exception {
    int port = URI.create(studio.address()).getPort();
    assertThat(get("api/contents", "Origin", "http://127.0.0.1:" + port).statusCode())
        .isEqualTo(200);
    assertThat(get("api/contents", "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
  }

  /// A name of a stranger's that was made to lead to this computer.
  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "127.0.0.1", "0.0.0.0:%s", "127.0.0.1:%s.evil.example"})
  void another_host_is_refused(String host) throws Exception {
    URI address = URI.create(studio.address());
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(address.getPath(), host.replace("%s", "" + address.getPort()))
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 421 ");
    }
  }

  @Test
  void it_serves_this_computer_alone() throws Exception {
    assertThat(studio.address()).startsWith("http://127.0.0.1:");
    int port = URI.create(studio.address()).getPort();
    assertThatThrownBy(() -> Studio.serve(folder, port, "test"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must be a port that is free, got " + port);
    assertThatThrownBy(() -> Studio.serve(temp.resolve("none"), 0, "test"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("DIR: must be a folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.yaml",
        "/etc/passwd",
        "a/../../secret.yaml",
        "link.yaml",
        "linked/secret.yaml",
        "%2e%2e/secret.yaml",
        "..\u0000.yaml",
        ""
      })
  void no_path_leads_out_of_the_folder(String name) throws Exception {
    String secret = MachineReader.text("comb-200mb-16");
    Files.writeString(temp.resolve("secret.yaml"), secret);
    Files.createSymbolicLink(folder.resolve("link.yaml"), temp.resolve("secret.yaml"));
    Files.createSymbolicLink(folder.resolve("linked"), temp);
    String encoded = java.net.URLEncoder.encode(name, StandardCharsets.UTF_8);
    HttpResponse<String> read = get("api/machine?name=" + encoded);
    assertThat(read.statusCode()).as(name).isEqualTo(422);
    assertThat(read.body()).doesNotContain("comb-200mb-16").doesNotContain("root:");
    assertThat(get("api/exploration?name=" + encoded).statusCode()).isEqualTo(422);
    HttpResponse<String> saved =
        post("api/save", JSON.createObjectNode().put("name", name).put("text", "mine"));
    assertThat(saved.statusCode()).as(name).isEqualTo(422);
    assertThat(Files.readString(temp.resolve("secret.yaml"))).isEqualTo(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret.yaml", "link.yaml", "inside.yaml"})
  void a_machine_names_no_file_outside_either(String named) throws Exception {
    Files.writeString(temp.resolve("secret.yaml"), MachineReader.text("comb-200mb-16"));
    Files.createSymbolicLink(folder.resolve("link.yaml"), temp.resolve("secret.yaml"));
    Files.writeString(
        folder.resolve("inside.yaml"), "schema: cimlet.machine/1\nextends: ../secret.yaml\n");
    HttpResponse<String> answer =
        post(
            "api/answer",
            question(
                "schema: cimlet.machine/1\nname: x\nsummary: x\nextends: " + named + "\n",
                "x.yaml"));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("must name a file in the studio's folder");
  }

  @Test
  void a_file_that_is_there_is_replaced_by_those_who_know_it() throws Exception {
    ObjectNode body = JSON.createObjectNode().put("name", "mine.yaml").put("text", "one");
    HttpResponse<String> first = post("api/save", body);
    assertThat(first.statusCode()).isEqualTo(200);
    HttpResponse<String> blind = post("api/save", body.put("text", "two"));
    assertThat(blind.statusCode()).isEqualTo(409);
    assertThat(Files.readString(folder.resolve("mine.yaml"))).isEqualTo("one");
    String there = JSON.readTree(blind.body()).path("sha256").asString();
    assertThat(JSON.readTree(first.body()).path("sha256").asString()).isEqualTo(there);
    assertThat(post("api/save", body.put("known", there)).statusCode()).isEqualTo(200);
    assertThat(Files.readString(folder.resolve("mine.yaml"))).isEqualTo("two");
    for (String name : new String[] {"x.sh", ".bashrc", "x", ".yaml"}) {
      assertThat(post("api/save", body.put("name", name)).statusCode()).as(name).isEqualTo(422);
    }
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void wrong_yaml_gets_diagnostics_where_it_is_wrong() throws Exception {
    String text = MachineReader.text("comb-200mb-36").replace("  macros: 1250", "  macross: 1250");
    JsonNode fault =
        JSON.readTree(post("api/answer", question(text, "mine.yaml")).body())
            .path("diagnostics")
            .path(0);
    String[] lines = text.split("\n", -1);
    assertThat(lines[fault.path("line").asInt() - 1]).isEqualTo("  macross: 1250");
    assertThat(fault.path("column").asInt()).isEqualTo(3);
    assertThat(fault.path("key").asString()).isEqualTo("chiplet.macross");
    assertThat(fault.path("message").asString()).contains("did you mean macros");
    assertThat(fault.path("file").asString()).isEqualTo("mine.yaml");

    JsonNode broken =
        JSON.readTree(post("api/answer", question("schema: [\n", "mine.yaml")).body())
            .path("diagnostics")
            .path(0);
    assertThat(broken.path("line").asInt()).isPositive();
    JsonNode option =
        JSON.readTree(
                post(
                        "api/answer",
                        question(text, "x.yaml").put("batch", "many").put("context", "-1"))
                    .body())
            .path("diagnostics");
    assertThat(option).hasSize(2);
    assertThat(option.path(1).path("message").asString())
        .isEqualTo("must be a whole number above 0, got many");
    assertThat(post("api/answer", JSON.getNodeFactory().stringNode("x")).statusCode())
        .isEqualTo(422);
  }

  @Test
  void an_answer_is_that_of_run_and_its_command_says_how() throws Exception {
    String text =
        MachineReader.text("comb-200mb-36")
            .replace("clock_mhz: {value: 500", "clock_mhz: {value: 400");
    ObjectNode question = question(text, "comb-200mb-36").put("batch", "4").put("compress", "8:32");
    JsonNode answer = JSON.readTree(post("api/answer", question).body());
    Job job =
        Job.of(
                org.cimlet.network.read.NetworkReader.read("gpt2"),
                MachineReader.parse("x.yaml", text))
            .weights(
                new org.cimlet.compile.WeightStorage(
                    org.cimlet.run.WeightWords.packed(
                        "", "8:32", org.cimlet.run.WeightWords.dense("", "int8")),
                    org.cimlet.run.WeightWords.dense("", "int8")))
            .context(512)
            .batch(4)
            .build();
    JsonNode expected = JSON.readTree(JsonReport.of(new Runner().run(job)));
    ObjectNode result = (ObjectNode) answer.path("result");
    result.remove("origin");
    assertThat(result).isEqualTo(expected);
    assertThat(answer.path("command").asString())
        .isEqualTo(
            "./cimlet run gpt2 --machine ./comb-200mb-36.yaml --weights int8 --compress 8:32"
                + " --mapping auto --context 512 --batch 4 --prefill-chunk 128 --baseline none");
    String id = answer.path("id").asString();
    assertThat(get("api/report?id=" + id).body()).contains("<title>gpt2 on comb-200mb-36");
    assertThat(get("api/result?id=" + id).body()).contains("cimlet.run/2");
    assertThat(
            get("api/report?id=" + id).headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("sandbox ");
    assertThat(get("api/report?id=99").statusCode()).isEqualTo(422);
    post("api/answer", question.put("batch", "8"));
    assertThat(get("api/compare?ids=1,2").body()).contains("2 systems compared");
    assertThat(get("api/compare?ids=1").statusCode()).isEqualTo(422);
    assertThat(get("api/compare?ids=1,99").statusCode()).isEqualTo(422);
  }

  @Test
  void requests_are_timed_and_events_answer() throws Exception {
    String text = MachineReader.text("comb-200mb-36");
    ObjectNode question = question(text, "comb-200mb-36").put("context", "");
    question.put("prompt", "16").put("generate", "4").put("engine", "simulate");
    JsonNode answer = JSON.readTree(post("api/answer", question).body());
    assertThat(answer.path("result").path("engine").asString()).isEqualTo("simulate");
    assertThat(answer.path("result").path("request").path("answer_tokens").asInt()).isEqualTo(4);
    assertThat(answer.path("command").asString())
        .contains(" --prompt 16 --generate 4 --batch 1 ")
        .endsWith(" --engine simulate --simulated-tokens 64");
    assertThat(post("api/answer", question.put("engine", "magic")).body())
        .contains("--engine")
        .contains("must be estimate or simulate, got magic");
    question.put("engine", "estimate").put("context", "21");
    assertThat(post("api/answer", question).body())
        .contains("must be prompt and answer together, 20 tokens, got 21; leave it out");
    assertThat(post("api/answer", question.put("context", "4")).statusCode()).isEqualTo(422);
  }

  @Test
  void saved_results_are_compared_and_no_file_of_elsewhere_is_read() throws Exception {
    String text = MachineReader.text("comb-200mb-36");
    ObjectNode question = question(text, "comb-200mb-36");
    String id = JSON.readTree(post("api/answer", question).body()).path("id").asString();
    String saved = get("api/result?id=" + id).body();
    Files.writeString(folder.resolve("saved.json"), saved);
    Files.writeString(folder.resolveSibling("outside.json"), saved);
    Files.write(folder.resolve("n.gguf"), new byte[] {'G', 'G', 'U', 'F'});
    JsonNode contents = JSON.readTree(get("api/contents").body());
    assertThat(contents.path("results").path(0).asString()).isEqualTo("saved.json");
    assertThat(contents.path("own_networks").path(0).asString()).isEqualTo("n.gguf");
    assertThat(post("api/answer", question.put("network", "n.gguf")).body()).contains("n.gguf");
    question.put("network", "gpt2");
    assertThat(get("api/compare?ids=" + id + ",saved.json").body()).contains("2 systems compared");
    String outside = folder.resolveSibling("outside.json").toString();
    for (String name : new String[] {"../outside.json", outside}) {
      assertThat(get("api/compare?ids=" + id + "," + name).body()).contains("studio's folder");
      for (String key : new String[] {"baselines", "network"}) {
        assertThat(post("api/answer", question.deepCopy().put(key, name)).body())
            .as("%s %s", key, name)
            .contains("must lie in the studio's folder");
      }
      for (String trace : new String[] {name, "poisson:1,lengths:" + name}) {
        assertThat(post("api/serve", question.deepCopy().put("trace", trace)).body())
            .as(trace)
            .contains("must lie in the studio's folder");
      }
      assertThat(post("api/serve", question.deepCopy().put("system", name)).statusCode())
          .isEqualTo(422);
    }
  }

  @Test
  void traffic_is_served_as_the_command_serves_it() throws Exception {
    ObjectNode question = question(MachineReader.text("comb-200mb-36"), "comb-200mb-36");
    question.put("mapping", "filled").put("baselines", "h100");
    question.put("trace", "poisson:20,requests:60,in:64,out:8").put("tpot", "0.01");
    JsonNode served = JSON.readTree(post("api/serve", question).body());
    assertThat(served.path("command").asString())
        .isEqualTo(
            "./cimlet serve poisson:20,requests:60,in:64,out:8 --network gpt2 --machine"
                + " comb-200mb-36 --packages 1 --weights int8 --compress none --mapping filled"
                + " --batch 1 --prefill-chunk 128 --slo ttft=2.0,tpot=0.01 --baseline h100");
    HttpResponse<String> page = get("api/served?id=" + served.path("id").asString());
    assertThat(page.body()).contains("<title>gpt2 served").contains("H100");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("sandbox ");
    assertThat(get("api/served?id=99").statusCode()).isEqualTo(422);
    for (String wrong : new String[] {"poisson:1,requests:20001", "poisson:x", "nothing.csv"}) {
      assertThat(post("api/serve", question.put("trace", wrong)).statusCode())
          .as(wrong)
          .isEqualTo(422);
    }
  }

  @Test
  void an_exploration_is_shown_and_its_designs_opened() throws Exception {
    String yaml =
        """
        schema: cimlet.space/1
        name: few
        base: {network: gpt2, mapping: filled, context: 512}
        axes:
          batch: {values: [1, 16]}
          machine.chiplet.macros: {values: [600, 700]}
        objectives: [{maximize: peak_throughput_tokens_per_s}, {minimize: area_mm2}]
        """;
    Space space = SpaceReader.parse("few.yaml", yaml);
    Exploration.explore(
        space,
        new Exploration.Place(folder.resolve("few"), false, yaml),
        1,
        Exploration.Shard.WHOLE,
        standing -> {});
    assertThat(JSON.readTree(get("api/contents").body()).path("explorations").path(0).asString())
        .isEqualTo("few");
    HttpResponse<String> page = get("api/exploration?name=few");
    assertThat(page.body()).contains("<title>few, explored");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("sandbox allow-scripts");
    JsonNode design =
        JSON.readTree(
            post("api/design", JSON.createObjectNode().put("exploration", "few").put("design", "3"))
                .body());
    assertThat(design.path("batch").asString()).isEqualTo("16");
    assertThat(design.path("network").asString()).isEqualTo("gpt2");
    assertThat(design.path("standing").asString()).isEqualTo("done");
    assertThat(MachineReader.parse("x", design.path("text").asString()).number("chiplet.macros"))
        .hasValue(700);
    assertThat(
            post("api/design", JSON.createObjectNode().put("exploration", "few").put("design", "4"))
                .statusCode())
        .isEqualTo(422);
  }
}
