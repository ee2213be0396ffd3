/// Trains and retrains the demonstration networks. Start with [org.cimlet.training.Trainer]; the
/// network itself, and all arithmetic of a step, is the resource `network.torchscript`, run by
/// PyTorch through DJL.
@org.jspecify.annotations.NullMarked
package org.cimlet.training;
