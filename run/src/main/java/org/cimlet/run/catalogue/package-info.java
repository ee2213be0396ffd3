/// What ships and can be named: [org.cimlet.run.catalogue.Catalogue] lists networks, machines,
/// GPUs, processes, substrates, cells, links and published macros, a line and a source each.
package org.cimlet.run.catalogue;
