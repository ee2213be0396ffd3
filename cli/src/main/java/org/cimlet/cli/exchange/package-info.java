/// Files of other programs: machines made of theirs, networks written for them.
package org.cimlet.cli.exchange;
