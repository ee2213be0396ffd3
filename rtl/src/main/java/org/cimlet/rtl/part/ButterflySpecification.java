package org.cimlet.rtl.part;

/// What mask decoder and butterfly are to do, written for a reader.
final class ButterflySpecification {
  private ButterflySpecification() {}

  static String decoder(ButterflyShape shape) {
    StringBuilder text = new StringBuilder();
    for (int stage = 0; stage < shape.stages(); stage++) {
      int d = 1 << stage;
      text.append(
          Specifications.filled(
              """
              // Stage $stage$: $d$ ones, rotated left with the wrapped bit complemented, once for
              // each selected input below the block's upper half.
              always @* begin : stage_$stage$
                integer block, i;
                reg [$top$:0] word;
                for (block = 0; block < $blocks$; block = block + 1) begin
                  word = {$d${1'b1}};
                  for (i = 0; i < block * $wide$ + $d$; i = i + 1)
                    if (mask[i]) word = $rotated$;
                  $bits$ = word[$last$:0];
                end
              end
              """,
              "bits",
              of(shape, stage, "block * $switches$ +: $switches$"),
              "stage",
              stage + 1,
              "rotated",
              d == 1 ? "~word" : "{word[%s:0], ~word[%s]}".formatted(d - 2, d - 1),
              "top",
              d - 1,
              "blocks",
              shape.blocks(stage),
              "wide",
              2 * d,
              "switches",
              shape.switches(stage),
              "last",
              shape.switches(stage) - 1,
              "d",
              d));
    }
    return text.toString();
  }

  /// Some bits of a control word; itself where it is only one.
  private static String of(ButterflyShape shape, int stage, String bits) {
    boolean one = shape.controlWord(stage).width() == 1;
    return one ? "cross_$d$" : "cross_$d$[%s]".formatted(bits);
  }

  static String butterfly(ButterflyShape shape, Design design) {
    StringBuilder text =
        new StringBuilder(
            Specifications.filled(
                """
                // Every switch whose bit is set swaps its two elements, stage by stage.
                reg [$all$:0] now;
                reg [$element$:0] lower;
                integer block, j;
                always @* begin
                  now = x;
                  lower = $bits$'d0;
                """,
                "all",
                shape.inputs() * design.inputBits() - 1,
                "bits",
                design.inputBits(),
                "element",
                design.inputBits() - 1));
    for (int stage = 0; stage < shape.stages(); stage++) {
      text.append(
          Specifications.filled(
              """
                for (block = 0; block < $blocks$; block = block + 1)
                  for (j = 0; j < $switches$; j = j + 1)
                    if ($cross$) begin
                      lower = now[(block * $wide$ + j) * $bits$ +: $bits$];
                      now[(block * $wide$ + j) * $bits$ +: $bits$] =
                        now[(block * $wide$ + j + $d$) * $bits$ +: $bits$];
                      now[(block * $wide$ + j + $d$) * $bits$ +: $bits$] = lower;
                    end
              """,
              "cross",
              of(shape, stage, "block * $switches$ + j"),
              "blocks",
              shape.blocks(stage),
              "switches",
              shape.switches(stage),
              "wide",
              2 << stage,
              "bits",
              design.inputBits(),
              "d",
              1 << stage));
    }
    text.append("  y = now[%s:0];\nend\n".formatted(shape.outputs() * design.inputBits() - 1));
    return text.toString();
  }
}
