package org.cimlet.studio;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.explore.Explored;
import org.cimlet.explore.ExploredDesign;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceReader;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.gpu.GpuReader;
import org.cimlet.network.read.NetworkReader;
import org.cimlet.report.html.explore.ExploreHtml;
import org.cimlet.report.html.page.PageFrame;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A server on this computer alone that serves the studio's page and answers it.
///
/// What it answers to is within a path that begins with a secret; see [Gate]. Files are those of
/// one folder; see [Workspace].
public final class Studio implements AutoCloseable {
  private static final int LARGEST_REQUEST = 8 << 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Gate gate;
  private final Workspace workspace;
  private final Answers answers;

  private Studio(HttpServer server, Workspace workspace, String version) {
    this.server = server;
    this.gate = Gate.drawn(server.getAddress().getPort());
    this.workspace = workspace;
    this.answers = new Answers(workspace, version);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
    threads.execute(answers::warm);
  }

  /// Starts to serve.
  ///
  /// @param folder whose files it opens and saves
  /// @param port to serve on; 0 for any that is free
  /// @param version of Cimlet, for results
  /// @throws InvalidInputException where there is no such folder, or the port is taken
  public static Studio serve(Path folder, int port, String version) {
    Workspace workspace = new Workspace(folder);
    try {
      // answers leave at once, not when the next one fills a packet
      System.setProperty("sun.net.httpserver.nodelay", "true");
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
      return new Studio(server, workspace, version);
    } catch (IOException e) {
      throw InvalidInputException.of(
          "--port", "must be a port that is free, got %s (%s)".formatted(port, e.getMessage()));
    }
  }

  /// The link that opens it, its secret included.
  public String address() {
    return gate.address();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", reply.type());
      headers.set("Content-Security-Policy", reply.policy());
      headers.set("Cache-Control", "no-store");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      exchange.sendResponseHeaders(
          reply.status(), reply.content().length == 0 ? -1 : reply.content().length);
      exchange.getResponseBody().write(reply.content());
    }
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    String path = Objects.requireNonNullElse(exchange.getRequestURI().getPath(), "");
    String method = exchange.getRequestMethod();
    Reply refusal = gate.refusal(method, path, exchange.getRequestHeaders());
    if (refusal != null) {
      return refusal;
    }
    String folder = workspace.root().toString();
    try {
      return method.equals("POST")
          ? posted(gate.within(path), body(exchange))
          : got(gate.within(path), exchange.getRequestURI().getRawQuery());
    } catch (InvalidInputException e) {
      return Reply.faults(422, e.diagnostics(), folder);
    } catch (JacksonException e) {
      return Reply.faults(400, List.of(Diagnostic.of("request", "must be JSON")), folder);
    } catch (RuntimeException e) { // the studio goes on, whatever one request meets
      return Reply.faults(500, List.of(Diagnostic.of("cimlet", "internal error: " + e)), folder);
    }
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
    if (bytes.length > LARGEST_REQUEST) {
      throw InvalidInputException.of("request", "must be at most 8 MiB");
    }
    return JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
  }

  private Reply got(String path, @Nullable String query) {
    Map<String, String> asked = asked(query);
    String name = asked.getOrDefault("name", "");
    return switch (path) {
      case "" -> Reply.own("text/html; charset=utf-8", text("studio.html"));
      case "studio.js" -> Reply.own("text/javascript; charset=utf-8", text(path));
      case "studio.css" ->
          Reply.own(
              "text/css; charset=utf-8",
              PageFrame.style() + PageFrame.resource("explore/explore.css") + text(path));
      case "api/contents" -> Reply.json(200, contents());
      case "api/schema" -> Reply.file("application/json", MachineReader.schemaText());
      case "api/machine" -> Reply.json(200, machine(name));
      case "api/report" -> Reply.page(answers.html(number(asked.getOrDefault("id", ""))));
      case "api/result" ->
          Reply.file("application/json", answers.json(number(asked.getOrDefault("id", ""))));
      case "api/compare" -> Reply.page(answers.compared(asked.getOrDefault("ids", "")));
      case "api/served" -> Reply.page(answers.servedPage(number(asked.getOrDefault("id", ""))));
      case "api/exploration" -> Reply.page(exploration(name));
      default -> Reply.text(404, "must be a page of the studio\n");
    };
  }

  private Reply posted(String path, JsonNode body) {
    return switch (path) {
      case "api/answer" -> Reply.json(200, answers.answer(Question.of(body)));
      case "api/serve" -> Reply.json(200, answers.served(body));
      case "api/save" -> saved(body);
      case "api/design" -> Reply.json(200, design(body));
      default -> Reply.text(404, "must be a page of the studio\n");
    };
  }

  private static Map<String, String> asked(@Nullable String query) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (String pair : (query == null ? "" : query).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        asked.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return asked;
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  private static String text(String name) {
    try (InputStream in = Objects.requireNonNull(Studio.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the studio's own file cannot be read: " + name, e);
    }
  }

  private ObjectNode contents() {
    Workspace.Contents contents = workspace.contents();
    ObjectNode root = JSON.createObjectNode();
    root.put("folder", workspace.root().toString());
    put(root.putArray("networks"), NetworkReader.presets());
    put(root.putArray("machines"), MachineReader.presets());
    put(root.putArray("gpus"), GpuReader.presets());
    put(root.putArray("own_machines"), contents.machines());
    put(root.putArray("own_networks"), contents.networks());
    put(root.putArray("explorations"), contents.explorations());
    put(root.putArray("results"), contents.results());
    return root;
  }

  private static void put(ArrayNode array, List<String> names) {
    names.forEach(array::add);
  }

  private ObjectNode machine(String name) {
    String text =
        MachineReader.presets().contains(name) ? MachineReader.text(name) : workspace.read(name);
    return JSON.createObjectNode()
        .put("name", name)
        .put("text", text)
        .put("sha256", org.cimlet.document.Sha256.hex(text));
  }

  /// The page that lies in an exploration's folder; made where there is none.
  private String exploration(String name) {
    Path folder = workspace.found(name);
    return Files.isRegularFile(folder.resolve("explore.html"))
        ? workspace.read(name + "/explore.html")
        : ExploreHtml.of(Explored.read(folder));
  }

  private Reply saved(JsonNode body) {
    Workspace.Saved saved =
        workspace.save(
            body.path("name").asString(""),
            body.path("text").asString(""),
            body.path("known").asString(""));
    ObjectNode root = JSON.createObjectNode().put("sha256", saved.sha256());
    return Reply.json(saved.isSaved() ? 200 : 409, root);
  }

  /// A design of an exploration, with the words of its job.
  private ObjectNode design(JsonNode body) {
    String name = body.path("exploration").asString("");
    String file = workspace.found(name + "/space.yaml").toString();
    String yaml = workspace.read(name + "/space.yaml");
    References.judge(workspace, file, yaml);
    Space space = SpaceReader.parse(file, yaml);
    long number = number(body.path("design").asString(""));
    ExploredDesign design = ExploredDesign.of(space, number);
    ObjectNode root = JSON.createObjectNode();
    root.put("text", design.machineYaml()).put("standing", design.standing());
    root.put("name", "machine-" + number + ".yaml");
    space
        .values(space.levels(number))
        .forEach((key, value) -> {
          if (!key.startsWith("machine")) {
            root.put(key, String.valueOf(value));
          }
        });
    return root;
  }

  /// Stops serving; requests in work are left.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
