/// JSON and YAML texts read strictly, with the place of every value.
///
/// Start with [org.cimlet.document.Document]: the readers of networks, machines and GPUs all begin
/// with one and name its places in their diagnostics. [org.cimlet.document.SchemaCheck] judges a
/// document by a JSON Schema, in our words.
package org.cimlet.document;
