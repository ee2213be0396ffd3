/// Float arithmetic that gives equal bits on every machine, whatever the number of threads: sums of
/// a fixed order, the exponential function, and work cut into rows. Not exported.
package org.cimlet.execute.floats;
