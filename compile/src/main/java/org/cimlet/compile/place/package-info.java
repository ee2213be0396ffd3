/// Which die holds what: filling chiplets in order ([org.cimlet.compile.place.Placer]), choosing
/// dies for the stages of a cut ([org.cimlet.compile.place.DieSearch]), and the dies of attention
/// and of the head.
package org.cimlet.compile.place;
