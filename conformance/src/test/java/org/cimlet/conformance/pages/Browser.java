package org.cimlet.conformance.pages;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A page in headless Chromium, used as a person does: pointed at, clicked, typed into. Speaks the
/// DevTools protocol, so that nothing but the browser is needed.
///
/// Chromium starts once for all tests of a virtual machine; every page has a profile of its own.
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final List<String> QUIET =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--remote-debugging-port=0",
          "about:blank");
  private static final int PATIENCE_S = 40;
  private static final JsonMapper JSON = JsonMapper.shared();

  private static @Nullable WebSocket chromium;
  private static final BlockingQueue<JsonNode> HEARD = new LinkedBlockingQueue<>();
  private static int calls;

  private final WebSocket socket;
  private final List<String> requests = new ArrayList<>();
  private String profile = "";
  private String session = "";

  private Browser(WebSocket socket) {
    this.socket = socket;
  }

  /// What the browser says, message by message.
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> heard;
    private final StringBuilder text = new StringBuilder();

    Listener(BlockingQueue<JsonNode> heard) {
      this.heard = heard;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        heard.add(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, data, last);
    }
  }

  /// The browser on the path; a test that needs it is skipped without one.
  static Path executable() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(Browser::without);
  }

  private static Path without() {
    String message = "no browser on PATH (looked for " + String.join(", ", NAMES) + ")";
    if ("true".equals(System.getenv("CI"))) {
      fail(message + ", and CI=true asks for one");
    }
    return abort(message + ": whether pages can be used was not tested");
  }

  /// Opens a page of a size.
  static Browser open(String address, int width, int height) {
    if (chromium == null) {
      chromium = start();
    }
    Browser browser = new Browser(chromium);
    browser.profile =
        browser.call("Target.createBrowserContext", Map.of()).path("browserContextId").asString();
    String target =
        browser
            .call(
                "Target.createTarget",
                Map.of("url", "about:blank", "browserContextId", browser.profile))
            .path("targetId")
            .asString();
    browser.session =
        browser
            .call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asString();
    browser.call("Page.enable", Map.of());
    browser.call("Network.enable", Map.of());
    browser.size(width, height);
    browser.go(address);
    return browser;
  }

  private static WebSocket start() {
    try {
      Path folder = Files.createTempDirectory("browser");
      List<String> command = new ArrayList<>(List.of(executable().toString()));
      command.add("--user-data-dir=" + folder);
      command.addAll(QUIET);
      Path errors = folder.resolve("errors.txt");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(errors.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
      Pattern address = Pattern.compile("DevTools listening on (ws://\\S+)");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
      while (System.nanoTime() < end) {
        Matcher found = address.matcher(Files.readString(errors));
        if (found.find()) {
          return HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create(found.group(1)), new Listener(HEARD))
              .join();
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
      throw new AssertionError("the browser must start in " + PATIENCE_S + " s");
    } catch (IOException e) {
      throw new AssertionError("the browser must start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the browser started", e);
    }
  }

  /// With all its processes, and what it wrote.
  private static void end(Process process, Path folder) {
    process.destroy();
    try (Stream<Path> files = process.waitFor(10, TimeUnit.SECONDS) ? Files.walk(folder) : null) {
      if (files != null) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      System.err.println("left in " + folder + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Calls a method of the protocol and returns its result.
  JsonNode call(String method, Map<String, ?> parameters) {
    ObjectNode message = JSON.createObjectNode().put("id", ++calls).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(message.toString(), true).join();
    while (true) {
      JsonNode answer = hear();
      if (answer.path("id").asInt() == calls) {
        if (answer.has("error")) {
          throw new AssertionError(method + ": " + answer.path("error"));
        }
        return answer.path("result");
      }
      if (answer.path("method").asString().equals("Network.requestWillBeSent")
          && answer.path("sessionId").asString("").equals(session)) {
        requests.add(answer.path("params").path("request").path("url").asString());
      }
    }
  }

  private static JsonNode hear() {
    try {
      JsonNode message = HEARD.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("the browser must answer in " + PATIENCE_S + " s");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the browser worked", e);
    }
  }

  /// Goes to an address and waits until it is there.
  void go(String address) {
    call("Page.navigate", Map.of("url", address));
    until("document.readyState === 'complete' && location.href !== 'about:blank'");
  }

  /// The window's size in CSS pixels.
  void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /// Prefers light or dark, on a screen or in print.
  void media(String medium, String scheme) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            medium,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /// What an expression is in the page, as text.
  String ask(String expression) {
    JsonNode answer =
        call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value").asString("");
  }

  /// The same in a frame that runs in a sandbox, once it has been loaded.
  ///
  /// @param part of the frame's address
  String askInFrame(String part, String expression) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (System.nanoTime() < end) {
      for (JsonNode target : call("Target.getTargets", Map.of()).path("targetInfos")) {
        if (target.path("type").asString().equals("iframe")
            && target.path("url").asString().contains(part)) {
          return inFrame(target.path("targetId").asString(), expression);
        }
      }
    }
    throw new AssertionError("no frame of " + part);
  }

  private String inFrame(String target, String expression) {
    String page = session;
    try {
      session = "";
      session =
          call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
              .path("sessionId")
              .asString();
      until("document.readyState === 'complete' && document.body.dataset.plotsDrawn");
      return ask(expression);
    } finally {
      session = page;
    }
  }

  /// Waits until an expression holds.
  void until(String expression) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!ask("Boolean(" + expression + ")").equals("true")) {
      if (System.nanoTime() > end) {
        throw new AssertionError("must hold in %s s: %s".formatted(PATIENCE_S, expression));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(40);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  /// Clicks in the middle of the first element that a selector finds.
  void click(String selector) {
    double[] at = middle(selector);
    mouse("mouseMoved", at[0], at[1], 0);
    mouse("mousePressed", at[0], at[1], 1);
    mouse("mouseReleased", at[0], at[1], 1);
  }

  /// Drags from one place of an element to another, as shares of its height from above.
  void dragDown(String selector, double from, double to) {
    double[] at = middle(selector);
    double top = at[1] - at[2] / 2;
    mouse("mouseMoved", at[0], top + from * at[2], 0);
    mouse("mousePressed", at[0], top + from * at[2], 1);
    mouse("mouseMoved", at[0], top + (from + to) / 2 * at[2], 1);
    mouse("mouseMoved", at[0], top + to * at[2], 1);
    mouse("mouseReleased", at[0], top + to * at[2], 1);
  }

  private double[] middle(String selector) {
    String found =
        ask(
            """
            (() => {
              const element = document.querySelector(%s);
              if (!element) return '';
              element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
              const box = element.getBoundingClientRect();
              return [box.left + box.width / 2, box.top + box.height / 2, box.height].join(' ');
            })()
            """
                .formatted(JSON.writeValueAsString(selector)));
    if (found.isEmpty()) {
      throw new AssertionError("no element " + selector);
    }
    return Stream.of(found.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private void mouse(String type, double x, double y, int buttons) {
    call(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            type,
            "x",
            x,
            "y",
            y,
            "button",
            type.equals("mouseMoved") && buttons == 0 ? "none" : "left",
            "buttons",
            buttons,
            "clickCount",
            1));
  }

  /// Presses a key by its name: `ArrowRight`, `Tab`, `Escape`.
  void press(String key, int code, int modifiers) {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              key,
              "code",
              key,
              "windowsVirtualKeyCode",
              code,
              "modifiers",
              modifiers));
    }
  }

  /// Types a text where the focus is.
  void type(String text) {
    call("Input.insertText", Map.of("text", text));
  }

  /// Takes a picture of the window.
  void screenshot(Path file) {
    try {
      Files.write(
          file,
          Base64.getDecoder()
              .decode(
                  call("Page.captureScreenshot", Map.of("format", "png")).path("data").asString()));
    } catch (IOException e) {
      throw new AssertionError("a picture must be written", e);
    }
  }

  /// Addresses asked for so far.
  List<String> requests() {
    ask("0");
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    session = "";
    call("Target.disposeBrowserContext", Map.of("browserContextId", profile));
  }
}
