/// How linears lie in the rows of macros ([org.cimlet.compile.tile.RowTiling]), how the chiplets of
/// a group share them, and how the program is cut into stages ([org.cimlet.compile.tile.StageCut]).
package org.cimlet.compile.tile;
