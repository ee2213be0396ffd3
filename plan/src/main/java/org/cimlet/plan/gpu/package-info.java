/// GPUs that a machine is compared with, resolved: peaks, memory, power and the laws of their
/// kernels.
///
/// Start with [org.cimlet.plan.gpu.Gpu].
package org.cimlet.plan.gpu;
