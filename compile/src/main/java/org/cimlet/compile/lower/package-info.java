/// From a network's shape to the operations a machine runs: [org.cimlet.compile.lower.Lowering],
/// with [org.cimlet.compile.lower.HostOffload] for who does the element-wise work.
package org.cimlet.compile.lower;
