/// How linears are computed, behind one seam, [org.cimlet.execute.products.LinearProducts]: in
/// float, as stored integers, in analog crossbars, or in the macros of a plan.
///
/// [org.cimlet.execute.products.Arithmetic] makes the products of linears that share an input.
package org.cimlet.execute.products;
