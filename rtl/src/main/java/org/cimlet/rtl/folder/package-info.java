/// What goes with a part into its folder: golden vectors that `execute` computed, benches, proofs,
/// scripts and the page that explains them.
@org.jspecify.annotations.NullMarked
package org.cimlet.rtl.folder;
