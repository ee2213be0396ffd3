/// Serving: a trace or made traffic, systems of packages and of GPUs, and what clients see.
package org.cimlet.serve;
