package org.cimlet.conformance.agreement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cimlet.conformance.agreement.AgreementCase.Gap;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.NetworkSpec.Attention;
import org.cimlet.network.NetworkSpec.FeedForward;
import org.cimlet.network.read.NetworkReader;

/// Machines x networks x scenarios, from 1 to 256 chiplets.
final class AgreementMatrix {
  private final List<AgreementCase> cases = new ArrayList<>();

  private AgreementMatrix() {}

  static List<AgreementCase> cases() {
    AgreementMatrix matrix = new AgreementMatrix();
    matrix.shippedMachines();
    matrix.memories();
    matrix.meshes();
    matrix.topologies();
    matrix.parts();
    matrix.kindsOfNetwork();
    matrix.attention();
    matrix.mappings();
    matrix.rounds();
    matrix.prompts();
    HybridNetworks.addTo(matrix.cases);
    MixedPackages.addTo(matrix.cases);
    ExtendedMachines.addTo(matrix.cases);
    return matrix.cases;
  }

  private void add(
      String label, MachineSpec machine, String network, boolean packed, int context, int batch) {
    add(label, machine, NetworkReader.read(network), packed, context, batch, 0);
  }

  private void add(
      String label,
      MachineSpec machine,
      NetworkSpec network,
      boolean packed,
      int context,
      int batch,
      int prompt) {
    cases.add(
        new AgreementCase(
            label, machine, network, "filled", packed, context, batch, prompt, Gap.NONE, Gap.NONE));
  }

  /// Why the case added last differs.
  private void differs(Gap decode, Gap prefill) {
    cases.add(cases.removeLast().differs(decode, prefill));
  }

  private void shippedMachines() {
    MachineSpec mesh36 = MachineReader.read("comb-200mb-36");
    NetworkSpec llama = NetworkReader.read("llama-2-7b");
    add("comb-200mb-36", mesh36, llama, false, 2048, 1, 2048);
    add("comb-200mb-36", mesh36, llama, false, 128, 1, 128);
    for (int batch : List.of(2, 4, 8, 64)) {
      add("comb-200mb-36", mesh36, "llama-2-7b", false, 2048, batch);
    }
    for (int batch : List.of(2, 4, 8, 16, 32, 128)) {
      add("comb-200mb-36", mesh36, "llama-2-7b", false, 128, batch);
      if (batch == 16) {
        differs(Gap.KNEE, Gap.NONE);
      }
    }
    MachineSpec mesh16 = MachineReader.read("comb-200mb-16");
    add("comb-200mb-16", mesh16, llama, true, 2048, 1, 2048);
    for (int batch : List.of(1, 4, 8, 32)) {
      add("comb-200mb-16", mesh16, "llama-2-7b", true, 256, batch);
    }
    add("comb-200mb-16", mesh16, "llama-3.2-1b", false, 1024, 1);
    MachineSpec mcm65 = MachineReader.read("comb-mcm-65nm");
    add("comb-mcm-65nm", mcm65, NetworkReader.read("stories260k"), false, 128, 1, 128);
    for (int batch : List.of(2, 4, 8, 16, 64)) {
      add("comb-mcm-65nm", mcm65, "stories260k", false, 128, batch);
      if (batch == 2 || batch == 4) {
        differs(Gap.KNEE, Gap.NONE);
      }
    }
  }

  /// Every kind of memory: a single sequence with its prompt, some sequences, and a small network
  /// whose passes are short beside what begins and ends them.
  private void memories() {
    for (String name :
        List.of("aim-gddr6", "lpddr5-pim", "hbm-pim", "rram-1tnr", "analog-rram-crossbar")) {
      MachineSpec machine = MachineReader.read(name);
      add(name, machine, NetworkReader.read("llama-2-7b"), false, 128, 1, 128);
      add(name, machine, "llama-2-7b", false, 128, 8);
      if (name.equals("rram-1tnr")) {
        differs(Gap.KNEE, Gap.NONE);
      }
      add(name, machine, "qwen2.5-0.5b", false, 128, 1);
    }
  }

