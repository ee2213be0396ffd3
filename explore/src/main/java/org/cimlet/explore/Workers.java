package org.cimlet.explore;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.cimlet.diagnostic.InvalidInputException;

/// Threads that share work. What comes of it does not depend on how many they are.
///
/// @param threads how many
record Workers(int threads) {
  /// Does the same on every thread, and waits for all. Where it fails on one, the others are
  /// interrupted.
  void all(Runnable work) {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      CompletionService<Boolean> workers = new ExecutorCompletionService<>(executor);
      for (int i = 0; i < threads; i++) {
        Future<Boolean> _ = workers.submit(work, true); // it is taken once it is done
      }
      try {
        for (int i = 0; i < threads; i++) {
          workers.take().get();
        }
      } catch (ExecutionException e) {
        executor.shutdownNow();
        if (e.getCause() instanceof InvalidInputException invalid) {
          throw invalid;
        }
        throw new IllegalStateException("a worker failed", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// Whether this thread need not go on, since another failed.
  static boolean isStopped() {
    return Thread.currentThread().isInterrupted();
  }

  /// Does something with each of some items, and says what came of them in their order.
  ///
  /// @param tool made once on every thread
  /// @param empty of the results' type
  /// @param done hears how many are done, one call at a time
  <W, T, R> R[] each(
      List<T> items, Supplier<W> tool, BiFunction<W, T, R> work, R[] empty, LongConsumer done) {
    R[] results = Arrays.copyOf(empty, items.size());
    AtomicInteger next = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();
    all(() -> {
      W own = tool.get();
      for (int i = next.getAndIncrement();
          i < results.length && !isStopped();
          i = next.getAndIncrement()) {
        results[i] = work.apply(own, items.get(i));
        synchronized (finished) {
          done.accept(finished.incrementAndGet());
        }
      }
    });
    return results;
  }
}
