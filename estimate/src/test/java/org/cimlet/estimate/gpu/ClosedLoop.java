package org.cimlet.estimate.gpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cimlet.plan.program.Program;

/// A server that always has the same number of requests: as one ends, its client sends the next.
///
/// Every pass has a budget of tokens. Sequences that decode take one each; what is left goes to
/// prompts, first to those begun, then in the order of arrival, whole or in part. So a prompt
/// lengthens the passes of all others: the mean time between two tokens is a decode step's and, for
/// each token, a share of the other requests' prompts.
final class ClosedLoop {
  /// Lengths are drawn evenly from this share of the longest up.
  private static final double SHORTEST = 0.8;

  /// Requests that a client sends one after the other.
  private static final int WAVES = 10;

  /// Tokens of a pass, the default of the server for such GPUs.
  private static final int BUDGET = 8192;

  /// Sequences that a server takes at most, its default.
  private static final int MOST_SEQUENCES = 1024;

  /// From a client's request until the prompt waits in the queue: text, tokens, network.
  private static final double REQUEST_S = 0.015;

  /// Contexts and prompts are timed in steps of so many tokens.
  private static final int STEP = 64;

  private static final int MOST_PASSES_AT_ONCE = 32;

  private final GpuDevices devices;
  private final Program program;
  private final int input;
  private final int output;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Map<List<Integer>, Double> timed = new HashMap<>();
  private final Deque<Request> coming = new ArrayDeque<>();
  private final Deque<Request> waiting = new ArrayDeque<>();
  private final List<Request> running = new ArrayList<>();
  private final List<Request> ended = new ArrayList<>();
  private double nowS;
  private int toSend;

  private static final class Request {
    final double sentS;
    final int prompt;
    final int answer;
    int passed;
    int written;
    double firstS;
    double lastS;

    Request(double sentS, int prompt, int answer) {
      this.sentS = sentS;
      this.prompt = prompt;
      this.answer = answer;
    }

    boolean decodes() {
      return passed == prompt;
    }
  }

  /// What clients see, in the mean over requests.
  ///
  /// @param ttftS from sending a request to its first token
  /// @param tpotS between two tokens
  record Latency(double ttftS, double tpotS) {}

  private ClosedLoop(GpuDevices devices, Program program, int concurrency, int input, int output) {
    this.devices = devices;
    this.program = program;
    this.input = input;
    this.output = output;
    toSend = WAVES * concurrency;
    for (int i = 0; i < concurrency; i++) {
      send();
    }
  }

  /// Runs until every client has sent its last request.
  ///
  /// @param concurrency requests there are at any time
  /// @param input longest prompt
  /// @param output longest answer
  static Latency run(GpuDevices devices, Program program, int concurrency, int input, int output) {
    ClosedLoop loop = new ClosedLoop(devices, program, concurrency, input, output);
    while (!loop.running.isEmpty() || !loop.waiting.isEmpty() || !loop.coming.isEmpty()) {
      loop.pass();
    }
    double ttftS = 0;
    double tpotS = 0;
    for (Request request : loop.ended) {
      ttftS += request.firstS - request.sentS;
      tpotS += (request.lastS - request.firstS) / Math.max(1, request.answer - 1);
    }
    return new Latency(ttftS / loop.ended.size(), tpotS / loop.ended.size());
  }

  private void send() {
    if (toSend > 0) {
      toSend--;
      coming.add(new Request(nowS, drawn(input), drawn(output)));
    }
  }

  private int drawn(int longest) {
    int shortest = (int) (SHORTEST * longest);
    return shortest + random.nextInt(longest - shortest + 1);
  }

  private void pass() {
    while (!coming.isEmpty() && coming.getFirst().sentS + REQUEST_S <= nowS) {
      waiting.add(coming.removeFirst());
    }
    if (running.isEmpty() && waiting.isEmpty()) {
      nowS = coming.getFirst().sentS + REQUEST_S;
      return;
    }
    List<Request> decoding = running.stream().filter(Request::decodes).toList();
    int budget = BUDGET - decoding.size();
    List<GpuBatch.Prompts> prompts = new ArrayList<>();
    Map<Request, Integer> chunks = new HashMap<>();
    for (Request request : running) {
      budget -= chunk(request, budget, prompts, chunks);
    }
    while (!waiting.isEmpty() && budget > 0 && running.size() < MOST_SEQUENCES) {
      Request request = waiting.removeFirst();
      running.add(request);
      budget -= chunk(request, budget, prompts, chunks);
    }
    double context =
        decoding.stream().mapToInt(each -> each.prompt + each.written).average().orElse(0);
    int passes = prompts.isEmpty() && coming.isEmpty() ? alike(decoding) : 1;
    nowS += passes * seconds(decoding.size(), context + passes / 2.0, prompts);
    chunks.forEach(this::passed);
    for (Request request : decoding) {
      request.written += passes;
    }
    for (Request request : List.copyOf(running)) {
      if (request.decodes() && request.written >= request.answer) {
        request.lastS = nowS;
        running.remove(request);
        ended.add(request);
        send();
      }
    }
  }

  private static int chunk(
      Request request, int budget, List<GpuBatch.Prompts> prompts, Map<Request, Integer> chunks) {
    int tokens = Math.min(budget, request.prompt - request.passed);
    if (tokens <= 0) {
      return 0;
    }
    chunks.put(request, tokens);
    boolean ends = request.passed + tokens == request.prompt;
    prompts.add(new GpuBatch.Prompts(1, stepped(tokens), stepped(request.passed), ends));
    return tokens;
  }

  private void passed(Request request, int tokens) {
    request.passed += tokens;
    if (request.decodes()) {
      request.written = 1;
      request.firstS = nowS;
    }
  }

  /// Passes until a sequence ends, all of the same sequences.
  private static int alike(List<Request> decoding) {
    int left = decoding.stream().mapToInt(each -> each.answer - each.written).min().orElse(1);
    return Math.clamp(left, 1, MOST_PASSES_AT_ONCE);
  }

  private double seconds(int decoding, double context, List<GpuBatch.Prompts> prompts) {
    int stepped = stepped((int) context);
    List<Integer> key = new ArrayList<>(List.of(decoding, stepped));
    for (GpuBatch.Prompts each : prompts) {
      key.add((int) each.tokens());
      key.add((int) each.before());
      key.add(each.ends() ? 1 : 0);
    }
    return timed.computeIfAbsent(
        key, _ -> GpuPass.of(devices, program, new GpuBatch(decoding, stepped, prompts)).seconds());
  }

  private static int stepped(int tokens) {
    return Math.ceilDiv(tokens, STEP) * STEP;
  }
}
