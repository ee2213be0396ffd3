/// What a design space is ([org.cimlet.explore.space.Space]) and how it is read
/// ([org.cimlet.explore.space.SpaceReader]): axes, ties, constraints, objectives, limits.
@org.jspecify.annotations.NullMarked
package org.cimlet.explore.space;
