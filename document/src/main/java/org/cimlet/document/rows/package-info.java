/// Tables in files that other programs read: Parquet and CSV.
package org.cimlet.document.rows;
