package org.cimlet.cli.studio;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.cimlet.studio.Studio;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet studio`: serves the studio until it is interrupted.
@Command(
    name = "studio",
    description =
        "Edit a machine in the browser and see its result as it changes; served to this computer"
            + " alone.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class StudioCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description =
          "folder whose machines and explorations are opened and saved (default: this one)")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "0",
      description = "port on 127.0.0.1 (default: any that is free)")
  private int port;

  /// Made by picocli.
  public StudioCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > LAST_PORT) {
      throw org.cimlet.diagnostic.InvalidInputException.of(
          "--port", "must be 0 to %s, got %s".formatted(LAST_PORT, port));
    }
    Studio studio = Studio.serve(folder, port, spec.root().version()[0].replace("cimlet ", ""));
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  studio.close();
                  ended.countDown();
                },
                "studio"));
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.print(
        "\n  Cimlet studio\n    %s\n\n  The link holds a secret and works on this computer. Ctrl-C ends it.\n\n"
            .formatted(studio.address()));
    terminal.flush();
    ended.await();
    return 0;
  }
}
