/// Language models as users bring them: a HuggingFace `config.json`, or the name of a preset.
///
/// Start with [org.cimlet.spec.network.NetworkReader]; everything it reads becomes one
/// [org.cimlet.spec.network.NetworkSpec], whatever the family.
package org.cimlet.spec.network;
