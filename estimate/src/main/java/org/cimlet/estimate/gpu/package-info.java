/// One pass of a network on GPUs: [org.cimlet.estimate.gpu.GpuPass].
package org.cimlet.estimate.gpu;
