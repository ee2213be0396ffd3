package org.cimlet.execute.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.cimlet.execute.network.Network;
import org.cimlet.execute.network.Stage;
import org.cimlet.execute.network.WeightedLinear;
import org.cimlet.execute.products.Arithmetic;
import org.cimlet.execute.products.LinearProducts;
import org.cimlet.execute.transformer.KvCache;
import org.cimlet.execute.transformer.Transformer;

/// How large each input of each linear is on a text: what Wanda prunes by.
///
/// The norm of an input is the root of the sum of its squares over all tokens read.
public final class InputNorms {
  private InputNorms() {}

  /// Runs the network in float over texts, each in windows that do not overlap.
  ///
  /// @param texts tokens of each
  /// @param window tokens read at a time, at most the longest context
  /// @param progress told of the tokens read so far
  /// @return for the name of each linear one norm per input
  public static Map<String, float[]> of(
      Network network, List<int[]> texts, int window, LongConsumer progress) {
    Recorder recorder = new Recorder();
    Transformer transformer = new Transformer(network, recorder);
    long read = 0;
    for (int[] text : texts) {
      for (int from = 0; from < text.length; from += window) {
        int count = Math.min(window, text.length - from);
        int[] tokens = new int[count];
        System.arraycopy(text, from, tokens, 0, count);
        transformer.read(new KvCache(transformer.architecture(), count), tokens, (_, _) -> {});
        read += count;
        progress.accept(read);
      }
    }
    return recorder.norms();
  }

  /// Float products that remember their inputs' squares.
  private static final class Recorder implements Arithmetic {
    private final Arithmetic floats = Arithmetic.floats();
    private final List<RecordedProducts> stages = new ArrayList<>();

    @Override
    public LinearProducts products(int layer, Stage stage, List<WeightedLinear> linears) {
      RecordedProducts products =
          new RecordedProducts(linears, floats.products(layer, stage, linears));
      stages.add(products);
      return products;
    }

    Map<String, float[]> norms() {
      Map<String, float[]> norms = new TreeMap<>();
      for (RecordedProducts stage : stages) {
        for (String name : stage.names) {
          norms.put(name, stage.norms());
        }
      }
      return norms;
    }
  }

  private static final class RecordedProducts implements LinearProducts {
    private final List<String> names;
    private final LinearProducts products;
    private final double[] squares;

    RecordedProducts(List<WeightedLinear> linears, LinearProducts products) {
      this.names = linears.stream().map(WeightedLinear::name).toList();
      this.products = products;
      this.squares = new double[products.inputs()];
    }

    float[] norms() {
      float[] norms = new float[squares.length];
      for (int i = 0; i < norms.length; i++) {
        norms[i] = (float) Math.sqrt(squares[i]);
      }
      return norms;
    }

    @Override
    public int inputs() {
      return products.inputs();
    }

    @Override
    public int outputs() {
      return products.outputs();
    }

    @Override
    public void multiply(float[] in, int tokens, float[] out) {
      for (int i = 0; i < tokens * squares.length; i++) {
        squares[i % squares.length] += (double) in[i] * in[i];
      }
      products.multiply(in, tokens, out);
    }
  }
}
