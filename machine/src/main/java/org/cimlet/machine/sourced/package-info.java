/// What all files about hardware share: numbers with their evidence
/// ([org.cimlet.machine.sourced.SourcedNumbers]), and files that others refer to.
package org.cimlet.machine.sourced;
