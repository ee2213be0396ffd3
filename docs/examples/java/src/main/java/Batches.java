import org.cimlet.run.Answer;
import org.cimlet.run.Job;
import org.cimlet.run.Runner;

/// What a batch brings: the same network and machine at four batches.
void main() {
  Runner runner = new Runner(); // keeps what jobs have in common
  IO.println("batch   TPOT ms   tokens/s   bottleneck");
  for (int batch : new int[] {1, 4, 16, 32}) {
    Job job =
        Job.of("llama-2-7b", "comb-200mb-36-aim-36") // names, or paths of your own files
            .context(1024)
            .batch(batch)
            .build();
    Answer.Decode decode = runner.run(job).answer().decode();
    IO.println(
        String.format(
            java.util.Locale.ROOT,
            "%5d %9.3f %10.0f   %s",
            batch,
            1e3 * decode.tpotS(),
            decode.throughputTokensPerS(),
            decode.bottleneck().resource().label()));
  }
}
