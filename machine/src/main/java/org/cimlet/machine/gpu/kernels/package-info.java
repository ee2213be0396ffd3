/// How long the kernels of a generation of GPUs take, fitted to measured ones; a GPU's file names
/// the generation.
///
/// Start with [org.cimlet.machine.gpu.kernels.KernelLawsReader].
package org.cimlet.machine.gpu.kernels;
