/// `cimlet explore`: a design space in, a Pareto front out.
@org.jspecify.annotations.NullMarked
package org.cimlet.cli.explore;
