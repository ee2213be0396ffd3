/// Ways of putting dies into a package and what they cost. Start with
/// [org.cimlet.machine.substrate.SubstrateReader].
package org.cimlet.machine.substrate;
