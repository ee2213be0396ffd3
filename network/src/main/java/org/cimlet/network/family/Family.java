package org.cimlet.network.family;

import org.cimlet.document.Keys;
import org.cimlet.network.NetworkSpec;

/// What a `config.json` of one `model_type` means.
///
/// To add a family: write one in this package and give it a line in [Families]. A family takes a
/// HuggingFace class's own default where the file leaves a key out, and only then; a key whose
/// default would be one particular network's size must be given.
@FunctionalInterface
interface Family {
  /// Reads all the family needs; faults are left in the config's diagnostics, and the result is
  /// then of no use.
  NetworkSpec read(Header header, Keys config);

  /// What the network is called and the `model_type` it is read as.
  record Header(String name, String family) {}
}
