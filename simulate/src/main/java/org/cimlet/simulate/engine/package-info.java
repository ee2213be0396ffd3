/// Time: what happens next (`EventQueue`), what does one thing at a time (`Server`), and how all of
/// it is written down to recognise a state that comes back (`StateSnapshot`).
package org.cimlet.simulate.engine;
