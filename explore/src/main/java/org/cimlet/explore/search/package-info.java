/// Which designs of a space are answered, in which order, and which of them nothing is better than:
/// orders ([org.cimlet.explore.search.Permutation]), evolution
/// ([org.cimlet.explore.search.Evolution]), fronts ([org.cimlet.explore.search.Front]). Nothing
/// here knows what a design is.
@org.jspecify.annotations.NullMarked
package org.cimlet.explore.search;
