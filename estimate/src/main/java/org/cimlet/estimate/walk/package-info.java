/// What a decoded token and a chunk of a prompt take on their way through the schedule.
///
/// [org.cimlet.estimate.walk.StepTiming] says who holds a step and how long that takes;
/// [org.cimlet.estimate.walk.TokenPass] and [org.cimlet.estimate.walk.PrefillPass] add it up.
package org.cimlet.estimate.walk;
