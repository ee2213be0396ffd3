/// What commands take in, as options they share.
package org.cimlet.cli.input;
