/// Results as people and scripts read them.
///
/// A [org.cimlet.run.Result] holds everything `cimlet run` found;
/// [org.cimlet.report.terminal.TerminalReport], [org.cimlet.report.JsonReport] and
/// [org.cimlet.report.html.HtmlReport] each turn it into text. Nothing is computed here beyond sums
/// and ratios of what the engines say.
package org.cimlet.report;
