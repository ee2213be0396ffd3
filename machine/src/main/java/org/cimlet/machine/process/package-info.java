/// Manufacturing processes: what they are made of and what they cost. Start with
/// [org.cimlet.machine.process.ProcessReader].
package org.cimlet.machine.process;
