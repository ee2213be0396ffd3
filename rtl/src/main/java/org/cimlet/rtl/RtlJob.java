package org.cimlet.rtl;

import java.util.List;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;

/// What is emitted.
///
/// @param part which part
/// @param design what it is built for
/// @param bitSerial whether inputs come bit by bit
/// @param vectors golden vectors, about
/// @param origin which machine asks for it
/// @param predictions what the macro model says of it
public record RtlJob(
    Part part,
    Design design,
    boolean bitSerial,
    int vectors,
    Origin origin,
    List<Prediction> predictions) {
  /// Copies the predictions.
  public RtlJob {
    predictions = List.copyOf(predictions);
  }
}
