/// Where results go: the terminal, or files that appear whole or not at all.
package org.cimlet.cli.output;
