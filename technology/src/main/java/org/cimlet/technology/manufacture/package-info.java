/// What a package costs to make: dies from a [org.cimlet.technology.manufacture.Wafer], of which a
/// [org.cimlet.technology.manufacture.DieYield] is good, put together by a
/// [org.cimlet.technology.manufacture.Packaging] into a
/// [org.cimlet.technology.manufacture.PackageBill]; what it costs once
/// ([org.cimlet.technology.manufacture.DesignCost]), and what its making emits
/// ([org.cimlet.technology.manufacture.FabCarbon]).
///
/// The model and its default figures are those of Chiplet Actuary (Feng and Ma, DAC 2022).
package org.cimlet.technology.manufacture;
