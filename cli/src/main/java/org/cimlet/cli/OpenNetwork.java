package org.cimlet.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.cimlet.cli.input.NamedPath;
import org.cimlet.cli.output.Output;
import org.cimlet.compile.Compiler;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.execute.macro.OperandCounts;
import org.cimlet.execute.network.LinearWeights;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.NetworkFile;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.products.AnalogConditions;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.products.CountedArithmetic;
import org.cimlet.execute.products.RecordedArithmetic;
import org.cimlet.execute.transformer.Transformer;
import org.cimlet.machine.MachineReader;
import org.cimlet.machine.operands.CountedOperands;
import org.cimlet.plan.machine.AnalogArray;
import org.cimlet.plan.machine.Macro;
import org.cimlet.quantity.Si;
import org.cimlet.tensor.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/// A network with its vocabulary, ready to run.
///
/// @param place where its files lie while it is open
/// @param chosen how its linears are computed
/// @param machine where, if not by the processor
/// @param counted what counts operands where no machine does; null unless they are asked for
/// @param recorded what keeps the inputs of the first layer's first linears; null unless asked for
record OpenNetwork(
    NetworkPlace place,
    NetworkFile file,
    Arithmetics chosen,
    @Nullable OnMachine machine,
    @Nullable CountedArithmetic counted,
    @Nullable RecordedArithmetic recorded,
    Transformer transformer,
    Tokenizer tokenizer)
    implements AutoCloseable {
  private static final List<String> VOCABULARIES =
      List.of("tokenizer.json", "tokenizer.model", "tokenizer.bin", "vocab.json");

  /// @throws InvalidInputException if the network or its vocabulary is at fault, or they do not
  ///   belong together
  static OpenNetwork open(NetworkOptions options) {
    return open(options, 0);
  }

  /// The same, keeping what the first tokens bring to the first layer's first linears.
  ///
  /// @param recorded how many tokens; 0 for none
  static OpenNetwork open(NetworkOptions options, int recorded) {
    NetworkPlace place = NetworkPlace.of("NETWORK", options.network());
    try {
      return open(place, options, recorded);
    } catch (InvalidInputException e) {
      place.close();
      throw e;
    }
  }

  private static OpenNetwork open(NetworkPlace place, NetworkOptions options, int recorded) {
    String network = options.network();
    Path path = place.path();
    NetworkFile file = NetworkFile.open(path);
    try {
      Tokenizer tokenizer = tokenizer(path, options.tokenizer());
      int words = tokenizer.vocabularySize();
      int known = file.network().architecture().vocabulary();
      if (words > known) {
        throw InvalidInputException.of(
            options.tokenizer() == null ? network : options.tokenizer(),
            "must be the vocabulary of a network that knows %s tokens, got %s; name the right one with --tokenizer"
                .formatted(known, words));
      }
      Arithmetics chosen = Arithmetics.choose(network, file.network(), options.linears());
      OnMachine machine = null;
      Optional<AnalogArray> array = options.analog().array(options.machine());
      if (array.isPresent()) {
        AnalogConditions conditions =
            new AnalogConditions(options.analog().chosenSeed(), options.analog().ageS());
        Arithmetic analog = Arithmetic.analog(array.get(), conditions);
        chosen = new Arithmetics(Linears.ANALOG, allIntegers(file.network()), analog);
      } else if (floats(options.machine()) instanceof Macro.DigitalSram sram) {
        Network whole = file.network();
        chosen = new Arithmetics(Linears.ALIGNED, whole, Arithmetic.aligned(sram));
      } else if (options.machine() != null) {
        machine = OnMachine.place(path, chosen, options.machine());
        chosen = machine.chosen();
      }
      CountedArithmetic counted =
          options.operands() == null || machine != null
              ? null
              : new CountedArithmetic(chosen.arithmetic());
      Arithmetic arithmetic = counted == null ? chosen.arithmetic() : counted;
      RecordedArithmetic recording =
          recorded == 0
              ? null
              : new RecordedArithmetic(arithmetic, 0, Stage.QUERY_KEY_VALUE, recorded);
      Transformer transformer =
          new Transformer(chosen.network(), recording == null ? arithmetic : recording);
      return new OpenNetwork(
          place, file, chosen, machine, counted, recording, transformer, tokenizer);
    } catch (InvalidInputException e) {
      file.close();
      throw e;
    }
  }

  /// What to call it.
  String name() {
    return place.name();
  }

  /// Writes what the layers multiplied so far.
  ///
  /// @param file `-` for the terminal; null for nowhere
  void writeOperands(Output output, @Nullable String file) {
    CountedOperands operands = file == null ? null : operands();
    if (file != null && operands != null) {
      output.write("--operands", file, operands.yaml());
    }
  }

  /// Null unless something counts them.
  private @Nullable CountedOperands operands() {
    if (machine != null) {
      return counted(
          machine.arithmetic().operands(),
          "%s, %s tokens in the macros of %s"
              .formatted(
                  name(),
                  Si.grouped(machine.arithmetic().tokens()),
                  machine.plan().machine().name()));
    }
    return counted == null
        ? null
        : counted(
            counted.operands(), "%s, %s tokens".formatted(name(), Si.grouped(counted.tokens())));
  }

  private static CountedOperands counted(OperandCounts counts, String from) {
    return new CountedOperands(from, words(counts.inputs()), words(counts.weights()));
  }

  private static CountedOperands.Words words(OperandCounts.Words words) {
    return new CountedOperands.Words(
        words.bits(), words.onesShare(), words.zerosShare(), words.togglesShare());
  }

  /// Analog arrays hold whole numbers, those of the head too. The macros of a machine, where their
  /// own words are floating point; null where not.
  private static @Nullable Macro floats(@Nullable String machine) {
    if (machine == null) {
      return null;
    }
    Macro macro =
        Compiler.machine(MachineReader.open(machine).withUsualOperands().machine())
            .chiplet()
            .macro();
    return macro.format().isFloat() ? macro : null;
  }

  private static Network allIntegers(Network network) {
    return network.dense().withHead(LinearWeights::dense);
  }

  /// The network as it is run.
  Network network() {
    return chosen.network();
  }

  Linears linears() {
    return chosen.linears();
  }

  /// The vocabulary named, or the one in the network's folder.
  static Tokenizer tokenizer(Path network, @Nullable String named) {
    if (named != null) {
      return Tokenizer.open(NamedPath.of("--tokenizer", named));
    }
    if (network.toString().toLowerCase(Locale.ROOT).endsWith(".gguf")) {
      return Tokenizer.open(network);
    }
    Path absolute = network.toAbsolutePath().normalize();
    // only the root has no parent, and that is a folder
    Path folder =
        Files.isDirectory(network) ? absolute : Objects.requireNonNull(absolute.getParent());
    if (VOCABULARIES.stream().noneMatch(v -> Files.exists(folder.resolve(v)))) {
      throw InvalidInputException.of(
          network.toString(),
          "must have its tokenizer in the same folder (%s), got none; name it with --tokenizer"
              .formatted(String.join(", ", VOCABULARIES)));
    }
    return Tokenizer.open(folder);
  }

  @Override
  public void close() {
    file.close();
    place.close();
  }
}
