/// JSON as tensor folders carry it: strict, and bounded however hostile the file.
///
/// Start with [org.cimlet.tensor.json.JsonReader], which gives a [org.cimlet.tensor.json.Json].
package org.cimlet.tensor.json;
