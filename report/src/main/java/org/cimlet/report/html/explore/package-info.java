/// Explorations as people look at them: one HTML file, its pictures drawn by a script within it.
/// Start with `ExploreHtml`.
@org.jspecify.annotations.NullMarked
package org.cimlet.report.html.explore;
