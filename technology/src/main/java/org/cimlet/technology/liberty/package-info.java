/// Libraries of standard cells as synthesis reads them (Liberty):
/// [org.cimlet.technology.liberty.StandardCells] has a library's cells with their areas, loads and
/// delays, and boils them down to the [org.cimlet.technology.logic.CellLibrary] that the model of a
/// datapath counts with.
package org.cimlet.technology.liberty;
