/// GPUs and NPUs with stacked memory, which Cimlet compares a machine with.
///
/// Start with [org.cimlet.machine.gpu.GpuReader].
package org.cimlet.machine.gpu;
