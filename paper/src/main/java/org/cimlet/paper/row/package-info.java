/// A row of the paper's table: [org.cimlet.paper.row.Claim] makes a
/// [org.cimlet.paper.row.PaperRow], a figure as printed and as computed, with its status.
package org.cimlet.paper.row;
