/// Manufacturing processes: what they are made of and what they cost. Start with
/// [org.cimlet.spec.process.ProcessReader].
package org.cimlet.spec.process;
