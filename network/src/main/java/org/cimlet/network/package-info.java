/// Language models as one record whatever the family: [org.cimlet.network.NetworkSpec], with what
/// running one takes ([org.cimlet.network.Computation]) and how its weights are stored
/// ([org.cimlet.network.CompressedWeights]). [org.cimlet.network.read] makes them from files.
package org.cimlet.network;
