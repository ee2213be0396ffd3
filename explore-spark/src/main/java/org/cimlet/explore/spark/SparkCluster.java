package org.cimlet.explore.spark;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.explore.Cluster;
import org.cimlet.explore.RemoteRange;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/// A Spark cluster: a task for each range, which Spark gives to another worker where one is lost.
///
/// What a range comes to goes to the one folder of who asked, so that workers need no disk in
/// common. Everything that Spark can be configured with may be set as a system property.
public final class SparkCluster implements Cluster {
  private static final Pattern ADDRESS =
      Pattern.compile("local\\[(\\*|[1-9][0-9]{0,3})]|spark://([^:/,\\s]+):([0-9]{1,5})(,.*)?");

  private static final int CONNECT_MS = 5000;

  /// Made by [java.util.ServiceLoader].
  public SparkCluster() {}

  @Override
  public void answer(
      String address, String name, List<RemoteRange> ranges, Consumer<RemoteRange.Answered> taken) {
    checkReachable(address);
    SparkConf conf =
        new SparkConf()
            .setMaster(address)
            .setAppName(name)
            .setIfMissing("spark.ui.enabled", "false")
            .setIfMissing("spark.ui.showConsoleProgress", "false")
            // rows go to the folder as they come, and are not held
            .setIfMissing("spark.driver.maxResultSize", "0");
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      run(context, ranges, taken);
    } catch (RuntimeException e) {
      throw said(e);
    }
  }

  private static void run(
      JavaSparkContext context, List<RemoteRange> ranges, Consumer<RemoteRange.Answered> taken) {
    JavaRDD<RemoteRange> distributed = context.parallelize(ranges, ranges.size());
    Seq<Object> all =
        CollectionConverters.asScala(
                IntStream.range(0, ranges.size()).<Object>mapToObj(i -> i).iterator())
            .toSeq();
    Function2<TaskContext, Iterator<RemoteRange>, RemoteRange.Answered> work =
        (Function2<TaskContext, Iterator<RemoteRange>, RemoteRange.Answered> & Serializable)
            (task, items) -> items.next().answered();
    context
        .sc()
        .runJob(
            distributed.rdd(),
            work,
            all,
            (number, answered) -> {
              taken.accept(answered);
              return BoxedUnit.UNIT;
            },
            ClassTag.apply(RemoteRange.Answered.class));
  }

  /// Spark tries for a minute before it gives up.
  private static void checkReachable(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      throw InvalidInputException.of(
          "--on", "must be spark://host:port, local[*] or local[N], got '%s'".formatted(address));
    }
    if (matcher.group(2) == null || matcher.group(4) != null) {
      return; // here, or several masters, of which one may stand by
    }
    int port = Integer.parseInt(matcher.group(3));
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(matcher.group(2), Math.min(port, (1 << 16) - 1)), CONNECT_MS);
    } catch (IOException e) {
      throw InvalidInputException.of(
          "--on", "must name a Spark master that answers, got '%s' (%s)".formatted(address, e));
    }
  }

  /// What a user did, or what Spark says.
  private static InvalidInputException said(RuntimeException e) {
    Throwable first = e;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInputException invalid) {
        return invalid;
      }
      first = cause;
    }
    return InvalidInputException.of(
        "--on",
        "must be a cluster that stays up, got '%s'; what is done so far is kept: go on with --resume"
            .formatted(String.valueOf(first.getMessage()).lines().findFirst().orElse("")));
  }
}
