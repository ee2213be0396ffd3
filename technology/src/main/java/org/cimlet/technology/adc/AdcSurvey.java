package org.cimlet.technology.adc;

import org.cimlet.technology.scaling.Scaled;

/// Energy and area of an analog-to-digital converter as good as the best fifth of those published:
/// the regression of the Accelergy ADC plug-in on Murmann's survey.
///
/// Energy grows with the figure of merit, which falls at high rates and rises with resolution until
/// thermal noise takes over near 10 bits; both energy and area depend on the process by their own
/// power, not by the law of logic.
public final class AdcSurvey {
  private static final double LEAST_BITS = 4;
  private static final double LEAST_NM = 16;

  private AdcSurvey() {}

  /// Energy of one conversion in picojoules.
  ///
  /// @param effectiveBits effective number of bits
  /// @param samplesPerS conversions a second
  /// @throws IllegalArgumentException where an argument is not positive
  public static Scaled energyPj(double nodeNm, double effectiveBits, double samplesPerS) {
    require(nodeNm, effectiveBits, samplesPerS);
    double schreierDb =
        Math.min(
            213.7807 - 2.87190 * Math.log(samplesPerS),
            128.3068 + 3.22051 * Math.ceil(effectiveBits));
    double bySchreier = 1 / (2 * Math.pow(10, (schreierDb - (6.02 * effectiveBits + 1.76)) / 10));
    double byProcess =
        Math.exp(
            26.0496 + 1.88004 * Math.log(nodeNm) - 2.82913 * Math.log(effectiveBits) - 1.47020);
    return marked(bySchreier * byProcess, nodeNm, effectiveBits);
  }

  /// Area of one converter in square micrometres.
  public static Scaled areaUm2(double nodeNm, double effectiveBits, double samplesPerS) {
    Scaled energy = energyPj(nodeNm, effectiveBits, samplesPerS);
    return energy.map(pj ->
        Math.exp(
            1.34619
                + 0.993279 * Math.log(nodeNm)
                + 0.180715 * Math.log(samplesPerS)
                + 0.299124 * Math.log(pj)));
  }

  private static Scaled marked(double value, double nodeNm, double bits) {
    Scaled answer = Scaled.within(value);
    if (bits < LEAST_BITS) {
      answer = answer.marked("the ADC survey holds from 4 bits on, asked at %s".formatted(bits));
    }
    if (nodeNm < LEAST_NM) {
      answer =
          answer.marked(
              "the ADC survey has few converters below 16 nm, asked at %s nm: optimistic"
                  .formatted(nodeNm));
    }
    return answer;
  }

  private static void require(double nodeNm, double bits, double samplesPerS) {
    if (!(nodeNm > 0) || !(bits > 0) || !(samplesPerS > 0)) {
      throw new IllegalArgumentException(
          "an ADC needs a positive node, resolution and rate, got %s nm, %s bits, %s a second"
              .formatted(nodeNm, bits, samplesPerS));
    }
  }
}
