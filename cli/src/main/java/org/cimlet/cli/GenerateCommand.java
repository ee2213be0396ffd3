package org.cimlet.cli;

import java.util.concurrent.Callable;
import org.cimlet.diagnostic.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet generate`: a network writes on.
@Command(
    name = "generate",
    description = {
      "Lets a network write behind a prompt; the text appears as it is written.",
      "At temperature 0, and with the same seed above it, the same text on every machine."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROMPT",
      defaultValue = "",
      description = "what to write behind (default: nothing)")
  private String prompt = "";

  @Mixin private NetworkOptions options;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "most tokens to write (default: 128)")
  private int tokens;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description = "0 for always the likeliest token; 1 draws by the chances (default: 0)")
  private double temperature;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description = "draw from the fewest tokens whose chances add up to P (default: 1)")
  private double topP;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "of the draws (default: 0)")
  private long seed;

  @Mixin private JsonOption json;

  GenerateCommand() {}

  @Override
  public Integer call() {
    if (tokens < 1) {
      throw InvalidInputException.of("--tokens", "must be at least 1, got " + tokens);
    }
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw InvalidInputException.of(
          "--temperature", "must be 0 or a number above it, got " + temperature);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw InvalidInputException.of("--top-p", "must be above 0 and at most 1, got " + topP);
    }
    if (temperature == 0 && topP < 1) {
      throw InvalidInputException.of(
          "--top-p", "must come with a --temperature above 0, got none to draw with; try 0.8");
    }
    Execution.check();
    return new Generating(
            new Output(spec.commandLine().getOut()), spec.commandLine().getErr(), json)
        .run(prompt, options, tokens, temperature, topP, seed);
  }
}
