package org.cimlet.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Sha256Test {
  /// The example of FIPS 180-4's authors, as `printf abc | sha256sum` prints it too.
  @Test
  void aTextIsHashedAsTheStandardSays() {
    assertThat(Sha256.hex("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
