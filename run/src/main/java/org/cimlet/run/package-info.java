/// The Java interface of Cimlet: a [org.cimlet.run.Job] goes into a [org.cimlet.run.Runner], a
/// [org.cimlet.run.Result] comes out.
///
/// ```java
/// Job job = Job.of("llama-2-7b", "comb-200mb-36").batch(8).baselines("h100").build();
/// Result result = new Runner().run(job);
/// double tpotS = result.estimate().decode().tpotS();
/// double macrosTpS = result.figures().macroBytesPerS();
/// ```
///
/// A [org.cimlet.run.Runner] keeps what successive jobs have in common (the lowered network, the
/// routes of a topology), so that a sweep pays only for what it varies. Commands, studies and
/// benchmarks all use it; nothing else in Cimlet puts the engines together.
package org.cimlet.run;
