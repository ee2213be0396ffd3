/// `cimlet rtl`: a part of the datapath as SystemVerilog. [org.cimlet.cli.rtl.RtlCommand] is the
/// command, `Emission` what it does.
@org.jspecify.annotations.NullMarked
package org.cimlet.cli.rtl;
