/// One line at the terminal that says how far long work is.
package org.cimlet.cli.progress;
