package org.cimlet.machine;

import java.util.Locale;
import org.cimlet.technology.charge.ChargeMacro;
import org.cimlet.technology.charge.ChargeMacro.Converters;
import org.cimlet.technology.charge.ChargeMacro.Law;
import org.cimlet.technology.scaling.ProcessPoint;
import org.cimlet.technology.scaling.Scaled;
import tools.jackson.databind.JsonNode;

/// The parts of a macro of capacitors as written, turned into what the physics prices.
///
/// @param macro which has them, found right
record ChargeParts(JsonNode macro) {

  ChargeMacro priced(ProcessPoint at, Scaled cellUm2) {
    JsonNode adc = macro.path("adc");
    JsonNode parts = macro.path("parts");
    String law = parts.path("converter").stringValue().toUpperCase(Locale.ROOT);
    return new ChargeMacro(
        macro.path("word_lines").intValue(),
        macro.path("bit_lines").intValue(),
        macro.path("accumulator_bits").intValue(),
        PartClock.value(parts, "capacitor_ff"),
        MacroParts.operands(parts, macro.path("input_bits").intValue()),
        new Converters(
            adc.path("per_macro").intValue(),
            adc.path("bits").intValue(),
            PartClock.value(adc, "rate_msps") * 1e6,
            Law.valueOf(law)),
        at,
        cellUm2);
  }
}
