/// Published silicon to hold the physics against: [org.cimlet.technology.silicon.PublishedMacros]
/// are macros with their figures, [org.cimlet.technology.silicon.Comparison] is one of these beside
/// the same by the macro's parts.
package org.cimlet.technology.silicon;
