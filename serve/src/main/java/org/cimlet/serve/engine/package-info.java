/// Servers that requests pass, event by event, in whole picoseconds: packages of chiplets, where a
/// token is a job that visits the stations of its way, and groups of GPUs, where a step takes a
/// batch. Start with [org.cimlet.serve.engine.Fleet].
///
/// What servers take for their work is said by laws ([org.cimlet.serve.engine.PackageLaw],
/// [org.cimlet.serve.engine.StepLaw]), so that schedules can be worked out by hand with simple
/// ones.
package org.cimlet.serve.engine;
