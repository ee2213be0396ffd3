/// How long hardware works: macros of every kind (`ArrayActivity`), on-die distribution, vector
/// units, attention on dies, the hosts.
package org.cimlet.simulate.hardware;
