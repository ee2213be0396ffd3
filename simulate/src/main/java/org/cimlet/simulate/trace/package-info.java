/// Writes what happens as a trace for Perfetto's viewer.
package org.cimlet.simulate.trace;
