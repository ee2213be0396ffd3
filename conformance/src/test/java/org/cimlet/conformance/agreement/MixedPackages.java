package org.cimlet.conformance.agreement;

import java.util.List;
import org.cimlet.conformance.agreement.AgreementCase.Gap;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.MachineSpec;
import org.cimlet.network.NetworkSpec;
import org.cimlet.network.read.NetworkReader;

/// Packages of several kinds of dies.
final class MixedPackages {
  private final List<AgreementCase> cases;

  private MixedPackages(List<AgreementCase> cases) {
    this.cases = cases;
  }

  static void addTo(List<AgreementCase> cases) {
    MixedPackages mixed = new MixedPackages(cases);
    mixed.shipped();
    mixed.caches();
    mixed.heads();
  }

  private void add(
      String label,
      MachineSpec machine,
      NetworkSpec network,
      String mapping,
      boolean packed,
      int context,
      int batch,
      int prompt) {
    cases.add(
        new AgreementCase(
            label, machine, network, mapping, packed, context, batch, prompt, Gap.NONE, Gap.NONE));
  }

  private void atTheKnee() {
    cases.add(cases.removeLast().differs(Gap.KNEE, Gap.NONE));
  }

  private void shipped() {
    MachineSpec machine = MachineReader.read("comb-200mb-36-aim-36");
    NetworkSpec llama = NetworkReader.read("llama-2-7b");
    for (int batch : List.of(1, 16, 64)) {
      add("COMB + AiM", machine, llama, "filled", true, 128, batch, batch == 1 ? 128 : 0);
      if (batch == 16) {
        atTheKnee();
      }
    }
    for (int batch : List.of(1, 8)) {
      add("COMB + AiM", machine, llama, "filled", true, 2048, batch, batch == 1 ? 512 : 0);
      if (batch == 8) {
        atTheKnee();
      }
      add("COMB + AiM", machine, llama, "filled", true, 4096, batch, 0);
    }
    add("COMB + AiM", machine, llama, "pipelined", false, 2048, 16, 0);
    add("COMB + AiM", machine, llama, "mixed:6", false, 2048, 1, 0);
  }

  /// Fewer dies than heads, heads that share keys and values, windows and spans, latent attention;
  /// and modules on dies of their own.
  private void caches() {
    VariedMachine base = VariedMachine.shipped();
    VariedMachine few = base.mesh(6, 7).caches(6);
    add("6 AiM caches", few.spec(), NetworkReader.read("llama-2-7b"), "filled", true, 512, 1, 512);
    add("6 AiM caches", few.spec(), NetworkReader.read("llama-2-7b"), "filled", true, 512, 8, 0);
    VariedMachine five = base.mesh(5, 5).caches(5);
    NetworkSpec shared = NetworkReader.read("llama-3.2-3b");
    add("5 AiM caches", five.spec(), shared, "filled", false, 1000, 1, 0);
    add("5 AiM caches", five.spec(), shared, "filled", false, 1000, 16, 0);
    VariedMachine small = base.mesh(2, 4).caches(2);
    add("2 AiM caches", small.spec(), AgreementMatrix.latent(), "filled", false, 300, 1, 300);
    NetworkSpec spans = AgreementMatrix.spans(NetworkReader.read("llama-2-7b"));
    VariedMachine modules = base.mesh(6, 7).modules(6, 512, 50);
    add("6 modules apart", modules.spec(), spans, "filled", true, 2048, 8, 0);
    add("6 AiM caches", few.spec(), spans, "filled", true, 2048, 8, 0);
  }

  /// Head and embedding on dies of their own, beside caches or alone, and with several replicas.
  private void heads() {
    VariedMachine base = VariedMachine.shipped();
    NetworkSpec llama = NetworkReader.read("llama-2-7b");
    MachineSpec onAim = base.mesh(5, 8).heads("aim-gddr6", 4).spec();
    add("head on 4 AiM", onAim, llama, "filled", false, 128, 1, 128);
    add("head on 4 AiM", onAim, llama, "filled", false, 128, 32, 0);
    MachineSpec onComb = base.mesh(5, 8).heads("comb-200mb-36", 2).spec();
    add("head on 2 COMB", onComb, llama, "mixed:2", false, 128, 1, 0);
    VariedMachine both = base.mesh(6, 8).caches(8).heads("hbm-pim", 6);
    add("caches and head", both.spec(), llama, "pipelined", true, 512, 8, 0);
    add("caches and head", both.spec(), llama, "pipelinedx2", true, 256, 8, 0);
    MachineSpec bare = base.withoutVectorUnits().mesh(5, 8).heads("aim-gddr6", 4).spec();
    add("head, no vector units", bare, llama, "filled", false, 128, 1, 0);
  }
}
