/// What silicon can do.
///
/// [org.cimlet.technology.Dvfs] is the entry: it draws a [org.cimlet.technology.PowerLaw] and a
/// [org.cimlet.technology.ClockLaw] through two published [org.cimlet.technology.OperatingPoint]s
/// and answers for every voltage between them.
package org.cimlet.technology;
