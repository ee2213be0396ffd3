/// What `cimlet compare` compares, from the words of its command line.
package org.cimlet.cli.compare;
