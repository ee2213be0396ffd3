package org.cimlet.plan;

import java.util.Arrays;
import org.cimlet.plan.machine.CollectiveAlgorithm;

/// Which part of which stack sits on which chiplet: pieces in program order, as dense arrays.
///
/// A piece is a run of a stack's units on one chiplet. A unit is an output channel where the stack
/// has one copy, a whole copy where it has several. Each macro of the chiplet gives the piece the
/// same number of rows, padding included. Layer `layers` is the head. A piece whose inputs are cut
/// has all outputs of its stack and a slice of the inputs: its results are partial sums.
///
/// A package larger than the network holds it several times: the pieces of a replica follow those
/// of the one before. A stream passes one replica and is served by one host: its [#ranks rank].
/// Streams are dealt out to the ranks in turn.
///
/// A package smaller than the network holds it in rounds, one after the other: the pieces of a
/// round are loaded, all streams pass them, then those of the next take their place. There is one
/// replica then. A step larger than the package lies in several rounds.
public final class Placement {
  /// A piece's figures lie side by side: layer, step, stack, chiplet, units, rows, input split,
  /// rows of an output, inputs, collective of inputs, collective of results.
  private static final int FIGURES = 11;

  private static final CollectiveAlgorithm[] COLLECTIVES = CollectiveAlgorithm.values();

  private final String mapping;
  private final int pieces;
  private final int[] figures;
  private final int[] firstPiece;
  private final int[] firstOfRound;
  private final int[] home;
  private final int[][] attentionDies;
  private final long[] bitsUsed;
  private final int[] rankReplica;
  private final int[] rankHost;

  private Placement(Builder builder) {
    this.mapping = builder.mapping;
    this.pieces = builder.pieces;
    this.figures = builder.figures;
    this.firstPiece = Arrays.copyOf(builder.firstPiece, builder.replicas + 1);
    this.firstPiece[builder.replicas] = builder.pieces;
    this.firstOfRound = Arrays.copyOf(builder.firstOfRound, builder.rounds + 1);
    this.firstOfRound[builder.rounds] = builder.pieces;
    this.home = builder.home;
    this.attentionDies = builder.attentionDies;
    this.bitsUsed = builder.bitsUsed;
    this.rankReplica = builder.rankReplica;
    this.rankHost = builder.rankHost;
  }

  /// How the network was cut, for people: `pipelined`, `4 chiplets a stage`.
  public String mapping() {
    return mapping;
  }

  /// How often the package holds the network.
  public int replicas() {
    return firstPiece.length - 1;
  }

  /// First piece of a replica; of the number of replicas, the number of pieces.
  public int firstPiece(int replica) {
    return firstPiece[replica];
  }

  /// How often the package is loaded anew while a token passes the network; 1 where it holds the
  /// whole network and is loaded once for all.
  public int rounds() {
    return firstOfRound.length - 1;
  }

  /// Whether the package holds a part of the network at a time.
  public boolean isInRounds() {
    return rounds() > 1;
  }

  /// First piece of a round; of the number of rounds, the number of pieces.
  public int firstPieceOfRound(int round) {
    return firstOfRound[round];
  }

  /// Pairs of a replica and a host. A stream's rank is its number modulo this.
  public int ranks() {
    return rankReplica.length;
  }

  /// Replica that a rank's streams pass.
  public int rankReplica(int rank) {
    return rankReplica[rank];
  }

  /// Host that serves a rank's streams and keeps their keys and values.
  public int rankHost(int rank) {
    return rankHost[rank];
  }

  /// Pieces placed.
  public int pieces() {
    return pieces;
  }

  /// Layer of a piece; the number of layers for the head.
  public int layer(int piece) {
    return figures[piece * FIGURES];
  }

  /// Step of a piece within its layer.
  public int step(int piece) {
    return figures[piece * FIGURES + 1];
  }

  /// Stack of a piece within its step.
  public int stack(int piece) {
    return figures[piece * FIGURES + 2];
  }

  /// Chiplet a piece sits on.
  public int chiplet(int piece) {
    return figures[piece * FIGURES + 3];
  }

  /// Output channels, or copies, of a piece.
  public int units(int piece) {
    return figures[piece * FIGURES + 4];
  }

  /// Rows each macro reads for one pass through the piece: all its copies together.
  public int rows(int piece) {
    return figures[piece * FIGURES + 5];
  }

  /// Macros that share one output channel and add their partial sums.
  public int inputSplit(int piece) {
    return figures[piece * FIGURES + 6];
  }

  /// Rows that hold one output channel, on all the macros that share it.
  public int rowsPerOutput(int piece) {
    return figures[piece * FIGURES + 7];
  }

  /// Input channels of a piece: all of its stack's, or the slice it holds.
  public int inputs(int piece) {
    return figures[piece * FIGURES + 8];
  }

  /// How the inputs reach the chiplets of the piece's step.
  public CollectiveAlgorithm inputCollective(int piece) {
    return COLLECTIVES[figures[piece * FIGURES + 9]];
  }

  /// How partial sums of the piece's step are added, where its inputs are cut.
  public CollectiveAlgorithm sumCollective(int piece) {
    return COLLECTIVES[figures[piece * FIGURES + 10]];
  }

  /// Chiplet that holds the residual stream while a layer runs; the last layer is the head. What
  /// attends gets queries, keys and values from there and sends its results back.
  public int home(int replica, int layer) {
    return home[at(replica, layer)];
  }

