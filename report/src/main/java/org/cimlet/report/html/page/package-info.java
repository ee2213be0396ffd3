/// What every part of the page is made of: [org.cimlet.report.html.page.Markup] writes elements,
/// [org.cimlet.report.html.page.Table] tables, [org.cimlet.report.html.page.Svg] drawings; axes,
/// colour scales and labels for these.
package org.cimlet.report.html.page;
