/// Heat in a package at rest: [org.cimlet.technology.heat.PackageHeat] solves the temperatures of a
/// [org.cimlet.technology.heat.HeatStack] of layers, given the power of each
/// [org.cimlet.technology.heat.HeatSource].
package org.cimlet.technology.heat;
