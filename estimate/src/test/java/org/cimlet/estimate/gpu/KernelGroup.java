package org.cimlet.estimate.gpu;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cimlet.plan.gpu.Gpu;
import org.cimlet.plan.gpu.KernelLaws;

/// Measured kernels of one kind on one GPU, the law that predicts them, and what of it was fitted
/// to them.
///
/// @param title what the study calls them
/// @param rows what was measured
/// @param fitted which rows may be fitted, of those whose shape belongs to the fitted half
/// @param constants of the law; none where nothing of it is fitted to these rows
/// @param law the laws with these constants in their place
/// @param band error that is to be kept to in the median
record KernelGroup(
    String title,
    Gpu gpu,
    List<? extends MeasuredKernel> rows,
    Predicate<MeasuredKernel> fitted,
    List<LawFit.Constant> constants,
    BiFunction<KernelLaws, double[], KernelLaws> law,
    double band) {
  private static final int MOST_FITTED = 4000;

  /// Rows that constants are fitted to: evenly spread ones where there are very many.
  List<MeasuredKernel> fittedRows() {
    return constants.isEmpty()
        ? List.of()
        : rows.stream().filter(this::isFitted).<MeasuredKernel>map(row -> row).toList();
  }

  /// The others.
  List<MeasuredKernel> heldOutRows() {
    return rows.stream()
        .filter(row -> constants.isEmpty() || !isFitted(row))
        .<MeasuredKernel>map(row -> row)
        .toList();
  }

  private boolean isFitted(MeasuredKernel row) {
    return row.isFitted() && fitted.test(row);
  }

  /// Constants fitted anew.
  double[] fit() {
    List<MeasuredKernel> all = fittedRows();
    int every = Math.ceilDiv(all.size(), MOST_FITTED);
    List<MeasuredKernel> some =
        Stream.iterate(0, i -> i < all.size(), i -> i + every).map(all::get).toList();
    return LawFit.of(
        constants, some, (values, row) -> Math.log(1e6 * row.seconds(with(values)) / row.us()));
  }

  /// The GPU's kernels with constants in their place.
  GpuKernels with(double[] values) {
    return new GpuKernels(withLaws(gpu, law.apply(gpu.laws(), values)));
  }

  static Gpu withLaws(Gpu gpu, KernelLaws laws) {
    return new Gpu(
        gpu.name(),
        gpu.devicesPerModule(),
        gpu.fp16OpsPerS(),
        gpu.fp8OpsPerS(),
        gpu.int8OpsPerS(),
        gpu.multiprocessors(),
        gpu.cacheBytes(),
        gpu.memoryBytes(),
        gpu.memoryBytesPerS(),
        gpu.linkBytesPerS(),
        gpu.power(),
        gpu.hostW(),
        gpu.dieMm2(),
        gpu.capacityEfficiency(),
        laws,
        gpu.carriedOver(),
        gpu.provenance());
  }
}
