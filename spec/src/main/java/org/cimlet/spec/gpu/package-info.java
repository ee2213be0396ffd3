/// GPUs and NPUs with stacked memory, which Cimlet compares a machine with.
///
/// Start with [org.cimlet.spec.gpu.GpuReader].
package org.cimlet.spec.gpu;
