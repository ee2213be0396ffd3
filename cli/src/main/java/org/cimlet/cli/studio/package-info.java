/// `cimlet studio`: a machine designed in the browser.
@org.jspecify.annotations.NullMarked
package org.cimlet.cli.studio;
