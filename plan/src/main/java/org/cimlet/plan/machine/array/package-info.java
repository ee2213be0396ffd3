/// What memory arrays are made of: cells and how they are written, converters, times between the
/// commands of a bank. [org.cimlet.plan.machine.Macro] puts them together.
package org.cimlet.plan.machine.array;
