/// A decoder-only network with its weights, as it can be run: its
/// [org.cimlet.execute.network.Architecture], and the tensors of each layer, read from its files by
/// [org.cimlet.execute.network.NetworkFile].
package org.cimlet.execute.network;
