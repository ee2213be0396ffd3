package org.cimlet.plan.machine.array;

/// Times between the commands of a DRAM die, by their names in data sheets.
///
/// @param columnPs tCCD: column access to column access
/// @param fillPs writing `inputsPerRow` inputs into the buffer
/// @param resultPs reading one sum of every bank
/// @param writeToReadPs tWTR with what the bus takes: from filling the buffer to a column access or
///   a sum
/// @param readToWritePs the other way
/// @param modeChangePs between commands to registers, which fill the buffer and read sums, and to
///   banks; where it takes time nothing goes on beside it, and commands to registers not beside
///   those to banks
/// @param rcdPs tRCD: activate to the first column access
/// @param rrdPs tRRD: activate to activate of other banks
/// @param fawPs tFAW: in which four banks may be opened at most; for activations of more banks than
///   four it does not count
/// @param rasPs tRAS: activate to precharge
/// @param rtpPs tRTP: column access to precharge
/// @param rpPs tRP: precharge to activate
/// @param refreshIntervalPs tREFI: refresh to refresh
/// @param refreshPs tRFC: what a refresh takes
public record BankTiming(
    long columnPs,
    long fillPs,
    long resultPs,
    long writeToReadPs,
    long readToWritePs,
    long modeChangePs,
    long rcdPs,
    long rrdPs,
    long fawPs,
    long rasPs,
    long rtpPs,
    long rpPs,
    long refreshIntervalPs,
    long refreshPs) {
  /// Banks that may be opened within tFAW.
  public static final int BANKS_IN_WINDOW = 4;
}
