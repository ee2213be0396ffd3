package org.cimlet.estimate.walk;

import org.cimlet.plan.Plan;

/// Numbers of the parts that serve a prompt's chunks.
///
/// @param chiplets dies
/// @param links between them and to hosts
record PrefillResources(int chiplets, int links) {
  static PrefillResources of(Plan plan) {
    return new PrefillResources(
        plan.machine().chiplets(), plan.machine().topology().links().size());
  }

  int count() {
    return 4 * chiplets + 2 + links;
  }

  int macros(int chiplet) {
    return chiplet;
  }

  int vector(int chiplet) {
    return chiplets + chiplet;
  }

  int attentionCompute(int chiplet) {
    return 2 * chiplets + chiplet;
  }

  int attentionMemory(int chiplet) {
    return 3 * chiplets + chiplet;
  }

  int hostCompute() {
    return 4 * chiplets;
  }

  int hostMemory() {
    return 4 * chiplets + 1;
  }

  int link(int link) {
    return 4 * chiplets + 2 + link;
  }
}
