package org.cimlet.report.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.cimlet.appraise.Assessment;
import org.cimlet.appraise.Assessor;
import org.cimlet.machine.gpu.GpuReader;
import org.junit.jupiter.api.Test;

class MoneyRowTest {
  @Test
  void hostsAreBilledWithEveryUnit() {
    MoneyRow row = MoneyRow.of(Assessor.assess(GpuReader.read("h100")), 2);
    assertThat(row.bought()).isEqualTo("$27,500");
    assertThat(row.hosts()).isEqualTo("$6,000");
    assertThat(row.units()).isEqualTo("2");
    assertThat(row.allBought()).isEqualTo("$67,000");
  }

  @Test
  void whatIsNotKnownIsADashAndSoIsItsSum() {
    MoneyRow row = MoneyRow.of(Assessor.assess(GpuReader.read("mi250x")), 1);
    assertThat(row.bought()).isEqualTo("–");
    assertThat(row.allBought()).isEqualTo("–");
    assertThat(row.design()).isEqualTo("–");
    assertThat(row.allMade()).startsWith("$1");
  }

  @Test
  void halfAModuleHasHalfAHost() {
    Assessment module = Assessor.assess(GpuReader.read("mi250x"));
    Assessment die = Assessor.assess(GpuReader.read("mi250x-die"));
    assertThat(2 * die.hostsUsd().orElseThrow()).isEqualTo(module.hostsUsd().orElseThrow());
  }
}
