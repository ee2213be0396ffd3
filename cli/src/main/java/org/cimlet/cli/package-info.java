/// The `cimlet` command line.
///
/// [org.cimlet.cli.Cimlet] is `main`; every command is a class named after it. Exit codes: 0 done,
/// 1 a check failed, 2 the user's input is wrong, 3 our fault.
package org.cimlet.cli;
