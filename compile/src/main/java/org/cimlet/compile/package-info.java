/// From what users write to what engines run.
///
/// [org.cimlet.compile.Compiler] is the entry: it resolves the machine (`resolve`), lowers the
/// network to operations (`lower`), lays linears into macros and cuts the program into stages
/// (`tile`), and chooses dies (`place`). All names and units end here; engines see numbers.
package org.cimlet.compile;
