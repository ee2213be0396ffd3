/// What servers take for their work, worked out from a plan ([org.cimlet.serve.law.ChipletLaw]) and
/// from the kernels of GPUs ([org.cimlet.serve.law.GpuLaw]).
package org.cimlet.serve.law;
