/// Diagnostics: the one way Cimlet tells a user that the input is wrong.
///
/// Readers and the compiler collect every [org.cimlet.diagnostic.Diagnostic] they find in a
/// [org.cimlet.diagnostic.Diagnostics], then throw them together as one
/// [org.cimlet.diagnostic.InvalidInputException]. Start with `Diagnostic`.
package org.cimlet.diagnostic;
