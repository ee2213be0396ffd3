/// The way of a token through the network. Start at `PackageRun`, which says what follows on what.
///
/// `StepResolver` works out from the placement what a step asks of each chiplet (`StepWork`);
/// `StepOrders` gives it to the hardware; `Relays` pass vectors along trees; `WeightReload` loads
/// the package where it holds a part of the network at a time.
package org.cimlet.simulate.token;