  private void meshes() {
    VariedMachine base = VariedMachine.shipped();
    add("mesh 1x1", base.mesh(1, 1).spec(), NetworkReader.read("gpt2"), false, 1024, 1, 1024);
    add("mesh 1x1", base.mesh(1, 1).spec(), "gpt2", false, 1024, 4);
    add("mesh 1x1", base.mesh(1, 1).spec(), "gpt2", false, 128, 32);
    add("mesh 2x2", base.mesh(2, 2).spec(), "qwen2.5-0.5b", false, 512, 1);
    add("mesh 2x2", base.mesh(2, 2).spec(), "qwen2.5-0.5b", false, 512, 16);
    add("mesh 3x3", base.mesh(3, 3).spec(), NetworkReader.read("gpt2-xl"), false, 1024, 1, 1024);
    add("mesh 3x3", base.mesh(3, 3).spec(), "gpt2-xl", false, 256, 32);
    add("mesh 4x5", base.mesh(4, 5).spec(), "llama-3.2-3b", false, 512, 1);
    add(
        "mesh 9x9",
        base.mesh(9, 9).spec(),
        NetworkReader.read("llama-2-13b"),
        false,
        1024,
        1,
        1024);
    add("mesh 9x9", base.mesh(9, 9).spec(), "llama-2-13b", false, 1024, 16);
    add("mesh 12x12", base.mesh(12, 12).spec(), "llama-2-70b", true, 2048, 1);
    add("mesh 12x12", base.mesh(12, 12).spec(), "llama-2-70b", true, 2048, 32);
    NetworkSpec large = NetworkReader.read("llama-2-70b");
    add("mesh 16x16", base.mesh(16, 16).spec(), large, true, 2048, 1, 512);
    add("mesh 16x16", base.mesh(16, 16).spec(), large, true, 128, 4, 0);
    add("mesh 16x16", base.mesh(16, 16).spec(), large, true, 2048, 64, 0);
    add("mesh 6x6, 4 hosts", base.mesh(6, 6, 0, 5, 30, 35).spec(), "llama-2-7b", false, 128, 1);
    add("mesh 6x6, 4 hosts", base.mesh(6, 6, 0, 5, 30, 35).spec(), "llama-2-7b", false, 128, 32);
  }

  private void topologies() {
    VariedMachine base = VariedMachine.shipped();
    NetworkSpec llama = NetworkReader.read("llama-2-7b");
    add("ring 36", base.ring(36).spec(), llama, false, 512, 1, 512);
    add("ring 36", base.ring(36).spec(), llama, false, 128, 64, 0);
    add("star 36", base.star(36).spec(), llama, false, 512, 1, 512);
    add("star 36", base.star(36).spec(), llama, false, 128, 64, 0);
    add("torus 6x6", base.torus(6).spec(), llama, false, 512, 1, 512);
    add("torus 6x6", base.torus(6).spec(), llama, false, 128, 64, 0);
    add("all linked 36", base.allLinked(36).spec(), llama, false, 512, 1, 512);
    add("all linked 36", base.allLinked(36).spec(), llama, false, 128, 64, 0);
  }

  private void parts() {
    VariedMachine base = VariedMachine.shipped();
    NetworkSpec llama = NetworkReader.read("llama-2-7b");
    add("links 8/16 Gbit/s", base.links(8, 10, 16, 250).spec(), llama, false, 512, 1, 512);
    differs(Gap.NONE, Gap.LINK_ORDER);
    add("links 8/16 Gbit/s", base.links(8, 10, 16, 250).spec(), llama, false, 128, 10, 0);
    differs(Gap.KNEE, Gap.NONE);
    add("links 8/16 Gbit/s", base.links(8, 10, 16, 250).spec(), llama, false, 128, 24, 0);
    add("links 1/2 Gbit/s", base.links(1, 10, 2, 250).spec(), llama, false, 512, 1, 512);
    differs(Gap.NONE, Gap.CONGESTION);
    add("links 1/2 Gbit/s", base.links(1, 10, 2, 250).spec(), llama, false, 128, 16, 0);
    add("links 1/2 Gbit/s", base.links(1, 10, 2, 250).spec(), llama, false, 128, 128, 0);
    differs(Gap.CONGESTION, Gap.NONE);
    add("links of 1 us", base.links(256, 1000, 504, 10_000).spec(), llama, false, 512, 1, 512);
    add("links of 1 us", base.links(256, 1000, 504, 10_000).spec(), llama, false, 128, 64, 0);
    add("no vector units", base.withoutVectorUnits().spec(), llama, false, 512, 1, 512);
    add("no vector units", base.withoutVectorUnits().spec(), llama, false, 128, 64, 0);
    add("distribution 8 Gbit/s", base.distribution(8).spec(), llama, false, 512, 1, 512);
    add("distribution 8 Gbit/s", base.distribution(8).spec(), llama, false, 16, 256, 0);
    add("host 1 TOPS", base.host(1, 460.8, 200).spec(), llama, false, 1024, 1, 1024);
    add("host 1 TOPS", base.host(1, 460.8, 200).spec(), llama, false, 1024, 8, 0);
    add("host 10 TB/s", base.host(300, 10_000, 200).spec(), llama, false, 1024, 1, 1024);
    add("host 10 TB/s", base.host(300, 10_000, 200).spec(), llama, false, 1024, 64, 0);
    add("host 10 TB/s", base.host(300, 10_000, 200).spec(), llama, false, 1024, 256, 0);
    add("dispatch 5 us", base.host(29.5, 460.8, 5000).spec(), llama, false, 512, 1, 512);
  }

