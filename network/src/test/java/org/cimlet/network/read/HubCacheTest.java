package org.cimlet.network.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The layout that HuggingFace's own programs give their cache.
class HubCacheTest {
  @TempDir Path folder;

  @Test
  void theRevisionOfMainIsFound() throws IOException {
    Path network = folder.resolve("hub").resolve("models--org--net-1.5b");
    Files.createDirectories(network.resolve("refs"));
    Files.writeString(network.resolve("refs").resolve("main"), "0123abcd");
    HubCache cache = HubCache.of(Map.of("HF_HOME", folder.toString()), "/nowhere");
    assertThat(cache.find("org/net-1.5b")).isEmpty();
    Path snapshot = Files.createDirectories(network.resolve("snapshots").resolve("0123abcd"));
    assertThat(cache.find("org/net-1.5b")).contains(snapshot);
    assertThat(cache.find("org/other")).isEmpty();
  }

  @Test
  void theVariablesOfHuggingFaceSayWhereItIs() {
    assertThat(HubCache.of(Map.of("HF_HUB_CACHE", "/a", "HF_HOME", "/b"), "/h")).hasToString("/a");
    assertThat(HubCache.of(Map.of("HF_HOME", "/b"), "/h")).hasToString("/b/hub");
    assertThat(HubCache.of(Map.of(), "/h")).hasToString("/h/.cache/huggingface/hub");
  }

  @Test
  void onlyAnOrganisationAndANameAreAnId() {
    assertThat(HubCache.isId("meta-llama/Llama-3.1-8B")).isTrue();
    for (String path :
        new String[] {
          "llama",
          "./a/b",
          "/a/b",
          "a/b/c",
          "../a",
          "a/..",
          "a/",
          "nets/config.json",
          "nets/Llama.GGUF"
        }) {
      assertThat(HubCache.isId(path)).as(path).isFalse();
    }
  }

  @Test
  void whatIsNotThereSaysHowToFetchIt() {
    assertThatThrownBy(() -> NetworkReader.read("no-such-org/no-such-net"))
        .hasMessageContaining("hf download no-such-org/no-such-net config.json");
  }
}
