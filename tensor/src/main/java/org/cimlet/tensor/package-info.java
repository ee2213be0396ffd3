/// Weight matrices as they are stored: every value ([org.cimlet.tensor.DenseMatrix]) or the kept
/// values of each group with a bit mask ([org.cimlet.tensor.PackedMatrix]).
///
/// Read [org.cimlet.tensor.Pattern] first, then [org.cimlet.tensor.WeightMatrix] and its two kinds.
package org.cimlet.tensor;
