package org.cimlet.estimate.walk;

import org.cimlet.plan.Plan;
import org.cimlet.plan.machine.Dies;

/// Numbers of the parts that serve a prompt's chunks. Where units take turns, vector unit and
/// attention are the macros'.
///
/// @param dies that have four parts each
/// @param links between them and to hosts
record PrefillResources(Dies dies, int links) {
  static PrefillResources of(Plan plan) {
    return new PrefillResources(plan.machine().dies(), plan.machine().topology().links().size());
  }

  int chiplets() {
    return dies.count();
  }

  int count() {
    return 4 * chiplets() + 2 + links;
  }

  int macros(int chiplet) {
    return chiplet;
  }

  int vector(int chiplet) {
    return of(chiplet, 1);
  }

  int attentionCompute(int chiplet) {
    return of(chiplet, 2);
  }

  int attentionMemory(int chiplet) {
    return of(chiplet, 3);
  }

  private int of(int chiplet, int part) {
    return dies.at(chiplet).takesTurns() ? macros(chiplet) : part * chiplets() + chiplet;
  }

  /// Whether each part is one of a die that holds the layers.
  boolean[] ofLayers() {
    boolean[] each = new boolean[count()];
    for (int part = 0; part < 4 * chiplets(); part++) {
      each[part] = dies.kindOf(part % chiplets()) == 0;
    }
    return each;
  }

  int hostCompute() {
    return 4 * chiplets();
  }

  int hostMemory() {
    return 4 * chiplets() + 1;
  }

  int link(int link) {
    return 4 * chiplets() + 2 + link;
  }
}
