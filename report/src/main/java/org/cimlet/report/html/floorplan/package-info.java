/// The package drawn to scale with its host: [org.cimlet.report.html.floorplan.FloorplanDrawing]
/// puts together dies, wires, host and the ways of colouring them.
package org.cimlet.report.html.floorplan;
