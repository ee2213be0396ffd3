/// Packets over links: a `Router` at every node, an `OutputPort` for every link, credits for the
/// buffer behind it (`CreditLoop`) and virtual channels against deadlock
/// (`VirtualChannelAssignment`).
///
/// `PacketTrains` is a fast path: a message that meets no other is accounted for as a whole, and
/// everything is as it would be packet by packet.
package org.cimlet.simulate.network;
