/// How fast the sequences of all ranks go together, and the energy of that.
/// [org.cimlet.estimate.rate.RankRates] is for weights at rest,
/// [org.cimlet.estimate.rate.ReloadRates] for packages that are reloaded;
/// [org.cimlet.estimate.rate.EnergyCharge] prices what they count.
package org.cimlet.estimate.rate;
