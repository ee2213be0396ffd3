/// Discrete-event answers about a plan.
///
/// [org.cimlet.simulate.Simulator] is the entry. It shares no code with the closed form: what a
/// step means is written again here, as events, so that the two can check each other.
///
/// Read `token`, which says what follows on what as a token passes the network; then `hardware`, a
/// file per hardware part, and `network`, which moves packets over links. `engine` has the events
/// and the servers they keep busy; `trace` writes what happened. A [SteadyState] recognises a state
/// that comes back, and skips what would repeat.
package org.cimlet.simulate;
