package org.cimlet.report.facts;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.estimate.Request;
import org.cimlet.quantity.Si;
import org.cimlet.run.Baseline;
import org.cimlet.run.Result;

/// One system's time for whole requests, as all reports show it.
///
/// @param system the machine, or GPUs
/// @param prompts until every answer has its first token
/// @param answers from then on
/// @param total of both
/// @param rate answer tokens over all of the time
public record RequestRow(String system, String prompts, String answers, String total, String rate) {

  /// The machine's, then the baselines'; none where whole requests were not asked for.
  public static List<RequestRow> of(Result result) {
    List<RequestRow> rows = new ArrayList<>();
    result
        .wholeRequests()
        .ifPresent(requests -> rows.add(of(result.plan().machine().name(), requests.answered())));
    for (Baseline baseline : result.baselines()) {
      Request request = baseline.request();
      if (request != null) {
        GpuEstimate gpu = baseline.estimate();
        String devices = gpu.devices() == 1 ? "" : gpu.devices() + " x ";
        rows.add(of(devices + gpu.gpu().name(), request));
      }
    }
    for (Result machine : result.machines()) {
      machine
          .wholeRequests()
          .ifPresent(
              requests -> rows.add(of(machine.plan().machine().name(), requests.answered())));
    }
    return rows;
  }

  /// What the rows are about.
  public static String title(Result result) {
    return "Whole requests: batch %s, prompt %s, answer %s"
        .formatted(
            Si.grouped(result.plan().scenario().batch()),
            Si.grouped(result.plan().scenario().promptTokens()),
            Si.grouped(result.job().answerTokens()));
  }

  private static RequestRow of(String system, Request request) {
    return new RequestRow(
        system,
        Si.of(request.promptsS(), "s"),
        Si.of(request.answersS(), "s"),
        Si.of(request.seconds(), "s"),
        Si.plain(request.tokensPerS()));
  }
}
