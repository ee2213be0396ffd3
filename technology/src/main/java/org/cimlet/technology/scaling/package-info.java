/// From one process to another. Logic, memory cells and converters scale each by its own law:
/// [org.cimlet.technology.scaling.LogicScaling], [org.cimlet.technology.scaling.SramCell], and
/// [org.cimlet.technology.adc.AdcSurvey] beside them. Every answer is a
/// [org.cimlet.technology.scaling.Scaled]: outside a table's range it says so.
package org.cimlet.technology.scaling;
