/// Results as a person reads them at a terminal, 80 columns wide where nothing else is known:
/// [org.cimlet.report.terminal.TerminalReport] shows a run,
/// [org.cimlet.report.terminal.PaperTerminal] the figures of the paper; both write on a
/// [org.cimlet.report.terminal.Sheet].
package org.cimlet.report.terminal;
