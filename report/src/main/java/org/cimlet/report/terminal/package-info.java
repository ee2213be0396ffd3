/// Results as a person reads them at a terminal of 80 columns:
/// [org.cimlet.report.terminal.TerminalReport] shows a run,
/// [org.cimlet.report.terminal.PaperTerminal] the figures of the paper; both write on a
/// [org.cimlet.report.terminal.Sheet].
package org.cimlet.report.terminal;
