/// The datapath's parts as modules: what [org.cimlet.rtl.part.Part] lists, built for a
/// [org.cimlet.rtl.part.Design]. Each part has a class named after it; start with `MaskDecoderRtl`
/// and `ButterflyRtl`, which are the paper's figure 7.
@org.jspecify.annotations.NullMarked
package org.cimlet.rtl.part;
