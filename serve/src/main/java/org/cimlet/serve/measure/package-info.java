/// What clients see, summed up in bounded memory. Start with
/// [org.cimlet.serve.measure.ClassSummary].
package org.cimlet.serve.measure;
