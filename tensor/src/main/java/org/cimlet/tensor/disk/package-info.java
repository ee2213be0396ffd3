/// Files as the operating system gives them: mapped, read whole, or written next to their place and
/// moved there when finished. Whatever the file system refuses becomes a diagnostic.
///
/// Start with [org.cimlet.tensor.disk.MappedFile]; [org.cimlet.tensor.disk.AtomicOutput] for
/// output.
package org.cimlet.tensor.disk;