  private void kindsOfNetwork() {
    VariedMachine base = VariedMachine.shipped();
    add("mesh 7x7", base.mesh(7, 7).spec(), "gemma2-9b", false, 8192, 1);
    add("mesh 7x7", base.mesh(7, 7).spec(), "gemma2-9b", false, 8192, 8);
    add("mesh 6x7", base.mesh(6, 7).spec(), "mistral-7b", false, 4096, 1);
    add("mesh 6x7", base.mesh(6, 7).spec(), "mistral-7b", false, 128, 16);
    add("mesh 6x7", base.mesh(6, 7).spec(), "mistral-7b", false, 128, 32);
    differs(Gap.KNEE, Gap.NONE);
    add("mesh 6x7", base.mesh(6, 7).spec(), "mistral-7b", false, 128, 128);
    add("mesh 6x6", base.mesh(6, 6).spec(), "opt-6.7b", false, 1024, 1);
    add("mesh 13x13", base.mesh(13, 13).spec(), "qwen2.5-32b", false, 1024, 1);
    add("mesh 2x3", base.mesh(2, 3).spec(), latent(), false, 1024, 1, 512);
    add("mesh 2x3", base.mesh(2, 3).spec(), latent(), false, 1024, 4, 0);
    differs(Gap.KNEE, Gap.NONE);
    add(
        "mesh 12x12",
        base.mesh(12, 12).spec(),
        NetworkReader.read("llama-2-70b"),
        true,
        1024,
        1,
        1024);
    add("mesh 13x13", base.mesh(13, 13).spec(), "qwen3-30b-a3b", false, 1024, 1);
    add("mesh 13x13", base.mesh(13, 13).spec(), "qwen3-30b-a3b", false, 1024, 16);
    differs(Gap.KNEE, Gap.NONE);
    add("mesh 11x12", base.mesh(11, 12).spec(), "gpt-oss-20b", false, 1024, 1);
    differs(Gap.ROUTING, Gap.NONE);
    add("mesh 11x12", base.mesh(11, 12).spec(), "gpt-oss-20b", false, 1024, 64);
    add("mesh 16x16", base.mesh(16, 16).spec(), "mixtral-8x7b", true, 1024, 1);
    differs(Gap.ROUTING, Gap.NONE);
  }

  /// Partitions, replicas and several hosts.
  private void mappings() {
    VariedMachine base = VariedMachine.shipped();
    VariedMachine hosts36 = base.mesh(6, 6, 0, 5, 30, 35).hosts(4);
    for (String mapping : List.of("pipelined", "mixed:2", "mixed:6", "mixed:12", "spread")) {
      add(mapping, hosts36, "llama-2-7b", false, mapping, 128, 1, 0);
    }
    add("pipelined", hosts36, "llama-2-7b", false, "pipelined", 128, 1, 512);
    add("mixed:4", hosts36, "llama-2-7b", false, "mixed:4", 128, 1, 512);
    add("pipelined", hosts36, "llama-2-7b", false, "pipelined", 16, 96, 0);
    add("mixed:4", hosts36, "llama-2-7b", false, "mixed:4", 16, 12, 0);
    differs(Gap.KNEE, Gap.NONE);
    add("mixed:12", hosts36, "llama-2-7b", false, "mixed:12", 16, 24, 0);
    VariedMachine hosts64 = base.mesh(8, 8, 9, 14, 49, 54).hosts(4);
    add("replicas", hosts64, "llama-2-7b", true, "pipelinedx4", 16, 1, 0);
    add("replicas", hosts64, "llama-2-7b", true, "mixed:4x4", 16, 4, 0);
    add("replicas, 12 ranks", hosts64, "llama-2-7b", true, "pipelinedx3", 16, 12, 0);
    add("star", base.star(36), "llama-2-7b", false, "mixed:6", 128, 1, 0);
    add("ring", base.ring(36), "llama-2-7b", false, "mixed:6", 128, 1, 0);
    add("no vector units", hosts36.withoutVectorUnits(), "llama-2-7b", false, "mixed:6", 128, 1, 0);
    add(
        "links 32 Gbit/s",
        hosts36.links(32, 10, 504, 250),
        "llama-2-7b",
        false,
        "mixed:6",
        128,
        1,
        0);
    add("mesh 13x13", base.mesh(13, 13), "qwen3-30b-a3b", false, "pipelined", 1024, 1, 0);
    VariedMachine hosts256 = base.mesh(16, 16, 51, 60, 195, 204).hosts(4);
    add("mesh 16x16", hosts256, "llama-2-70b", true, "mixed:8", 128, 1, 0);
    add("mesh 16x16", hosts256, "llama-2-7b", false, "spread", 128, 1, 0);
  }

