/// What silicon can do.
///
/// [org.cimlet.technology.Dvfs] draws a [org.cimlet.technology.PowerLaw] and a
/// [org.cimlet.technology.ClockLaw] through two published [org.cimlet.technology.OperatingPoint]s
/// and answers for every voltage between them. Beside it, a package for each part of the physics:
/// `scaling` from process to process, `adc` converters, `manufacture` yield and cost, `heat`
/// temperatures, `rules` published thresholds.
package org.cimlet.technology;
