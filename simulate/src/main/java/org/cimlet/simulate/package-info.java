/// Discrete-event answers about a plan.
///
/// [org.cimlet.simulate.Simulator] is the entry. It shares no code with the closed form: what a
/// step means is written again here, as events, so that the two can check each other. Read
/// `PackageRun`, which says what follows on what; then a file per hardware part: `MacroActivity`,
/// `DistributionBus`, `VectorActivity`, `HostActivity`, `Router` with its `LinkQueue`s and
/// `CreditLoop`s. `StepResolver` works out from the placement what a step asks of each chiplet;
/// `SteadyState` recognises a state that comes back.
package org.cimlet.simulate;