  /// Weight reload: one die and several, with the memory, the host's link, the links between
  /// chiplets or the writing of cells as the limit, steps larger than the package, and as many
  /// sequences as make loading a small part of the time.
  private void rounds() {
    MachineSpec chip = MachineReader.read("fudan-28nm");
    NetworkSpec demo = NetworkReader.read("demo");
    add("rounds, 28 nm chip", chip, demo, true, 256, 1, 256);
    add("rounds, 28 nm chip", chip, demo, true, 256, 16, 0);
    add("rounds, steps cut", chip, "gpt2", true, 256, 1);
    VariedMachine base = VariedMachine.shipped();
    MachineSpec mesh4 = base.mesh(2, 2).weightMemory(800).spec();
    add("rounds, mesh 2x2", mesh4, NetworkReader.read("tinyllama-1.1b"), false, 512, 1, 512);
    add("rounds, mesh 2x2", mesh4, "tinyllama-1.1b", false, 512, 16);
    add("rounds, mesh 2x2", mesh4, "tinyllama-1.1b", false, 16, 600);
    add("rounds, 20 GB/s", base.mesh(1, 2).weightMemory(20).spec(), "qwen2.5-0.5b", false, 64, 4);
    VariedMachine slow = base.mesh(2, 2).links(64, 10, 504, 250).withoutVectorUnits();
    add("rounds, 64 Gbit/s", slow.weightMemory(800).spec(), "tinyllama-1.1b", false, 64, 4);
    VariedMachine hosts = base.mesh(2, 2, 0, 3).hosts(2).weightMemory(800);
    add("rounds, two hosts", hosts.spec(), "tinyllama-1.1b", false, 64, 5);
    MachineSpec mesh64 = base.mesh(8, 8).weightMemory(800).spec();
    add("rounds, routed", mesh64, "qwen3-30b-a3b", false, 64, 2);
    MachineSpec beside = base.mesh(2, 2).weightMemoryBeside(200).spec();
    add("rounds, beside dies", beside, NetworkReader.read("tinyllama-1.1b"), false, 512, 1, 512);
    add("rounds, beside dies", beside, "tinyllama-1.1b", false, 512, 16);
    MachineSpec beside64 = base.mesh(8, 8).weightMemoryBeside(200).spec();
    add("rounds, routed beside", beside64, "qwen3-30b-a3b", false, 64, 2);
    VariedMachine cells = VariedMachine.shipped("rram-1tnr");
    add("rounds, 1TnR", cells.mesh(1, 1).weightMemory(800).spec(), "gpt2-xl", false, 64, 1);
  }

  /// Prompts read in groups, where chunks fill each other's gaps: short and long, in chunks of
  /// several lengths.
  private void prompts() {
    VariedMachine mesh36 = VariedMachine.shipped();
    VariedMachine mesh16 = VariedMachine.shipped("comb-200mb-16");
    for (int prompt : List.of(128, 512, 2048)) {
      add("prompt", mesh36, "llama-2-7b", false, "mixed:18", 128, 1, prompt);
    }
    add("prompt", mesh36, "llama-2-7b", false, "mixed:9", 128, 1, 1000);
    add("prompt", mesh36, "llama-2-7b", false, "mixed:4", 128, 1, 1024);
    add("prompt", mesh36, "llama-2-7b", false, "spread", 128, 1, 1024);
    differs(Gap.NONE, Gap.LINK_ORDER);
    add("prompt", mesh36, "llama-3.1-8b", true, "mixed:18", 128, 1, 1024);
    differs(Gap.NONE, Gap.LINK_ORDER);
    add("prompt", mesh16, "llama-2-7b", true, "mixed:8", 128, 1, 2048);
    add("prompt", mesh16, "qwen2.5-0.5b", false, "mixed:8", 128, 1, 2048);
    add("prompt", mesh16, "tinyllama-1.1b", false, "mixed:16", 128, 1, 1024);
    VariedMachine modules = mesh36.attentionModules(512, 50);
    add("prompt, dies attend", modules, "llama-2-7b", false, "mixed:18", 128, 1, 512);
    VariedMachine narrow = mesh36.links(32, 10, 504, 250);
    add("prompt, 32 Gbit/s", narrow, "llama-2-7b", false, "pipelined", 128, 1, 1024);
    add("prompt, 32 Gbit/s", narrow, "llama-2-7b", false, "mixed:9", 128, 1, 256);
    differs(Gap.NONE, Gap.CONGESTION);
    add("prompt, star", mesh36.star(36), "llama-2-7b", false, "mixed:6", 128, 1, 512);
    differs(Gap.NONE, Gap.CONGESTION);
    VariedMachine plain = mesh36.withoutVectorUnits();
    add("prompt, no vectors", plain, "llama-2-7b", false, "mixed:6", 128, 1, 512);
    VariedMachine mesh169 = mesh36.mesh(13, 13);
    add("prompt", mesh169, "qwen3-30b-a3b", false, "pipelined", 128, 1, 512);
  }

