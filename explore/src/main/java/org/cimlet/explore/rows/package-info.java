/// Rows of a table in files that other programs read: Parquet and CSV.
@org.jspecify.annotations.NullMarked
package org.cimlet.explore.rows;
