/// From a machine to SystemVerilog that can be simulated, proved and synthesized:
/// [org.cimlet.rtl.RtlFolder] makes all files of a part. Read `part` for the datapath, `verilog`
/// for how modules are held and printed, `folder` for benches, proofs and scripts.
@org.jspecify.annotations.NullMarked
package org.cimlet.rtl;
