/// Requests as they come: traces read from files, and traffic made by a rule.
///
/// Start with [org.cimlet.serve.traffic.Traffic].
package org.cimlet.serve.traffic;
