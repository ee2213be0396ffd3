/// Closed-form answers about a plan.
///
/// [org.cimlet.estimate.Estimator] is the entry for the chiplet machine,
/// [org.cimlet.estimate.GpuBaseline] for the GPU beside it. One token is walked through the
/// placement once (`TokenPass`, with a file per hardware part: `MacroTiming`, `LinkTiming`,
/// `HostTiming`), which gives the busy time of every resource, the time of a single sequence and
/// the counts of every action. Everything in [org.cimlet.estimate.Estimate] follows from those.
package org.cimlet.estimate;
