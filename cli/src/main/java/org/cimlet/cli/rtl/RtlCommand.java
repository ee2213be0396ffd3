package org.cimlet.cli.rtl;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet rtl`: a part of the datapath as SystemVerilog, with what it takes to simulate, prove and
/// synthesize it.
@Command(
    name = "rtl",
    description = {
      "Emit a part of the datapath as SystemVerilog, with benches, proofs and scripts.",
      "The folder's README.md has three commands: simulate, prove, synthesize."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class RtlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PART",
      description =
          "mask_decoder, butterfly, zero_skipper, adder_tree, macro_edge, bit_serial_edge, macro")
  private String part;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder to write; new, empty, or one that this command wrote")
  private String out;

  @Option(
      names = "--machine",
      paramLabel = "M",
      description = "machine: file or shipped name (default: the first shipped one)")
  private @Nullable String machine;

  @Option(
      names = "--compress",
      paramLabel = "K:N",
      description =
          "weights kept of a group, or none for dense rows (default: a quarter of the machine's"
              + " group, dense without a zero skipper)")
  private @Nullable String pattern;

  @Option(
      names = "--pipeline",
      paramLabel = "R",
      defaultValue = "0",
      description =
          "registers on a row's way: 0, 1 after the decoder, 2 also after the butterfly (default:"
              + " 0)")
  private int pipeline;

  @Option(
      names = "--fast-decoder",
      description = "save the mask decoder's carries: a shorter way through it for more gates")
  private boolean fastDecoder;

  @Option(
      names = "--vectors",
      paramLabel = "N",
      defaultValue = "1000",
      description = "golden vectors to compute (default: 1000)")
  private int vectors;

  @Option(
      names = "--liberty",
      paramLabel = "FILE",
      description =
          "library of standard cells to predict for, plain or gzipped (default: usual cells in the"
              + " machine's process)")
  private @Nullable String liberty;

  /// Made by picocli.
  public RtlCommand() {}

  @Override
  public Integer call() {
    Emission.Request request =
        new Emission.Request(part, out, machine, pattern, pipeline, fastDecoder, vectors, liberty);
    spec.commandLine().getOut().print(Emission.run(request));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
