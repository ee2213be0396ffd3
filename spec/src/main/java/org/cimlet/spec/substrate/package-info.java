/// Ways of putting dies into a package and what they cost. Start with
/// [org.cimlet.spec.substrate.SubstrateReader].
package org.cimlet.spec.substrate;
