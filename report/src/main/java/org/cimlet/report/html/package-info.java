/// A run as one HTML file that needs no network: [org.cimlet.report.html.HtmlReport] puts the page
/// together; each drawing and table is a class named after it. Drawings are SVG, written by
/// [org.cimlet.report.html.page.Svg].
package org.cimlet.report.html;
