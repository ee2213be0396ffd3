/// What the `config.json` of each family means.
///
/// Start with [org.cimlet.network.family.Families]. To add a family, write a reader like
/// `LlamaFamily` and give it a line there.
package org.cimlet.network.family;
