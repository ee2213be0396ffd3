package org.cimlet.rtl;

/// Which machine a part is emitted for.
///
/// @param machine its name
/// @param sha256 of the machine as YAML
/// @param version of Cimlet
/// @param clockHz of its macros
public record Origin(String machine, String sha256, String version, double clockHz) {}
