package org.cimlet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.estimate.GpuEstimate;
import org.cimlet.plan.gpu.GpuFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineSpecTest {
  @Test
  void systemsAndTheirSettingsAreSeparatedByCommas() {
    List<BaselineSpec> systems = BaselineSpec.parse("h100:kv=fp8,weights=int4,tp=2,a100");
    assertThat(systems).hasSize(2);
    assertThat(systems.getFirst().gpu().name()).isEqualTo("H100 SXM");
    assertThat(systems.getFirst().cache()).isEqualTo(GpuFormat.FP8);
    assertThat(systems.getFirst().weights()).isEqualTo(GpuFormat.INT4);
    assertThat(systems.getFirst().devices()).isEqualTo(2);
    assertThat(systems.getLast())
        .isEqualTo(BaselineSpec.of(Objects.requireNonNull(systems.getLast().file())));
    assertThat(systems.getLast().cache()).isEqualTo(GpuFormat.BF16);
    assertThat(systems.getLast().devices()).isZero();
  }

  @Test
  void noneIsNoSystem() {
    assertThat(BaselineSpec.parse("none")).isEmpty();
    assertThat(BaselineSpec.parse("none,h100")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h100:kvs=fp8 | must have settings KEY=VALUE of the keys weights, experts, kv, tp, got"
            + " kvs=fp8 (did you mean kv?)",
        "h100: | must have settings KEY=VALUE of the keys weights, experts, kv, tp, got nothing",
        "h100:kv=int4 | kv must be one of bf16, fp16, fp8, int8, got int4 (did you mean int8?)",
        "h100:weights=FP8 | weights must be one of bf16, fp16, fp8, fp8-block, int8, int4, mxfp4,"
            + " got FP8 (did you mean fp8?)",
        "h100:tp=0 | tp must be a number of devices, 1 to 65536, got 0",
        "h100:tp=two | tp must be a number of devices, 1 to 65536, got two",
        "h100:tp= | tp must be a number of devices, 1 to 65536, got nothing"
      })
  void aSettingThatIsNoneIsRefusedWithWhatWouldBeOne(String text, String message) {
    assertThatThrownBy(() -> BaselineSpec.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("--baseline: " + message);
  }

  /// The same GPU gives the same figures beside every machine, whatever the machine's own cache
  /// type.
  @Test
  void aGpusCacheIsItsOwn() {
    GpuEstimate beside = estimate("comb-200mb-36", "h100");
    assertThat(estimate("comb-200mb-36-aim-36", "h100").atBatch()).isEqualTo(beside.atBatch());
    GpuEstimate fp8 = estimate("comb-200mb-36", "h100:kv=fp8");
    assertThat(fp8.kvCacheBytesPerSequence())
        .isCloseTo(beside.kvCacheBytesPerSequence() / 2, within(1.0));
    assertThat(fp8.largestBatch())
        .isBetween(2 * beside.largestBatch(), 2 * beside.largestBatch() + 1);
  }

  @Test
  void devicesAreTakenAsGiven() {
    GpuEstimate two = estimate("comb-200mb-36", "h100:tp=2");
    assertThat(two.devices()).isEqualTo(2);
    assertThat(two.atBatch().tpotS())
        .isLessThan(estimate("comb-200mb-36", "h100").atBatch().tpotS());
  }

  private static GpuEstimate estimate(String machine, String baseline) {
    Job job = Job.of("llama-2-7b", machine).baselines(baseline).build();
    return new Runner().run(job).gpus().getFirst();
  }
}
