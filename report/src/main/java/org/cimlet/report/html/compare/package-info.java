/// Systems next to each other: [org.cimlet.report.html.compare.CompareHtml] writes the page.
package org.cimlet.report.html.compare;