  private void add(
      String label,
      VariedMachine machine,
      String network,
      boolean packed,
      String mapping,
      int context,
      int batch,
      int prompt) {
    cases.add(
        new AgreementCase(
            label,
            machine.spec(),
            NetworkReader.read(network),
            mapping,
            packed,
            context,
            batch,
            prompt,
            Gap.NONE,
            Gap.NONE));
  }

  private void attention() {
    VariedMachine base = VariedMachine.shipped();
    NetworkSpec llama = NetworkReader.read("llama-2-7b");
    NetworkSpec local = spans(llama);
    add("spans 16 to 512", base.spec(), local, false, 2048, 1, 1024);
    add("spans 16 to 512", base.spec(), local, false, 2048, 64, 0);
    add("spans, host 10 TB/s", base.host(300, 10_000, 200).spec(), local, false, 2048, 64, 0);
    MachineSpec modules = base.attentionModules(512, 50).spec();
    add("attention on dies", modules, llama, false, 1024, 1, 1024);
    add("attention on dies", modules, llama, false, 1024, 64, 0);
    add("attention on dies", modules, local, false, 2048, 64, 0);
    MachineSpec small = base.mesh(2, 3).attentionModules(64, 200).spec();
    add("attention on dies", small, latent(), false, 1024, 1, 512);
    add("attention on dies", small, latent(), false, 1024, 32, 0);
    sparse(base.mesh(2, 3).spec(), small);
  }

  /// An indexer picks a fourth of the positions; a prompt is shorter than what it picks, or longer.
  private void sparse(MachineSpec host, MachineSpec modules) {
    add("sparse attention", host, latent(picks(256)), false, 1024, 1, 128);
    add("sparse attention", host, latent(picks(256)), false, 1024, 1, 512);
    add("sparse attention", host, latent(picks(256)), false, 1024, 32, 0);
    add("sparse attention", modules, latent(picks(256)), false, 1024, 1, 512);
    add("sparse attention", modules, latent(picks(256)), false, 1024, 32, 0);
  }

  private static NetworkSpec.Indexer picks(int positions) {
    return new NetworkSpec.Indexer(16, 64, positions, false);
  }

  /// Heads that look back 16 to 512 positions, farther in later layers: no two layers alike.
  static NetworkSpec spans(NetworkSpec network) {
    List<List<Integer>> spans = new ArrayList<>();
    for (int layer = 0; layer < network.layers().size(); layer++) {
      List<Integer> heads = new ArrayList<>();
      for (int head = 0; head < network.layers().get(layer).attention().heads(); head++) {
        heads.add(16 + (layer + 1) * (head % 4) * 5);
      }
      spans.add(heads);
    }
    return network.withHeadSpans(spans);
  }

  /// Latent attention as in DeepSeek, and a small feed-forward.
  static NetworkSpec latent() {
    return latent(NetworkSpec.Indexer.NONE);
  }

  /// The same, looking back on what an indexer picks.
  static NetworkSpec latent(NetworkSpec.Indexer indexer) {
    NetworkSpec.Layer layer =
        new NetworkSpec.Layer(
            new Attention.Latent(32, 768, 512, 128, 64, 128).withIndexer(indexer),
            new FeedForward.Gated(5632, false),
            2 * 2048);
    return new NetworkSpec(
        indexer.exists() ? "sparse" : "latent",
        "deepseek_v3",
        2048,
        32_000,
        8192,
        0,
        false,
        false,
        2048,
        Collections.nCopies(16, layer));
  }
}
