/// Integer products on the processor: [org.cimlet.execute.kernel.MatrixProduct] multiplies a
/// [org.cimlet.execute.kernel.ResidentMatrix] with the widest vectors of the machine, or with plain
/// loops, and every kernel gives the same sums.
package org.cimlet.execute.kernel;
