/// Modules of Verilog as records: [org.cimlet.rtl.verilog.VerilogModule] holds ports and
/// [org.cimlet.rtl.verilog.Item]s, whose right-hand sides are [org.cimlet.rtl.verilog.Expression]s;
/// [org.cimlet.rtl.verilog.VerilogText] prints them. Only what Verilog-2005 has is used, so that
/// every tool reads it.
@org.jspecify.annotations.NullMarked
package org.cimlet.rtl.verilog;
