package org.cimlet.serve.engine;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What a server has done.
///
/// @param busyShare of the time in which its bottleneck worked
/// @param joules in all, its host included
/// @param activeJoules of those, what idling would not have taken
/// @param kvMean mean share of the memory for keys and values in use
/// @param kvPeak largest share
/// @param kvFullShare of the time in which a request waited for memory alone
/// @param meanRunning sequences that run, in the mean
/// @param preemptions sequences that lost their keys and values
/// @param promptTokens read, again after preemptions
/// @param answerTokens written
public record ServerTotals(
    double busyShare,
    double joules,
    double activeJoules,
    double kvMean,
    double kvPeak,
    double kvFullShare,
    double meanRunning,
    long preemptions,
    long promptTokens,
    long answerTokens) {
  /// Of an average server.
  ///
  /// @param servers at least one
  public static ServerTotals mean(List<ServerTotals> servers) {
    int count = servers.size();
    return new ServerTotals(
        mean(servers, ServerTotals::busyShare),
        mean(servers, ServerTotals::joules),
        mean(servers, ServerTotals::activeJoules),
        mean(servers, ServerTotals::kvMean),
        servers.stream().mapToDouble(ServerTotals::kvPeak).max().orElse(0),
        mean(servers, ServerTotals::kvFullShare),
        mean(servers, ServerTotals::meanRunning),
        servers.stream().mapToLong(ServerTotals::preemptions).sum() / count,
        servers.stream().mapToLong(ServerTotals::promptTokens).sum() / count,
        servers.stream().mapToLong(ServerTotals::answerTokens).sum() / count);
  }

  private static double mean(List<ServerTotals> servers, ToDoubleFunction<ServerTotals> figure) {
    return servers.stream().mapToDouble(figure).sum() / servers.size();
  }
}
