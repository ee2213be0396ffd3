/// Explores a design space: start with [org.cimlet.explore.Exploration], which answers designs
/// ([org.cimlet.explore.Answerer]) range by range, writes them down, and keeps the front.
@org.jspecify.annotations.NullMarked
package org.cimlet.explore;
