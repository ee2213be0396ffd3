/// The `cimlet` command line.
///
/// [org.cimlet.cli.Cimlet] is `main`; every command is a class named after it. Exit codes: 0 done,
/// 1 a check failed, 2 the user's input is wrong, 3 internal error.
package org.cimlet.cli;