  /// Chiplets that share a layer's attention; none where the host attends.
  public int attentionDies(int replica, int layer) {
    return attentionDies[at(replica, layer)].length;
  }

  /// One of them. Of the layer's [org.cimlet.plan.program.AttentionWork] it has part `index` of
  /// [#attentionDies].
  public int attentionDie(int replica, int layer, int index) {
    return attentionDies[at(replica, layer)][index];
  }

  private int at(int replica, int layer) {
    return replica * (home.length / replicas()) + layer;
  }

  /// Bits of each macro that hold values and masks of a chiplet, row padding included; in rounds,
  /// when they hold most.
  public long bitsUsedPerMacro(int chiplet) {
    return bitsUsed[chiplet];
  }

  /// Chiplets that hold anything.
  public int chipletsUsed() {
    int used = 0;
    for (long bits : bitsUsed) {
      used += bits > 0 ? 1 : 0;
    }
    return used;
  }

  /// Collects pieces in program order, replica after replica; good for one placement.
  @SuppressWarnings("EnumOrdinal") // stored side by side with counts, read back by the same order
  public static final class Builder {
    private String mapping;
    private final int layers;
    private int pieces;
    private int[] figures = new int[256 * FIGURES];
    private int replicas;
    private int[] firstPiece = new int[2];
    private int rounds = 1;
    private int[] firstOfRound = new int[2];
    private int[] home;
    private int[][] attentionDies = new int[0][];
    private final long[] bitsUsed;
    private final long[] bitsHere;
    private int[] rankReplica = new int[1];
    private int[] rankHost = new int[1];

    /// @param mapping how the network was cut, for people
    /// @param chiplets dies in the package
    /// @param layers layers of the program
    public Builder(String mapping, int chiplets, int layers) {
      this.mapping = mapping;
      this.layers = layers;
      this.home = new int[layers + 1];
      this.bitsUsed = new long[chiplets];
      this.bitsHere = new long[chiplets];
    }

    /// Says anew how the network was cut.
    public void mapping(String words) {
      mapping = words;
    }

    /// Pieces from now on are those of the next round, in empty chiplets.
    public void beginRound() {
      if (rounds + 1 == firstOfRound.length) {
        firstOfRound = Arrays.copyOf(firstOfRound, 2 * firstOfRound.length);
      }
      firstOfRound[rounds++] = pieces;
      Arrays.fill(bitsHere, 0);
    }

    /// Rounds begun.
    public int rounds() {
      return rounds;
    }

    /// Pieces and homes from now on are those of the next replica.
    public void beginReplica() {
      if (replicas + 1 == firstPiece.length) {
        firstPiece = Arrays.copyOf(firstPiece, 2 * firstPiece.length);
      }
      firstPiece[replicas++] = pieces;
      home = Arrays.copyOf(home, replicas * (layers + 1));
      int before = attentionDies.length;
      attentionDies = Arrays.copyOf(attentionDies, replicas * (layers + 1));
      Arrays.fill(attentionDies, before, attentionDies.length, new int[0]);
    }

    /// Adds the next piece, with whole inputs that are sent directly.
    ///
    /// @param bitsPerMacro of its chiplet's macros that are taken
    public void add(
        int layer,
        int step,
        int stack,
        int chiplet,
        int units,
        int rows,
        int inputSplit,
        int rowsPerOutput,
        int inputs,
        long bitsPerMacro) {
      int at = pieces * FIGURES;
      if (at == figures.length) {
        figures = Arrays.copyOf(figures, 2 * at);
      }
      figures[at] = layer;
      figures[at + 1] = step;
      figures[at + 2] = stack;
      figures[at + 3] = chiplet;
      figures[at + 4] = units;
      figures[at + 5] = rows;
      figures[at + 6] = inputSplit;
      figures[at + 7] = rowsPerOutput;
      figures[at + 8] = inputs;
      bitsHere[chiplet] += bitsPerMacro;
      bitsUsed[chiplet] = Math.max(bitsUsed[chiplet], bitsHere[chiplet]);
      pieces++;
    }

    /// Says how inputs reach the chiplets of the pieces from `from` on, and how their sums are
    /// added.
    public void collectives(int from, CollectiveAlgorithm inputs, CollectiveAlgorithm sums) {
      for (int piece = from; piece < pieces; piece++) {
        figures[piece * FIGURES + 9] = inputs.ordinal();
        figures[piece * FIGURES + 10] = sums.ordinal();
      }
    }

    /// Pieces added so far.
    public int pieces() {
      return pieces;
    }

    /// Says where a layer's residual stream of the current replica lives.
    public void home(int layer, int chiplet) {
      home[(replicas - 1) * (layers + 1) + layer] = chiplet;
    }

    /// Says which chiplets share a layer's attention; without it the host attends.
    public void attentionDies(int layer, int... chiplets) {
      attentionDies[(replicas - 1) * (layers + 1) + layer] = chiplets.clone();
    }

    /// Says which replica and which host streams pass; without it, the first of both.
    public void ranks(int[] replicaOfRank, int[] hostOfRank) {
      rankReplica = replicaOfRank.clone();
      rankHost = hostOfRank.clone();
    }

    /// The finished placement, which takes the builder's arrays: the builder must not be used
    /// again.
    public Placement build() {
      return new Placement(this);
    }
  }
}
