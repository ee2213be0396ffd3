/// Where numbers come from ([org.cimlet.quantity.Sourced]) and how people read them
/// ([org.cimlet.quantity.Si]).
package org.cimlet.quantity;
