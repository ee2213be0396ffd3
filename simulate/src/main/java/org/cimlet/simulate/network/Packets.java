package org.cimlet.simulate.network;

/// How messages travel over the links.
///
/// @param bytes of a packet; the last of a message may be shorter
/// @param buffered packets an input buffer behind a link holds beyond those in flight while a
///   credit makes its round trip
/// @param trains whether packets that meet no others are accounted for together; nothing else
///   depends on it
public record Packets(int bytes, int buffered, boolean trains) {}
