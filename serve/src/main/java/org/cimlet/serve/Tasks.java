package org.cimlet.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.cimlet.run.Progress;

/// Runs what does not depend on each other on several threads; results come in order, whichever
/// thread was first.
final class Tasks implements AutoCloseable {
  private final ExecutorService threads;
  private final Progress progress;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong total = new AtomicLong();

  Tasks(int threads, Progress progress) {
    this.threads = Executors.newFixedThreadPool(threads);
    this.progress = progress;
  }

  /// How far one run is.
  final class Part {
    private long before;

    /// @param requests done so far
    /// @throws CancellationException where the thread is interrupted
    void done(long requests) {
      long all = done.addAndGet(requests - before);
      before = requests;
      progress.advanced("serving", Math.min(all, total.get()), total.get());
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted");
      }
    }
  }

  /// A run of so many requests begins.
  Part part(long requests) {
    total.addAndGet(requests);
    return new Part();
  }

  /// What comes of each.
  <T, R> List<R> all(List<T> from, Function<T, R> task) {
    List<Callable<R>> calls = new ArrayList<>();
    for (T each : from) {
      calls.add(() -> task.apply(each));
    }
    List<R> results = new ArrayList<>();
    try {
      for (Future<R> each : threads.invokeAll(calls)) {
        results.add(each.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    }
    return results;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
