/// The way of a token through the network. Start at `TokenFlow`, which reads as a token's life from
/// top to bottom; `PackageRun` lets sequences come and go around it.
///
/// A `Sequence` is a request; a `Pass` is what of it goes through the package now.
/// `EmbeddingStage`, `StepStage` and `AttentionStage` give the hardware its work, `Relays` pass
/// vectors along trees, `WeightReload` loads the package where it holds a part of the network at a
/// time. `StepResolver` works out from the placement what a step asks of each chiplet (`StepWork`).
/// An `Admission` decides which sequences may start.
package org.cimlet.simulate.token;
