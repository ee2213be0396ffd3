package org.cimlet.cli.explore;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cimlet.explore.Exploration;
import org.cimlet.explore.FrontReport;
import org.cimlet.explore.space.Space;
import org.cimlet.explore.space.SpaceFiles;
import org.cimlet.explore.space.SpaceReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `cimlet explore merge`: the shares of one space become one exploration.
@Command(
    name = "merge",
    description = "Put together what 'explore --shard' wrote on several machines.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "folders of the shares")
  private List<Path> shards = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "folder for all rows and the front")
  private Path out;

  /// Made by picocli.
  public MergeCommand() {}

  @Override
  public Integer call() {
    long start = System.nanoTime();
    String yaml = SpaceFiles.text(shards.getFirst().resolve("space.yaml").toString());
    Space space = SpaceReader.parse(shards.getFirst() + "/space.yaml", yaml);
    FrontReport report = Exploration.merge(space, yaml, out, shards);
    ExploreCommand.picture(out, space, yaml);
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.print(FrontText.of(report, (System.nanoTime() - start) / 1e9));
    terminal.flush();
    return 0;
  }
}
